"""Where an administrator begins."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ventanilla.common import comunas
from ventanilla.common import run as run_numbers
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import ProposalState
from ventanilla.portal.web import flash
from ventanilla.portal.web.requests import SignedRequest, for_administrator, post_of


@never_cache
@for_administrator
@require_safe
def overview(request: SignedRequest) -> HttpResponse:
    """The institution, what can be administered, and what waits for a second person."""
    post = post_of(request)
    institution = identity.get_institution(id=post.institution_id)
    found = identity.list_proposals(institution_id=institution.id, at=request.at)
    waiting = sum(each.state is ProposalState.WAITING for each in found)
    context = {
        "facts": [
            {"key": _("Institución"), "value": institution.name},
            {"key": _("Código"), "value": institution.code},
            {"key": "RUT", "value": run_numbers.display(institution.rut)},
            {"key": _("Comuna"), "value": comunas.get(institution.comuna_code).name},
        ],
        "cards": [
            {
                "title": _("Unidades y cargos"),
                "href": reverse("units"),
                "icon": "building",
                "text": _("Quién ejerce cada cargo, ahora y después. Nombrar y terminar nombramientos."),
            },
            {
                "title": _("Roles y derechos"),
                "href": reverse("roles"),
                "icon": "shield",
                "text": _("Qué permite cada rol, y qué cargos lo tienen."),
            },
            {
                "title": _("Trámites que ofrece"),
                "href": reverse("offers"),
                "icon": "document",
                "text": _("Qué unidades los hacen, y los valores que la ley deja fijar."),
            },
            {
                "title": _("Propuestas"),
                "href": reverse("proposals"),
                "icon": "people",
                "text": _("Cambios de derechos que necesitan a una segunda persona."),
                "meta": ngettext("%(n)d espera", "%(n)d esperan", waiting) % {"n": waiting} if waiting else "",
            },
        ],
        "alone": identity.count_administrators(institution_id=institution.id, at=request.at) < 2,
        "code": institution.code,
        "flash": flash.told(request),
    }
    return render(request, "portal/administration/overview.html", context)
