"""The roles of the institution: what each allows, a new one, another name, other rights."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import ProposalState
from ventanilla.portal.web import administration_words as words
from ventanilla.portal.web import flash
from ventanilla.portal.web.acts import Act, Data, answer, key_of
from ventanilla.portal.web.administration_page import post_line
from ventanilla.portal.web.flash import Flash
from ventanilla.portal.web.forms.administration import NameForm, RightsForm, RoleForm, right_of, value_of
from ventanilla.portal.web.requests import SignedRequest, for_administrator, post_of
from ventanilla.portal.web.views.administration.posts import proposed, waits_for_second
from ventanilla.portal.web.views.administration.units import moment_of


@never_cache
@for_administrator
@require_safe
def roles(request: SignedRequest) -> HttpResponse:
    """All of them, with what they allow."""
    found = identity.list_roles(institution_id=post_of(request).institution_id)
    rows = [
        {
            "key": each.role.name,
            "lines": words.rights_texts(each.rights),
            "note": ngettext("%(n)d cargo", "%(n)d cargos", len(each.post_ids)) % {"n": len(each.post_ids)},
            "href": reverse("role", args=[each.role.uuid]),
            "action": _("Ver"),
        }
        for each in found
    ]
    context = {"rows": rows, "flash": flash.told(request)}
    return render(request, "portal/administration/roles.html", context)


@never_cache
@for_administrator
@require_safe
def role(request: SignedRequest, role: UUID) -> HttpResponse:
    """One role: what it allows, and who has it by which post."""
    institution_id, now = post_of(request).institution_id, moment_of(request)
    found = identity.get_role_of(institution_id=institution_id, uuid=role)
    staff = identity.list_staff(institution_id=institution_id, at=request.at)
    proposals = identity.list_proposals(institution_id=institution_id, at=request.at)
    context = {
        "role": found,
        "rights": words.rights_texts(found.rights),
        "posts": [post_line(each, now) for each in staff if each.post.id in found.post_ids],
        "waiting": [
            each
            for each in proposals
            if each.role and each.role.role.id == found.role.id and each.state is ProposalState.WAITING
        ],
        "may": not found.of_installation,
        "flash": flash.told(request),
    }
    return render(request, "portal/administration/role.html", context)


@never_cache
@for_administrator
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedRequest) -> HttpResponse:
    """A new role, with the rights that are proposed for it."""
    form = RoleForm(request.POST or None)

    def do(data: Data) -> tuple[str, Flash]:
        made = identity.add_role(
            institution_id=post_of(request).institution_id,
            code=data["code"],
            name=data["name"],
            rights=form.chosen,
            actor=request.actor.ref(),
            at=request.at,
            key=key_of(request),
        )
        then = _("Lo que permite espera a que otra persona lo apruebe.") if data["rights"] else ""
        return reverse("role", args=[made]), Flash(_("Agregamos el rol"), then)

    act = Act(
        title=_("Agregar un rol"),
        submit=_("Agregar el rol"),
        back=reverse("roles"),
        form=form,
        rows=lambda data: [
            {"key": _("Nombre"), "value": data["name"]},
            {"key": _("Código"), "value": data["code"]},
            {"key": _("Qué permite"), "lines": _texts(data["rights"])},
        ],
        warning=lambda data: (
            _("El rol existirá de inmediato. Lo que permite, cuando otra persona lo apruebe.") if data["rights"] else ""
        ),
        do=do,
    )
    return answer(request, act)


@never_cache
@for_administrator
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: SignedRequest, role: UUID) -> HttpResponse:
    """Another name for the role."""
    found = identity.get_role_of(institution_id=post_of(request).institution_id, uuid=role).role

    def do(data: Data) -> tuple[str, Flash]:
        identity.rename_role(role_id=found.id, name=data["name"], actor=request.actor.ref(), at=request.at)
        return reverse("role", args=[role]), Flash(_("Cambiamos el nombre"))

    act = Act(
        title=_("Cambiar el nombre del rol"),
        submit=_("Cambiar el nombre"),
        back=reverse("role", args=[role]),
        form=NameForm(request.POST or None, label=_("Nombre del rol"), chars=120, initial={"name": found.name}),
        rows=lambda data: [
            {"key": _("Se llama"), "value": found.name},
            {"key": _("Se llamará"), "value": data["name"]},
        ],
        do=do,
    )
    return answer(request, act)


@never_cache
@for_administrator
@require_http_methods(["GET", "HEAD", "POST"])
def change_rights(request: SignedRequest, role: UUID) -> HttpResponse:
    """Propose that the role allows something else."""
    found = identity.get_role_of(institution_id=post_of(request).institution_id, uuid=role)
    present = [value_of(each) for each in found.rights]
    form = RightsForm(request.POST or None, present=found.rights, initial={"rights": present})

    def do(_data: Data) -> tuple[str, Flash]:
        identity.propose_role_rights(
            role_id=found.role.id, rights=form.chosen, actor=request.actor.ref(), at=request.at
        )
        return reverse("role", args=[role]), proposed()

    act = Act(
        title=_("Proponer otros derechos"),
        caption=found.role.name,
        submit=_("Proponer"),
        back=reverse("role", args=[role]),
        form=form,
        rows=lambda data: [
            {"key": _("Permite"), "lines": words.rights_texts(found.rights)},
            {"key": _("Permitiría"), "lines": _texts(data["rights"])},
        ],
        warning=lambda _data: waits_for_second(),
        do=do,
    )
    return answer(request, act)


def _texts(values: list[str]) -> list[str]:
    return words.rights_texts(right_of(value) for value in values)
