"""The effects that a flow asks for, each done with one package below. See Note [Effects] in `flow`."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import TYPE_CHECKING

from ventanilla.common import comunas, legal_time
from ventanilla.common.errors import Fault
from ventanilla.kernel.cases import notice_words
from ventanilla.kernel.cases.clocks import new_clock
from ventanilla.kernel.cases.models import Decision, Issuance, Party
from ventanilla.kernel.cases.models.case import State
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.notices import api as notices
from ventanilla.kernel.outbox.api import defer
from ventanilla.kernel.payments import api as payments
from ventanilla.kernel.registers import api as registers
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import ServiceDefinition
from ventanilla.kernel.workflow import api as workflow
from ventanilla.kernel.workflow.types import Effect, EffectName, NodeKind

if TYPE_CHECKING:
    from ventanilla.kernel.cases.flow import Flow

APPEAL = "appeal"
ISSUE_JOB = "cases.issue"


def perform(flow: "Flow", effect: Effect) -> bool:
    """Do the effect. True when it is complete now; False when an event or a job completes its token later."""
    if effect.name not in _EFFECTS:
        raise Fault(f"The flow of {flow.case.service} asks for the effect {effect.name!r}, which nobody does.")
    return _EFFECTS[effect.name](flow, effect)


def state_of(positions: frozenset[str], definition: ServiceDefinition) -> State:
    """The state of a running case, from the keys of the tasks and effects where it stands."""
    if any(definition.tasks[key].for_applicant for key in positions if key in definition.tasks):
        return State.AWAITING_APPLICANT
    nodes = workflow.load(definition.flow).of_kind(NodeKind.SERVICE_TASK)
    waiting = {node.effect for node in nodes if node.key in positions}
    if EffectName.CHARGE in waiting:
        return State.AWAITING_PAYMENT
    return State.BEING_ISSUED if EffectName.ISSUE in waiting else State.IN_REVIEW


def _notify(flow: "Flow", effect: Effect) -> bool:
    """Put a notice in the inbox of each person who takes part. `legal` makes it a notification of the decision."""
    text = flow.definition.notices[effect.params["text"]]
    legal = effect.params.get("legal") == "true"
    issuance = Issuance.objects.filter(case=flow.case, document_uuid__isnull=False).order_by("-issued_at").first()
    words = notice_words.values(flow, issuance)
    for person_id in flow.recipients:
        notices.send(
            dossier=flow.case.uuid,
            institution_id=flow.case.institution_id,
            person_id=person_id,
            kind=text.key,
            subject=notice_words.fill(text.subject, words),
            body=notice_words.fill(text.body, words),
            document_uuids=(issuance.document_uuid,) if issuance and issuance.document_uuid else (),
            legal=legal,
            actor=flow.actor,
            at=flow.at,
        )
    if legal and flow.decision is not None and flow.decision.notified_at is None:
        _open_appeal(flow, flow.decision)
    return True


def _open_appeal(flow: "Flow", decision: Decision) -> None:
    """The window to appeal runs from the day of the deemed notification (DS 4 art. 27; Ley 19.880 art. 59)."""
    decision.notified_at = flow.at
    if APPEAL in flow.terms:
        notified_on = legal_time.electronic_notification_on(flow.at, flow.comuna)
        start = datetime.combine(notified_on, time(12), tzinfo=comunas.get(flow.comuna).zone)
        clock = new_clock(flow.case, kind=APPEAL, term=flow.terms[APPEAL], start=start, comuna=flow.comuna)
        clock.save()
        decision.appeal_until = clock.due_on
    decision.save(update_fields=["notified_at", "appeal_until"])


def _charge(flow: "Flow", effect: Effect) -> bool:
    """Charge a fee of the service; the token waits for the payment."""
    on = legal_time.local_date(flow.at, flow.comuna)
    applicant = Party.objects.get(case=flow.case, role=Party.Role.APPLICANT)
    lines = services.evaluate(flow.definition, flow.adoption, flow.case.answers, on, effect.params["fee"])
    for line in lines:
        payments.charge(
            dossier=flow.case.uuid,
            institution_id=flow.case.institution_id,
            payer_person_id=applicant.person_id,
            payer_organisation_id=applicant.organisation_id,
            amount=line.amount,
            concept=line.concept,
            due_on=flow.deadline(line.due_term).due_on if line.due_term else None,
            token=effect.token_uuid,
            actor=flow.actor,
            at=flow.at,
        )
    return not lines


def _issue(flow: "Flow", effect: Effect) -> bool:
    """Order an act: its number is taken as the last thing of this transaction, its PDF is made by a job."""
    document = flow.definition.documents[effect.params["document"]]
    series = document.series.upper()
    year = legal_time.local_date(flow.at, flow.comuna).year

    def order() -> None:
        Issuance.objects.create(
            case=flow.case,
            decision=flow.decision,
            token_uuid=effect.token_uuid,
            document=document.key,
            series=series,
            year=year,
            number=_take_number(flow, series, year) if series else None,
            ordered_at=flow.at,
            ordered_by=flow.actor.as_json(),
        )

    defer(ISSUE_JOB, token=effect.token_uuid)
    flow.last_steps.append(order)
    return False


def _take_number(flow: "Flow", series: str, year: int) -> int:
    return documents.take_act_number(institution_id=flow.case.institution_id, series=series, year=year, at=flow.at)


def _register(flow: "Flow", effect: Effect) -> bool:
    """Enter what the decision grants in its register, with the decision's document as its source."""
    on = legal_time.local_date(flow.at, flow.comuna)
    plan = services.register_plan(flow.definition, effect.params["register"], flow.case.answers, on)
    applicant = Party.objects.get(case=flow.case, role=Party.Role.APPLICANT)
    issuance = Issuance.objects.filter(case=flow.case, document_uuid__isnull=False).order_by("-issued_at").first()
    if flow.decision is None:
        raise Fault(f"The case {flow.case.code} grants a register entry without a decision.")
    registers.enter(
        register=plan.register,
        institution_id=flow.case.institution_id,
        service=flow.case.service,
        holder_person_id=applicant.person_id,
        holder_organisation_id=applicant.organisation_id,
        title=plan.title,
        data=plan.data,
        valid_from=plan.valid_from,
        valid_until=plan.valid_until,
        dossier=flow.case.uuid,
        source_act=flow.decision.uuid,
        document_uuid=issuance.document_uuid if issuance else None,
        actor=flow.actor,
        at=flow.at,
    )
    return True


_EFFECTS: Mapping[EffectName, Callable[["Flow", Effect], bool]] = {
    EffectName.NOTIFY: _notify,
    EffectName.CHARGE: _charge,
    EffectName.ISSUE: _issue,
    EffectName.REGISTER: _register,
}
