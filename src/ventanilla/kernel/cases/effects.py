"""The effects that a flow asks for, each done with one package below. See Note [Effects] in `flow`."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from ventanilla.common import legal_time
from ventanilla.common.errors import Fault
from ventanilla.kernel.cases import notice_words
from ventanilla.kernel.cases.models import Issuance, Party
from ventanilla.kernel.cases.models.case import State
from ventanilla.kernel.cases.situation import Situation
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.notices import api as notices
from ventanilla.kernel.outbox.api import defer
from ventanilla.kernel.payments import api as payments
from ventanilla.kernel.payments.errors import AlreadySettled
from ventanilla.kernel.payments.types import ChargeState
from ventanilla.kernel.registers import api as registers
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import ServiceDefinition
from ventanilla.kernel.workflow import api as workflow
from ventanilla.kernel.workflow.types import Effect, EffectName, NodeKind

ISSUE_JOB = "cases.issue"
TERM_OVER = "Terminó el plazo en que el trámite esperaba este pago."


def perform(situation: Situation, effect: Effect) -> bool:
    """Do the effect. True when it is complete now; False when an event or a job completes its token later."""
    if effect.name not in _EFFECTS:
        raise Fault(f"The flow of {situation.case.service} asks for the effect {effect.name!r}, which nobody does.")
    return _EFFECTS[effect.name](situation, effect)


def state_of(positions: frozenset[str], definition: ServiceDefinition) -> State:
    """The state of a running case, from the keys of the tasks and effects where it stands."""
    if any(definition.tasks[key].for_applicant for key in positions if key in definition.tasks):
        return State.AWAITING_APPLICANT
    nodes = workflow.load(definition.flow).of_kind(NodeKind.SERVICE_TASK)
    waiting = {node.effect for node in nodes if node.key in positions}
    if EffectName.CHARGE in waiting:
        return State.AWAITING_PAYMENT
    return State.BEING_ISSUED if EffectName.ISSUE in waiting else State.IN_REVIEW


def _notify(situation: Situation, effect: Effect) -> bool:
    """Put a notice in the inbox of each person who takes part. A `legal` one starts terms when it was sent."""
    text = situation.definition.notices[effect.params["text"]]
    issuance = Issuance.objects.filter(case=situation.case, document_uuid__isnull=False).order_by("-issued_at").first()
    words = notice_words.values(situation, issuance)
    for person_id in situation.recipients:
        notices.send(
            dossier=situation.case.uuid,
            institution_id=situation.case.institution_id,
            person_id=person_id,
            kind=text.key,
            subject=notice_words.fill(text.subject, words),
            body=notice_words.fill(text.body, words),
            document_uuids=(issuance.document_uuid,) if issuance and issuance.document_uuid else (),
            legal=effect.params.get("legal") == "true",
            actor=situation.actor,
            at=situation.at,
        )
    return True


def _charge(situation: Situation, effect: Effect) -> bool:
    """Charge a fee of the service; the token waits for the payment."""
    applicant = Party.objects.get(case=situation.case, role=Party.Role.APPLICANT)
    lines = services.evaluate(
        situation.definition, situation.adoption, situation.case.answers, situation.decided_on, effect.params["fee"]
    )
    for line in lines:
        payments.charge(
            dossier=situation.case.uuid,
            institution_id=situation.case.institution_id,
            payer_person_id=applicant.person_id,
            payer_organisation_id=applicant.organisation_id,
            amount=line.amount,
            concept=line.concept,
            due_on=situation.deadline(line.due_term).due_on if line.due_term else None,
            token=effect.token_uuid,
            actor=situation.actor,
            at=situation.at,
        )
    return not lines


def close_charge(situation: Situation, token_uuid: UUID) -> bool:
    """Close the charge that a token waits for, if any. False when it was paid, or its money is looked at."""
    charges = payments.list_of(dossier=situation.case.uuid, at=situation.at)
    charge = next((each for each in charges if each.token == token_uuid), None)
    if charge is None:
        return True
    if charge.in_review:
        return False
    try:
        if charge.state is ChargeState.PENDING:
            payments.cancel(charge_uuid=charge.uuid, reason=TERM_OVER, actor=situation.actor, at=situation.at)
        else:
            payments.expire(charge_uuid=charge.uuid, actor=situation.actor, at=situation.at)
    except AlreadySettled:
        return False
    return True


def _issue(situation: Situation, effect: Effect) -> bool:
    """Order an act: its number is taken as the last thing of this transaction, its PDF is made by a job."""
    document = situation.definition.documents[effect.params["document"]]
    series = document.series.upper()
    year = legal_time.local_date(situation.at, situation.comuna).year

    def order() -> None:
        Issuance.objects.create(
            case=situation.case,
            decision=situation.decision,
            token_uuid=effect.token_uuid,
            document=document.key,
            series=series,
            year=year,
            number=_take_number(situation, series, year) if series else None,
            ordered_at=situation.at,
            ordered_by=situation.actor.as_json(),
        )

    defer(ISSUE_JOB, token=effect.token_uuid)
    situation.last_steps.append(order)
    return False


def _take_number(situation: Situation, series: str, year: int) -> int:
    return documents.take_act_number(
        institution_id=situation.case.institution_id, series=series, year=year, at=situation.at
    )


def _register(situation: Situation, effect: Effect) -> bool:
    """Enter what the decision grants in its register, with the decision's document as its source.

    It holds from the day on which it was paid, whenever the payment is heard of; without a payment, from today.
    """
    granted_on = _paid_on(situation) or legal_time.local_date(situation.at, situation.comuna)
    plan = services.register_plan(situation.definition, effect.params["register"], situation.case.answers, granted_on)
    applicant = Party.objects.get(case=situation.case, role=Party.Role.APPLICANT)
    issuance = Issuance.objects.filter(case=situation.case, document_uuid__isnull=False).order_by("-issued_at").first()
    if situation.decision is None:
        raise Fault(f"The case {situation.case.code} grants a register entry without a decision.")
    registers.enter(
        register=plan.register,
        institution_id=situation.case.institution_id,
        service=situation.case.service,
        holder_person_id=applicant.person_id,
        holder_organisation_id=applicant.organisation_id,
        title=plan.title,
        data=plan.data,
        valid_from=plan.valid_from,
        valid_until=plan.valid_until,
        dossier=situation.case.uuid,
        source_act=situation.decision.uuid,
        document_uuid=issuance.document_uuid if issuance else None,
        actor=situation.actor,
        at=situation.at,
    )
    return True


def _paid_on(situation: Situation) -> date | None:
    """The local day of the last payment of the case."""
    charges = payments.list_of(dossier=situation.case.uuid, at=situation.at)
    paid_at = max((charge.settled_at for charge in charges if charge.settled_at), default=None)
    return legal_time.local_date(paid_at, situation.comuna) if paid_at else None


_EFFECTS: Mapping[EffectName, Callable[[Situation, Effect], bool]] = {
    EffectName.NOTIFY: _notify,
    EffectName.CHARGE: _charge,
    EffectName.ISSUE: _issue,
    EffectName.REGISTER: _register,
}
