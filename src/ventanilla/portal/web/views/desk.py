"""The desk: an official's tasks, those of their units, and what expires first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ventanilla.kernel.cases import api as cases
from ventanilla.portal.web.requests import SignedRequest, for_official


@never_cache
@for_official
@require_safe
def desk(request: SignedRequest) -> HttpResponse:
    """One view of the open tasks."""
    after = request.GET.get("after")
    page = cases.list_desk(actor=request.actor, at=request.at, tab=cases.Tab.URGENT, after=after)
    context = {
        "rows": page.rows,
        "next_href": f"?{urlencode({'after': page.next_after})}" if page.next_after else "",
        "first_href": reverse("desk") if after else "",
    }
    return render(request, "portal/desk.html", context)
