"""What a notification starts: the window to appeal, and the term to correct (Ley 19.880 arts. 25, 31 and 59).

Both count from the day on which the notification is deemed made (DS 4 art. 27), which is known when it was sent. What
was never sent starts nothing: nobody loses a term that they were not told of.
"""

from datetime import date, datetime

from ventanilla.kernel.cases.clocks import new_clock, stop_clocks
from ventanilla.kernel.cases.models import Correction
from ventanilla.kernel.cases.situation import Situation
from ventanilla.kernel.notices.types import NoticeData
from ventanilla.kernel.workflow import api as workflow

APPEAL = "appeal"
CORRECTION = "correction"


def count_from(situation: Situation, notice: NoticeData) -> None:
    """The terms that this notice starts count from its legal date. A second notice of the same thing starts nothing."""
    if notice.legal_on is None or notice.sent_at is None:
        return
    start = situation.noon_of(notice.legal_on)
    correction = find_waiting(situation)
    if correction is not None and notice.created_at <= correction.requested_at:
        correction.notified_at = notice.sent_at
        count_correction(situation, correction, start)
    decision = situation.decision
    if decision is not None and decision.notified_at is None and notice.created_at >= decision.decided_at:
        decision.notified_at = notice.sent_at
        decision.appeal_until = _open_appeal(situation, start)
        decision.save(update_fields=["notified_at", "appeal_until"])


def find_waiting(situation: Situation) -> Correction | None:
    """The open request to correct whose notification has not been sent yet."""
    waiting = Correction.objects.filter(case=situation.case, result=Correction.Result.OPEN, notified_at=None)
    return waiting.first()


def count_correction(situation: Situation, correction: Correction, start: datetime) -> None:
    """The term to correct runs from `start`: its clock, its task and the timer that ends it. Writes nothing when they
    do already, as they do when the notice left on the day that asked for it.
    """
    task = situation.definition.tasks[correction.key]
    clock = new_clock(
        situation.case, kind=CORRECTION, term=situation.terms[task.term], start=start, comuna=situation.comuna
    )
    if clock.due_at != correction.due_at:
        stop_clocks(situation.case, (CORRECTION,), situation.at)
        clock.save()
        correction.due_at = clock.due_at
        token = workflow.get_task(uuid=correction.task_uuid).token_uuid
        workflow.postpone_timer(token_uuid=token, until=clock.due_at, at=situation.at, actor=situation.actor)
    correction.save(update_fields=["notified_at", "due_at"])


def _open_appeal(situation: Situation, start: datetime) -> date | None:
    if APPEAL not in situation.terms:
        return None
    clock = new_clock(situation.case, kind=APPEAL, term=situation.terms[APPEAL], start=start, comuna=situation.comuna)
    clock.save()
    return clock.due_on
