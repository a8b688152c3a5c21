"""One post: who holds it, what it may do; a new one; another name; other roles."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import ProposalData, ProposalState, RoleRights
from ventanilla.portal.web import administration_words as words
from ventanilla.portal.web import flash
from ventanilla.portal.web.acts import Act, Data, answer, key_of
from ventanilla.portal.web.administration_page import appointment_rows, past_events
from ventanilla.portal.web.flash import Flash
from ventanilla.portal.web.forms.administration import NameForm, PostForm, RolesForm, role_label
from ventanilla.portal.web.requests import SignedRequest, for_administrator, post_of
from ventanilla.portal.web.views.administration.units import administered, moment_of


def given_roles(institution_id: int) -> tuple[RoleRights, ...]:
    """The roles that an administrator may give: those that do not reach the installation."""
    return tuple(each for each in identity.list_roles(institution_id=institution_id) if not each.of_installation)


def waits_for_second() -> str:
    """What a person has to know before proposing."""
    return _("No cambia todavía. Otra persona que administra la institución tiene que aprobarlo en 15 días.")


def proposed() -> Flash:
    """What is said after proposing."""
    return Flash(
        _("Quedó propuesto"),
        _("Se hará cuando otra persona que administra la institución lo apruebe."),
        reverse("proposals"),
        _("Ver las propuestas"),
    )


def waiting_for_post(request: SignedRequest, post_id: int) -> list[ProposalData]:
    """What is proposed about the post and not yet decided."""
    found = identity.list_proposals(institution_id=post_of(request).institution_id, at=request.at)
    return [each for each in found if each.post and each.post.id == post_id and each.state is ProposalState.WAITING]


@never_cache
@for_administrator
@require_safe
def post(request: SignedRequest, post: UUID) -> HttpResponse:
    """One post."""
    institution_id, now = post_of(request).institution_id, moment_of(request)
    staff = identity.get_staff_of(institution_id=institution_id, uuid=post)
    unit = identity.get_unit(id=staff.post.unit_id)
    reaches_all = any(each.of_installation for each in staff.roles)
    may = unit.id in administered(request) and not reaches_all
    context = {
        "post": staff.post,
        "unit": unit,
        "held": appointment_rows(staff, now, may_end=unit.id in administered(request)),
        "vacant": not staff.now(request.at),
        "past": past_events(staff, now),
        "roles": [role_label(each) for each in staff.roles],
        "rights": words.rights_texts(staff.rights),
        "waiting": waiting_for_post(request, staff.post.id),
        "may": may,
        "reaches_all": reaches_all,
        "flash": flash.told(request),
    }
    return render(request, "portal/administration/post.html", context)


@never_cache
@for_administrator
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedRequest, unit: UUID) -> HttpResponse:
    """A new post in the unit, with the roles that are proposed for it."""
    found = identity.find_unit_of(institution_id=post_of(request).institution_id, uuid=unit)
    roles = given_roles(found.institution_id)

    def do(data: Data) -> tuple[str, Flash]:
        made = identity.add_post(
            institution_id=found.institution_id,
            unit_id=found.id,
            code=data["code"],
            title=data["title"],
            role_codes=data["roles"],
            actor=request.actor.ref(),
            at=request.at,
            key=key_of(request),
        )
        then = _("Sus roles esperan a que otra persona los apruebe.") if data["roles"] else ""
        return reverse("post", args=[made]), Flash(_("Agregamos el cargo"), then)

    act = Act(
        title=_("Agregar un cargo"),
        caption=found.name,
        submit=_("Agregar el cargo"),
        back=reverse("unit", args=[unit]),
        form=PostForm(request.POST or None, roles=roles),
        rows=lambda data: [
            {"key": _("Nombre"), "value": data["title"]},
            {"key": _("Código"), "value": data["code"]},
            {"key": _("Unidad"), "value": found.name},
            {"key": _("Roles"), "lines": _labels(roles, data["roles"])},
        ],
        warning=lambda data: (
            _("El cargo existirá de inmediato. Sus roles, cuando otra persona los apruebe.") if data["roles"] else ""
        ),
        do=do,
    )
    return answer(request, act)


@never_cache
@for_administrator
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: SignedRequest, post: UUID) -> HttpResponse:
    """Another name for the post."""
    found = identity.get_staff_of(institution_id=post_of(request).institution_id, uuid=post).post

    def do(data: Data) -> tuple[str, Flash]:
        identity.rename_post(post_id=found.id, title=data["name"], actor=request.actor.ref(), at=request.at)
        return reverse("post", args=[post]), Flash(_("Cambiamos el nombre"))

    form = NameForm(request.POST or None, label=_("Nombre del cargo"), chars=120, initial={"name": found.title})
    act = Act(
        title=_("Cambiar el nombre del cargo"),
        submit=_("Cambiar el nombre"),
        back=reverse("post", args=[post]),
        form=form,
        rows=lambda data: [
            {"key": _("Se llama"), "value": found.title},
            {"key": _("Se llamará"), "value": data["name"]},
        ],
        warning=lambda _data: _("Los actos ya firmados conservan el nombre que tenían."),
        do=do,
    )
    return answer(request, act)


@never_cache
@for_administrator
@require_http_methods(["GET", "HEAD", "POST"])
def change_roles(request: SignedRequest, post: UUID) -> HttpResponse:
    """Propose other roles for the post."""
    staff = identity.get_staff_of(institution_id=post_of(request).institution_id, uuid=post)
    roles = given_roles(staff.post.institution_id)
    present = [each.role.code for each in staff.roles]

    def do(data: Data) -> tuple[str, Flash]:
        identity.propose_post_roles(
            post_id=staff.post.id, role_codes=data["roles"], actor=request.actor.ref(), at=request.at
        )
        return reverse("post", args=[post]), proposed()

    act = Act(
        title=_("Proponer otros roles"),
        caption=staff.post.title,
        submit=_("Proponer"),
        back=reverse("post", args=[post]),
        form=RolesForm(request.POST or None, roles=roles, initial={"roles": present}),
        rows=lambda data: [
            {"key": _("Tiene"), "lines": _labels(roles, present)},
            {"key": _("Tendría"), "lines": _labels(roles, data["roles"])},
        ],
        warning=lambda _data: waits_for_second(),
        do=do,
    )
    return answer(request, act)


def _labels(roles: tuple[RoleRights, ...], codes: list[str]) -> list[str]:
    return [role_label(each) for each in roles if each.role.code in codes] or [_("Ninguno")]
