"""What a notification starts: the terms to correct, to pay and to appeal (Ley 19.880 arts. 25, 31 and 59).

All count from the day on which the notification is deemed made (DS 4 art. 27), which is known when it was sent. Until
then their ends are estimates, and they end nothing: nobody loses by a term that they were not told of.
"""

from datetime import date, datetime
from uuid import UUID

from ventanilla.common import legal_time
from ventanilla.kernel.cases.clocks import new_clock, stop_clocks
from ventanilla.kernel.cases.models import Correction
from ventanilla.kernel.cases.situation import Situation
from ventanilla.kernel.notices.types import NoticeData
from ventanilla.kernel.payments import api as payments
from ventanilla.kernel.payments.types import ChargeData, ChargeState
from ventanilla.kernel.workflow import api as workflow

APPEAL = "appeal"
CORRECTION = "correction"
UNPAID = (ChargeState.PENDING, ChargeState.EXPIRED)


def count_from(situation: Situation, notice: NoticeData) -> None:
    """The terms that this notice starts count from its legal date. A second notice of the same thing starts nothing."""
    if notice.legal_on is None or notice.sent_at is None:
        return
    start = situation.noon_of(notice.legal_on)
    correction = _correction_not_notified(situation)
    if correction is not None and notice.created_at <= correction.requested_at:
        correction.notified_at = notice.sent_at
        _count_correction(situation, correction, start)
    decision = situation.decision
    if decision is not None and decision.notified_at is None and notice.created_at >= decision.decided_at:
        decision.notified_at = notice.sent_at
        decision.appeal_until = _open_appeal(situation, start)
        decision.save(update_fields=["notified_at", "appeal_until"])
        for charge in payments.list_of(dossier=situation.case.uuid, at=situation.at):
            _count_charge(situation, charge, start)


def waits_for_notification(situation: Situation, token_uuid: UUID) -> bool:
    """Whether the term of a token is one that nobody was notified of. Then it ends later, as if notified now."""
    start = situation.notified_if_now
    correction = _correction_not_notified(situation)
    if correction is not None and workflow.get_task(uuid=correction.task_uuid).token_uuid == token_uuid:
        _count_correction(situation, correction, start)
        return True
    if situation.decision is None or situation.decision.notified_at is not None:
        return False
    charges = payments.list_of(dossier=situation.case.uuid, at=situation.at)
    waiting = [charge for charge in charges if charge.token == token_uuid and charge.state in UNPAID]
    for charge in waiting:
        _count_charge(situation, charge, start)
    return bool(waiting)


def _correction_not_notified(situation: Situation) -> Correction | None:
    waiting = Correction.objects.filter(case=situation.case, result=Correction.Result.OPEN, notified_at=None)
    return waiting.first()


def _count_correction(situation: Situation, correction: Correction, start: datetime) -> None:
    """The term to correct runs from `start`: its clock, its task and the timer that ends it.

    Writes nothing of these when they do already, as they do when the notice left on the day that asked for it.
    """
    term = situation.terms[situation.definition.tasks[correction.key].term]
    clock = new_clock(situation.case, kind=CORRECTION, term=term, start=start, comuna=situation.comuna)
    if clock.due_at != correction.due_at:
        stop_clocks(situation.case, (CORRECTION,), situation.at)
        clock.save()
        correction.due_at = clock.due_at
        token = workflow.get_task(uuid=correction.task_uuid).token_uuid
        workflow.postpone_timer(token_uuid=token, until=clock.due_at, at=situation.at, actor=situation.actor)
    correction.save(update_fields=["notified_at", "due_at"])


def _count_charge(situation: Situation, charge: ChargeData, start: datetime) -> None:
    """The term to pay runs from `start`: the charge's last day and the timer that ends the wait for it."""
    fee = situation.definition.service.fees.get(workflow.node_of(token_uuid=charge.token).params.get("fee", ""))
    if charge.state not in UNPAID or charge.due_on is None or fee is None:
        return
    end = legal_time.deadline(start=start, term=situation.terms[fee.due_term], comuna=situation.comuna)
    if end.due_on > charge.due_on:
        payments.postpone(charge_uuid=charge.uuid, due_on=end.due_on, actor=situation.actor, at=situation.at)
        workflow.postpone_timer(token_uuid=charge.token, until=end.due_at, at=situation.at, actor=situation.actor)


def _open_appeal(situation: Situation, start: datetime) -> date | None:
    if APPEAL not in situation.terms:
        return None
    clock = new_clock(situation.case, kind=APPEAL, term=situation.terms[APPEAL], start=start, comuna=situation.comuna)
    clock.save()
    return clock.due_on
