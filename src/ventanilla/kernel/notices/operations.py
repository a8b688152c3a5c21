"""The writes of notices: send, take one to be delivered, record what came of it, open."""

import base64
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.notices import rules
from ventanilla.kernel.notices.errors import MalformedNotice, NoticeNotFound
from ventanilla.kernel.notices.events import LegalNoticeSent
from ventanilla.kernel.notices.models import Delivery, Notice
from ventanilla.kernel.notices.queries import notice_data
from ventanilla.kernel.notices.types import ChannelPolicy, DeliveryResult, NoticeData
from ventanilla.kernel.outbox.api import defer, operation, publish

_log = structlog.get_logger(__name__)

SEND_JOB = "notices.send"
# How long one worker has a notice for itself: longer than the mail server may keep it waiting.
LEASE = timedelta(minutes=5)


@operation
def send(
    *,
    dossier: UUID,
    institution_id: int,
    person_id: int,
    kind: str,
    subject: str,
    body: str,
    legal: bool,
    actor: ActorRef,
    at: datetime,
    document_uuids: Sequence[UUID] = (),
    policy: ChannelPolicy = ChannelPolicy.EMAIL,
) -> UUID:
    """Put a notice in the person's inbox and have its e-mail sent after the commit; give its uuid.

    `body` is plain text, its paragraphs parted by empty lines; `kind` is the caller's code ("case.decided"). `legal` is
    a notification with effects in law; otherwise it is a courtesy, which leaves nothing in the ledger.
    Raises MalformedNotice. Writes Notice; for EMAIL one job; for EXEMPT its Delivery; for a legal one a ledger entry
    "notice.made".
    """
    problem = rules.problem_of(subject, body, len(document_uuids), legal=legal, policy=policy)
    if problem:
        raise MalformedNotice(problem)
    notice = Notice.objects.create(
        institution_id=institution_id,
        dossier=dossier,
        person_id=person_id,
        kind=kind,
        legal=legal,
        policy=policy,
        subject=subject.strip(),
        body=body,
        document_uuids=[str(each) for each in document_uuids],
        created_at=at,
        next_try_at=at if policy is ChannelPolicy.EMAIL else None,
    )
    private: Mapping[str, Json] = {"subject": notice.subject, "body": body, "documents": notice.document_uuids}
    _keep_act(notice, "notice.made", actor=actor, at=at, private=private)
    if policy is ChannelPolicy.EMAIL:
        defer(SEND_JOB, notice_uuid=notice.uuid)
    elif policy is ChannelPolicy.EXEMPT:
        _end(notice, DeliveryResult.EXEMPT, actor=actor, at=at)
    return notice.uuid


@operation
def take(*, notice_uuid: UUID, actor: ActorRef, at: datetime) -> bool:
    """Take a notice that is due, for one worker of all, until `LEASE` is over. One conditional UPDATE.

    False when it was sent, is not due, or another worker has it.
    """
    due = Notice.objects.filter(uuid=notice_uuid, next_try_at__lte=at)
    return due.update(next_try_at=at + LEASE) == 1


@operation
def record_delivery(
    *,
    notice_uuid: UUID,
    result: DeliveryResult,
    detail: str,
    legal_on: date | None,
    actor: ActorRef,
    at: datetime,
) -> None:
    """Record what came of a try: sent or without address end the tries, a failure plans the next.

    What has ended already stays as it is. Writes Delivery and Notice; for a legal notice that ends, a ledger entry
    "notice.sent" or "notice.no_address", and LegalNoticeSent when it was sent.
    """
    notice = Notice.objects.select_related("institution").select_for_update(of=("self",)).get(uuid=notice_uuid)
    if notice.next_try_at is None:
        return
    if result is not DeliveryResult.FAILED_RETRY:
        notice.legal_on = legal_on if notice.legal and result is DeliveryResult.SENT else None
        _end(notice, result, actor=actor, at=at)
        return
    Delivery.objects.create(notice=notice, result=result, at=at, detail=detail)
    notice.next_try_at = rules.next_try_at(notice.deliveries.count(), at)
    notice.save(update_fields=["next_try_at"])
    if notice.next_try_at is None:
        _keep_act(notice, "notice.given_up", actor=actor, at=at)
        _log.error("alert.notice_given_up", notice=str(notice.uuid), legal=notice.legal)


@operation
def open_notice(*, uuid: UUID, person_id: int, actor: ActorRef, at: datetime) -> NoticeData:
    """The notice for its person, marked as read the first time.

    Raises NoticeNotFound, also when it is another person's. Writes Notice and, the first time that a legal notice is
    opened, a ledger entry "notice.opened".
    """
    mine = Notice.objects.filter(uuid=uuid, person_id=person_id)
    first_time = mine.filter(read_at__isnull=True).update(read_at=at) == 1
    notice = mine.select_related("institution").prefetch_related("deliveries").first()
    if notice is None:
        raise NoticeNotFound
    if first_time:
        _keep_act(notice, "notice.opened", actor=actor, at=at)
    return notice_data(notice)


def _end(notice: Notice, result: DeliveryResult, *, actor: ActorRef, at: datetime) -> None:
    Delivery.objects.create(notice=notice, result=result, at=at)
    notice.next_try_at = None
    notice.sent_at = at if result is DeliveryResult.SENT else None
    notice.save(update_fields=["next_try_at", "sent_at", "legal_on"])
    private: Mapping[str, Json] = {"legal_on": notice.legal_on.isoformat() if notice.legal_on else ""}
    _keep_act(notice, f"notice.{result.value.lower()}", actor=actor, at=at, private=private)
    if notice.legal_on is not None:
        publish(LegalNoticeSent(subject=notice.dossier, notice=notice.uuid))


def _keep_act(
    notice: Notice, kind: str, *, actor: ActorRef, at: datetime, private: Mapping[str, Json] | None = None
) -> None:
    """What happens to a legal notice is an act; a courtesy leaves none."""
    if not notice.legal:
        return
    values = {"notice": str(notice.uuid), **(private or {})}
    appended = ledger.append(kind=kind, actor=actor, at=at, institution=notice.institution.uuid, private=values)
    salts = {name: base64.b64encode(salt).decode() for name, salt in appended.salts.items()}
    notice.acts = [*notice.acts, {"act": str(appended.act), "kind": kind, "salts": salts}]
    notice.save(update_fields=["acts"])
