"""How a notice leaves: taken, sent outside of any transaction, recorded.

What a crash means: before the mail server has it, nothing was sent and the next sweep takes it; after, and before the
record, it is sent a second time with the same Message-ID. An e-mail cannot be sent exactly once, and a notice with two
is better than one without.
"""

from datetime import datetime
from uuid import UUID

import structlog

from ventanilla.common.actor import ActorRef
from ventanilla.common.legal_time import electronic_notification_on
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.notices import mail, operations, queries
from ventanilla.kernel.notices.types import DeliveryResult

_log = structlog.get_logger(__name__)

BY_RULE = ActorRef.by_rule("notices.delivery")
BATCH_LIMIT = 50


def deliver(*, notice_uuid: UUID, at: datetime) -> DeliveryResult | None:
    """Send the e-mail of a notice that is due, and give what came of it; None when there is nothing to do.

    The legal date is counted before the mail leaves: a calendar without that year stops it while it can be repeated.
    """
    if not operations.take(notice_uuid=notice_uuid, actor=BY_RULE, at=at):
        return None
    notice = queries.get_notice(uuid=notice_uuid)
    person = identity.get_person(id=notice.person_id)
    comuna = identity.get_institution(id=notice.institution_id).comuna_code
    legal_on = electronic_notification_on(at, comuna) if notice.legal else None
    result, detail = DeliveryResult.SENT, ""
    if not person.email:
        result = DeliveryResult.NO_ADDRESS
    else:
        try:
            mail.send(notice_uuid=notice_uuid, given_names=person.given_names, address=person.email)
        except mail.MailFailed as error:
            result, detail = DeliveryResult.FAILED_RETRY, error.detail
            if not error.by_address:
                _log.error("alert.mail_unavailable", detail=detail)
    operations.record_delivery(
        notice_uuid=notice_uuid, result=result, detail=detail, legal_on=legal_on, actor=BY_RULE, at=at
    )
    return result


def send_due(*, at: datetime, limit: int = BATCH_LIMIT) -> int:
    """Send what is due: failures whose time has come, and what a killed worker left. Gives how many left.

    Stops at the first failure, because a server that is away would fail them all; that one waits longer, and the next
    sweep begins with the others.
    """
    sent = 0
    for notice_uuid in queries.list_due(at=at, limit=limit):
        result = deliver(notice_uuid=notice_uuid, at=at)
        if result is DeliveryResult.FAILED_RETRY:
            break
        sent += result is DeliveryResult.SENT
    return sent
