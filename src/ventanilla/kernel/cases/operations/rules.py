"""What the installation does by rule: timers that are due, payments that arrived, acts to issue."""

from datetime import datetime
from uuid import UUID

import structlog

from ventanilla.common import clock
from ventanilla.common.actor import ActorRef
from ventanilla.common.alerts import code_of
from ventanilla.common.errors import Fault
from ventanilla.kernel.cases.acts import record_act
from ventanilla.kernel.cases.effects import ISSUE_JOB
from ventanilla.kernel.cases.events import CaseFiled, CorrectionFiled
from ventanilla.kernel.cases.flow import Flow
from ventanilla.kernel.cases.models import Case
from ventanilla.kernel.cases.notified import count_from
from ventanilla.kernel.cases.operations.drafts import discard_stale_drafts
from ventanilla.kernel.cases.operations.indexing import index_case
from ventanilla.kernel.cases.operations.issuing import issue_act
from ventanilla.kernel.cases.operations.leftovers import discard_leftovers
from ventanilla.kernel.notices import api as notices
from ventanilla.kernel.notices.events import LegalNoticeSent
from ventanilla.kernel.outbox.api import operation, register_job, register_periodic, subscribe
from ventanilla.kernel.payments.events import ChargeSettled
from ventanilla.kernel.services import api as services
from ventanilla.kernel.workflow import api as workflow
from ventanilla.kernel.workflow.errors import TimerNotDue, TokenGone

TIMER_SECONDS = 30
DRAFTS_SECONDS = 60 * 60
TIMERS_PER_ROUND = 200

_log = structlog.get_logger(__name__)


@operation
def fire_timer(*, actor: ActorRef, at: datetime, case_uuid: UUID, token_uuid: UUID) -> None:
    """Move a case whose term has ended. Raises workflow's TokenGone when somebody acted in time."""
    _flow(case_uuid, actor, at).fire_timer(token_uuid)


@operation
def settle_charge(*, actor: ActorRef, at: datetime, case_uuid: UUID, charge: UUID, token_uuid: UUID) -> None:
    """A charge of the case was paid: record it and move on what waited for it."""
    flow = _flow(case_uuid, actor, at)
    record_act(flow.case, kind="case.paid", actor=actor, at=at, private={"charge": str(charge)})
    flow.complete_effect(token_uuid)


@operation
def count_from_notification(*, actor: ActorRef, at: datetime, case_uuid: UUID, notice_uuid: UUID) -> None:
    """A notification was sent: the terms that it starts count from its legal date.

    Writes Clock, Decision, Correction, and the due dates of workflow.
    """
    count_from(_flow(case_uuid, actor, at), notices.get_notice(uuid=notice_uuid))


def _flow(case_uuid: UUID, actor: ActorRef, at: datetime) -> Flow:
    case = Case.objects.select_related("institution", "adoption").select_for_update(of=("self",)).get(uuid=case_uuid)
    return Flow(case, services.definition_of(case.version_id), actor, at)


def fire_due_timers(*, at: datetime) -> int:
    """Fire the timers that are due, each in a transaction of its own; one that fails does not hold the others.

    Answers how many. For the periodic job, which tries a failed one again.
    """
    fired = 0
    for timer in workflow.list_due_timers(at=at, limit=TIMERS_PER_ROUND):
        try:
            fire_timer(
                actor=ActorRef.by_rule("cases.term_ended"), at=at, case_uuid=timer.subject, token_uuid=timer.token_uuid
            )
        except (TokenGone, TimerNotDue):
            continue
        except Fault as fault:
            code = code_of(fault, "alert.background_failed")
            _log.exception(code, part="timer", case=str(timer.subject), node=timer.node_key)
            continue
        fired += 1
    return fired


def connect() -> None:
    """Register jobs and subscriptions; called once, when the application is ready."""

    @register_job(ISSUE_JOB)
    def issue(token: UUID) -> None:
        issue_act(actor=ActorRef.by_rule("cases.issue"), at=clock.now(), token_uuid=token)

    @register_periodic("cases.fire_due_timers", seconds=TIMER_SECONDS)
    def timers() -> None:
        fire_due_timers(at=clock.now())

    @register_periodic("cases.discard_stale_drafts", seconds=DRAFTS_SECONDS)
    def drafts() -> None:
        discard_stale_drafts(actor=ActorRef.by_rule("cases.draft_kept_90_days"), at=clock.now())

    @subscribe(LegalNoticeSent, name="cases.count_from_notification")
    def notified(event: LegalNoticeSent, at: datetime) -> None:
        if not _is_case(event.subject):
            return
        count_from_notification(
            actor=ActorRef.by_rule("notices.legal_notice_sent"),
            at=at,
            case_uuid=event.subject,
            notice_uuid=event.notice,
        )

    @subscribe(CaseFiled, name="cases.discard_leftovers")
    def filed(event: CaseFiled, at: datetime) -> None:
        discard_leftovers(actor=ActorRef.by_rule("cases.filed"), at=at, case_uuid=event.subject)

    subscribe(CaseFiled, name="cases.index_for_search")(index_case)

    @subscribe(CorrectionFiled, name="cases.discard_leftovers_of_correction")
    def corrected(event: CorrectionFiled, at: datetime) -> None:
        discard_leftovers(actor=ActorRef.by_rule("cases.correction_filed"), at=at, case_uuid=event.subject)

    @subscribe(ChargeSettled, name="cases.settle_charge")
    def settled(event: ChargeSettled, at: datetime) -> None:
        if not _is_case(event.subject):
            return
        settle_charge(
            actor=ActorRef.by_rule("payments.charge_settled"),
            at=at,
            case_uuid=event.subject,
            charge=event.charge,
            token_uuid=event.token,
        )


def _is_case(dossier: UUID) -> bool:
    """A charge or a notice of a dossier that is no case has its own subscriber."""
    return Case.objects.filter(uuid=dossier).exists()
