"""The reads of notices: the person's inbox, and what a case page shows of its notices."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from ventanilla.common.paging import PAGE_SIZE_ROWS, Page
from ventanilla.kernel.notices import rules
from ventanilla.kernel.notices.errors import NoticeNotFound
from ventanilla.kernel.notices.models import Delivery, Notice
from ventanilla.kernel.notices.types import ChannelPolicy, DeliveryLine, DeliveryResult, NoticeData, NoticeRow


def list_for(*, person_id: int, after: str | None = None) -> Page[NoticeRow]:
    """The person's inbox, newest first. `after` is what the page before gave. One statement."""
    notices = Notice.objects.filter(person_id=person_id).select_related("institution").order_by("-id")
    if after and after.isascii() and after.isdigit():
        notices = notices.filter(pk__lt=int(after))
    found = list(notices.defer("body", "acts")[: PAGE_SIZE_ROWS + 1])
    shown = found[:PAGE_SIZE_ROWS]
    rows = tuple(
        NoticeRow(
            uuid=notice.uuid,
            institution_name=notice.institution.name,
            subject=notice.subject,
            legal=notice.legal,
            created_at=notice.created_at,
            read_at=notice.read_at,
        )
        for notice in shown
    )
    return Page(rows, str(shown[-1].pk) if len(found) > PAGE_SIZE_ROWS else None)


def count_unread(*, person_id: int) -> int:
    """How many notices the person has not opened. One statement, served by an index of its own."""
    return Notice.objects.filter(person_id=person_id, read_at__isnull=True).count()


def get_notice(*, uuid: UUID) -> NoticeData:
    """The notice, for packages that have checked who asks; it does not count as read. Raises NoticeNotFound."""
    notice = _whole().filter(uuid=uuid).first()
    if notice is None:
        raise NoticeNotFound
    return notice_data(notice)


def list_of(*, dossier: UUID) -> tuple[NoticeData, ...]:
    """The notices of one dossier, oldest first, for packages that have checked who asks. Two statements."""
    return tuple(notice_data(notice) for notice in _whole().filter(dossier=dossier).order_by("id"))


def list_due(*, at: datetime, limit: int) -> Sequence[UUID]:
    """Notices that have to be sent by `at`, the longest waiting first."""
    due = Notice.objects.filter(next_try_at__lte=at).order_by("next_try_at")
    return list(due.values_list("uuid", flat=True)[:limit])


def notice_data(notice: Notice) -> NoticeData:
    """The frozen form of a row read with its institution and its deliveries."""
    tries = sorted(notice.deliveries.all(), key=lambda each: each.pk)
    lines = tuple(DeliveryLine(at=each.at, result=DeliveryResult(each.result), detail=each.detail) for each in tries)
    return NoticeData(
        uuid=notice.uuid,
        dossier=notice.dossier,
        institution_id=notice.institution_id,
        institution_name=notice.institution.name,
        person_id=notice.person_id,
        kind=notice.kind,
        legal=notice.legal,
        subject=notice.subject,
        paragraphs=rules.paragraphs_of(notice.body),
        document_uuids=tuple(UUID(each) for each in notice.document_uuids),
        created_at=notice.created_at,
        sent_at=notice.sent_at,
        legal_on=notice.legal_on,
        read_at=notice.read_at,
        delivery=rules.state_of(
            ChannelPolicy(notice.policy),
            [line.result for line in lines],
            tried_again=notice.next_try_at is not None,
        ),
        deliveries=lines,
    )


def _whole() -> QuerySet[Notice]:
    deliveries = Prefetch("deliveries", queryset=Delivery.objects.order_by("id"))
    return Notice.objects.select_related("institution").prefetch_related(deliveries)
