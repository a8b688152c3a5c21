"""The tree of units with who holds what; one unit; a new one; another name."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ventanilla.common import comunas
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import ADMINISTER
from ventanilla.portal.web import flash
from ventanilla.portal.web.acts import Act, Data, answer, key_of
from ventanilla.portal.web.administration_page import Moment, post_line, tree_of
from ventanilla.portal.web.flash import Flash
from ventanilla.portal.web.forms.administration import NameForm, UnitForm
from ventanilla.portal.web.requests import SignedRequest, for_administrator, post_of


def moment_of(request: SignedRequest) -> Moment:
    """Now, where the institution is."""
    return Moment(request.at, comunas.get(post_of(request).comuna_code).zone)


def administered(request: SignedRequest) -> frozenset[int]:
    """The units where this official may change things."""
    scope = identity.scope_of(actor=request.actor, action=ADMINISTER, at=request.at)
    return frozenset(unit for grant in scope.grants for unit in grant.unit_ids)


@never_cache
@for_administrator
@require_safe
def tree(request: SignedRequest) -> HttpResponse:
    """Everything on one page: a municipality has some tens of units."""
    institution_id, now = post_of(request).institution_id, moment_of(request)
    units = identity.list_units(institution_id=institution_id)
    staff = identity.list_staff(institution_id=institution_id, at=request.at)
    context = {
        "tree": tree_of(units, staff, now),
        "vacant": sum(not each.now(request.at) for each in staff),
        "posts": len(staff),
        "institution": post_of(request).institution_name,
        "flash": flash.told(request),
    }
    return render(request, "portal/administration/units.html", context)


@never_cache
@for_administrator
@require_safe
def unit(request: SignedRequest, unit: UUID) -> HttpResponse:
    """One unit: its posts, the units under it, and what can be done."""
    institution_id, now = post_of(request).institution_id, moment_of(request)
    found = identity.find_unit_of(institution_id=institution_id, uuid=unit)
    units = identity.list_units(institution_id=institution_id)
    staff = identity.list_staff(institution_id=institution_id, at=request.at)
    above = next((each for each in units if each.id == found.parent_id), None)
    context = {
        "unit": found,
        "above": above,
        "posts": [post_line(each, now) for each in staff if each.post.unit_id == found.id],
        "below": [
            {"title": each.name, "href": reverse("unit", args=[each.uuid])}
            for each in units
            if each.parent_id == found.id
        ],
        "may": found.id in administered(request),
        "flash": flash.told(request),
    }
    return render(request, "portal/administration/unit.html", context)


@never_cache
@for_administrator
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedRequest, unit: UUID) -> HttpResponse:
    """A new unit under this one."""
    found = identity.find_unit_of(institution_id=post_of(request).institution_id, uuid=unit)

    def do(data: Data) -> tuple[str, Flash]:
        made = identity.add_unit(
            institution_id=found.institution_id,
            parent_id=found.id,
            code=data["code"],
            name=data["name"],
            actor=request.actor.ref(),
            at=request.at,
            key=key_of(request),
        )
        return reverse("unit", args=[made]), Flash(_("Agregamos la unidad"), _("Ahora puede agregar sus cargos."))

    act = Act(
        title=_("Agregar una unidad"),
        caption=_("Bajo %(unit)s") % {"unit": found.name},
        submit=_("Agregar la unidad"),
        back=reverse("unit", args=[unit]),
        form=UnitForm(request.POST or None),
        rows=lambda data: [
            {"key": _("Nombre"), "value": data["name"]},
            {"key": _("Código"), "value": data["code"]},
            {"key": _("Depende de"), "value": found.name},
        ],
        do=do,
    )
    return answer(request, act)


@never_cache
@for_administrator
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: SignedRequest, unit: UUID) -> HttpResponse:
    """Another name for the unit."""
    found = identity.find_unit_of(institution_id=post_of(request).institution_id, uuid=unit)

    def do(data: Data) -> tuple[str, Flash]:
        identity.rename_unit(unit_id=found.id, name=data["name"], actor=request.actor.ref(), at=request.at)
        return reverse("unit", args=[unit]), Flash(_("Cambiamos el nombre"))

    form = NameForm(request.POST or None, label=_("Nombre de la unidad"), chars=200, initial={"name": found.name})
    act = Act(
        title=_("Cambiar el nombre de la unidad"),
        submit=_("Cambiar el nombre"),
        back=reverse("unit", args=[unit]),
        form=form,
        rows=lambda data: [
            {"key": _("Se llama"), "value": found.name},
            {"key": _("Se llamará"), "value": data["name"]},
        ],
        warning=lambda _data: _("Los actos ya firmados conservan el nombre que tenían."),
        do=do,
    )
    return answer(request, act)
