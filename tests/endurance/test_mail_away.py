"""A mail server that is away for a day: cases go on, the operator is told, and afterwards each notice goes out once."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings
from structlog.testing import capture_logs

from ventanilla.common import legal_time
from ventanilla.kernel.cases.testing import SHOP, Play, make_play
from ventanilla.kernel.cases.types import CaseView
from ventanilla.kernel.notices import api as notices
from ventanilla.kernel.notices.testing import MailServer
from ventanilla.kernel.notices.types import DeliveryState
from ventanilla.kernel.outbox.testing import forget_all_jobs, live_at

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
ROUND = timedelta(minutes=10)
DAY = timedelta(days=1)


@pytest.fixture
def server(transactional_db: None) -> Iterator[MailServer]:
    """Not there until a test enters it."""
    server = MailServer()
    with override_settings(
        SIMULATORS=True,
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=server.port,
        EMAIL_USE_TLS=False,
    ):
        forget_all_jobs()
        yield server
    forget_all_jobs()


def live(play: Play, passing: timedelta) -> None:
    """The background, each ten minutes of that time."""
    until = play.at + passing
    while play.at < until:
        play.at += ROUND
        live_at(play.at)


def all_notices(case: CaseView) -> list[DeliveryState]:
    return [each.delivery for each in notices.list_of(dossier=case.uuid)]


def test_a_day_without_mail(server: MailServer) -> None:
    play = make_play(at=AT)
    with capture_logs() as logs:
        play.file(SHOP)
        play.do_task("works_review", "missing", {"missing_text": "Falta el plano."})
        play.do_task("inspection_review", "favorable", {})
        live(play, DAY / 2)
        play.correct({"correction_text": "Va el plano."})
        play.do_task("works_review", "favorable", {"zone": "ZU-2"})
        play.do_task("inspection_review", "favorable", {})
        play.do_task("decide", "approve", {"reasons": "Que cumple."})
        live(play, DAY / 2)
    assert play.case.state == "AWAITING_PAYMENT", "no page and no step waits for the mail"
    assert set(all_notices(play.case)) == {DeliveryState.RETRYING}
    assert "alert.mail_unavailable" in {line["event"] for line in logs}

    with server:
        live(play, DAY)
        live(play, DAY)
    told = Counter(message["Message-ID"] for message in server.messages)
    assert len(told) == len(all_notices(play.case)) == 2
    assert set(told.values()) == {1}, "each notice left once"
    assert set(all_notices(play.case)) == {DeliveryState.SENT}


def test_terms_begin_when_the_mail_left_and_nobody_loses_by_it(server: MailServer) -> None:
    """A request to correct whose mail could not leave for a day ends five business days after it was notified."""
    play = make_play(at=AT)
    play.file(SHOP)
    play.do_task("works_review", "missing", {"missing_text": "Falta el plano."})
    play.do_task("inspection_review", "favorable", {})
    before = play.case.correction
    live(play, DAY)
    with server:
        live(play, DAY)
    after = play.case.correction
    (notice,) = notices.list_of(dossier=play.case.uuid)
    assert before and after and notice.sent_at and notice.legal_on
    assert notice.legal_on == legal_time.electronic_notification_on(notice.sent_at, "06110")
    assert after.due_at > before.due_at
