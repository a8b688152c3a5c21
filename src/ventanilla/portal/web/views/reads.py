"""Who has seen my data."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ventanilla.kernel.cases import api as cases
from ventanilla.portal.web import dates
from ventanilla.portal.web.requests import SignedRequest, for_person


@never_cache
@for_person
@require_safe
def my_reads(request: SignedRequest) -> HttpResponse:
    """Each time that an official saw the person's data, by day, newest first."""
    after = request.GET.get("after")
    page = cases.list_my_reads(actor=request.actor, after=after)
    days = groupby(page.rows, key=lambda row: dates.day_of(row.at))
    context = {
        "days": [{"title": dates.day(on), "rows": list(rows)} for on, rows in days],
        "next_href": f"?{urlencode({'after': page.next_after})}" if page.next_after else "",
        "first_href": reverse("my-reads") if after else "",
    }
    return render(request, "portal/my_reads.html", context)
