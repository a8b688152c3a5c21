"""Public verification: a code or a file, and two answers apart. Nothing here is about a person."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ventanilla.kernel.cases import api as cases
from ventanilla.portal.web.requests import PortalRequest


@require_safe
def verify(request: PortalRequest) -> HttpResponse:
    """Ask by the code of the document."""
    code = request.GET.get("codigo", "").strip()[:100]
    if code:
        return redirect("verify-code", code.replace("/", " "))
    return render(request, "portal/verify.html")


@require_safe
def verify_code(request: PortalRequest, code: str) -> HttpResponse:
    """What anybody may know of the document with this code."""
    found = cases.find_verification(code=code, at=request.at)
    context = {"code": code, "found": found}
    return render(request, "portal/verify_code.html", context, status=200 if found else 404)
