"""The inbox: what the institutions told a person, and one notice with its documents."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ventanilla.common import legal_time
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.notices import api as notices
from ventanilla.kernel.notices.types import NoticeData, NoticeRow
from ventanilla.portal.web import dates, words
from ventanilla.portal.web.requests import SignedRequest, for_person


@never_cache
@for_person
@require_safe
def inbox(request: SignedRequest) -> HttpResponse:
    """All notices, newest first, the unread ones marked."""
    after = request.GET.get("after")
    page = notices.list_for(person_id=request.actor.person_id, after=after)
    context = {
        "items": [_item(row) for row in page.rows],
        "next_href": f"?{urlencode({'after': page.next_after})}" if page.next_after else "",
        "first_href": reverse("inbox") if after else "",
    }
    return render(request, "portal/inbox.html", context)


def _item(row: NoticeRow) -> dict[str, object]:
    return {
        "title": row.subject,
        "lang": settings.LANGUAGE_CODE,
        "href": reverse("notice", args=[row.uuid]),
        "from": row.institution_name,
        "when": dates.day(dates.day_of(row.created_at)),
        "iso": row.created_at.date().isoformat(),
        "read": row.read_at is not None,
    }


@never_cache
@for_person
@require_safe
def notice(request: SignedRequest, notice: UUID) -> HttpResponse:
    """One notice. Opening it marks it as read."""
    data = notices.open_notice(uuid=notice, person_id=request.actor.person_id, actor=request.actor.ref(), at=request.at)
    context = {
        "notice": data,
        "sent": dates.moment(data.created_at),
        "documents": _documents(data),
        "legal": _legal(data),
    }
    return render(request, "portal/notice.html", context)


def _legal(data: NoticeData) -> str:
    """What the notice means in law, when it is a notification (DS 4 art. 27)."""
    if not data.legal:
        return ""
    if data.legal_on is None:
        return _("Esto es una notificación legal. Sus plazos corren desde que la ley la da por hecha.")
    sentence = _("Esto es una notificación legal. La ley la da por hecha el %(day)s; los plazos corren desde ahí.")
    return sentence % {"day": legal_time.day_in_words(data.legal_on)}


def _documents(data: NoticeData) -> list[dict[str, str]]:
    found = documents.get_many(uuids=data.document_uuids)
    return [
        words.document_item(found[uuid], reverse("own-document", args=[data.dossier, uuid]))
        for uuid in data.document_uuids
        if uuid in found
    ]
