"""What waits for a second person, and what was decided: approve it, or refuse it for a reason."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ventanilla.common.errors import NotAllowed, NotVisible, Refusal
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import ProposalData, ProposalState
from ventanilla.portal.web import administration_words as words
from ventanilla.portal.web import dates, flash
from ventanilla.portal.web.acts import Act, Data, answer
from ventanilla.portal.web.administration_page import Moment, holders_of, proposal_rows, subject_of
from ventanilla.portal.web.flash import Flash
from ventanilla.portal.web.forms.administration import ReasonForm
from ventanilla.portal.web.middleware import next_step_of, sentence_of
from ventanilla.portal.web.requests import SignedRequest, for_administrator, post_of
from ventanilla.portal.web.views.administration.units import moment_of


@never_cache
@for_administrator
@require_safe
def proposals(request: SignedRequest) -> HttpResponse:
    """What waits first, then what was decided or lapsed."""
    institution_id, now = post_of(request).institution_id, moment_of(request)
    found = identity.list_proposals(institution_id=institution_id, at=request.at)
    labels = identity.describe_actors(each.proposed_by for each in found)
    rows = [(each.state is ProposalState.WAITING, _cells(each, labels[each.proposed_by].name, now)) for each in found]
    context = {
        "columns": [{"text": _("Propuesta")}, {"text": _("La propuso")}, {"text": _("Estado")}],
        "waiting": [cells for waits, cells in rows if waits],
        "decided": [cells for waits, cells in rows if not waits],
        "alone": identity.count_administrators(institution_id=institution_id, at=request.at) < 2,
        "code": identity.get_institution(id=institution_id).code,
        "flash": flash.told(request),
    }
    return render(request, "portal/administration/proposals.html", context)


def _cells(found: ProposalData, proposer: str, now: Moment) -> list[dict[str, object]]:
    text, kind = words.STATES[found.state]
    href = reverse("proposal", args=[found.uuid])
    return [
        {"text": str(words.KINDS[found.kind]), "href": href, "hint": subject_of(found)},
        {"text": proposer, "hint": dates.day(dates.day_of(found.proposed_at, now.zone))},
        {"tag": str(text), "kind": kind},
    ]


@never_cache
@for_administrator
@require_safe
def proposal(request: SignedRequest, proposal: UUID) -> HttpResponse:
    """One proposal: what it changes, who proposed it, who decided it."""
    institution_id, now = post_of(request).institution_id, moment_of(request)
    found = identity.get_proposal_of(institution_id=institution_id, uuid=proposal, at=request.at)
    labels = identity.describe_actors(each for each in (found.proposed_by, found.decided_by) if each)
    text, kind = words.STATES[found.state]
    own = found.proposed_by.person_uuid == request.actor.person_uuid
    context = {
        "proposal": found,
        "title": words.KINDS[found.kind],
        "subject": subject_of(found),
        "tag": text,
        "kind": kind,
        "rows": proposal_rows(found, labels, identity.list_roles(institution_id=institution_id), now),
        "holders": holders_of(found, institution_id, now) if found.state is ProposalState.WAITING else [],
        "waits": found.state is ProposalState.WAITING,
        "own": own,
        "about_me": bool(found.person and found.person.uuid == request.actor.person_uuid),
        "flash": flash.told(request),
    }
    return render(request, "portal/administration/proposal.html", context)


@never_cache
@for_administrator
@require_POST
def approve(request: SignedRequest, proposal: UUID) -> HttpResponse:
    """Do what was proposed."""
    identity.get_proposal_of(institution_id=post_of(request).institution_id, uuid=proposal, at=request.at)
    said = Flash(_("Aprobamos la propuesta"), _("El cambio rige desde ahora."))
    try:
        identity.approve_proposal(proposal_uuid=proposal, actor=request.actor.ref(), at=request.at)
    except (NotAllowed, NotVisible):
        raise
    except Refusal as refusal:
        said = Flash(sentence_of(refusal), next_step_of(refusal), kind="warn")
    flash.tell(request, said)
    return redirect("proposal", proposal)


@never_cache
@for_administrator
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: SignedRequest, proposal: UUID) -> HttpResponse:
    """Refuse it for a reason; by who proposed it, withdraw it."""
    institution_id = post_of(request).institution_id
    found = identity.get_proposal_of(institution_id=institution_id, uuid=proposal, at=request.at)
    own = found.proposed_by.person_uuid == request.actor.person_uuid

    def do(data: Data) -> tuple[str, Flash]:
        identity.refuse_proposal(
            proposal_uuid=proposal, reason=data["reason"], actor=request.actor.ref(), at=request.at
        )
        return reverse("proposal", args=[proposal]), Flash(
            _("Retiramos la propuesta") if own else _("Rechazamos la propuesta"), _("Nada cambió.")
        )

    act = Act(
        title=_("Retirar la propuesta") if own else _("Rechazar la propuesta"),
        caption=f"{words.KINDS[found.kind]}: {subject_of(found)}",
        submit=_("Retirar") if own else _("Rechazar"),
        back=reverse("proposal", args=[proposal]),
        form=ReasonForm(request.POST or None),
        rows=lambda data: [
            {"key": _("Propuesta"), "value": f"{words.KINDS[found.kind]}: {subject_of(found)}"},
            {"key": _("Motivo"), "value": data["reason"]},
        ],
        do=do,
    )
    return answer(request, act)
