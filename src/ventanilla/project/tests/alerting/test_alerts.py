"""An alert goes from a line of the log to the folder of the home and to the operator's mailbox."""

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from django.test import override_settings

from ventanilla.common import alerts
from ventanilla.kernel.notices.testing import MailServer
from ventanilla.project.alerting import handler as handling
from ventanilla.project.alerting.handler import AlertHandler

_log = structlog.get_logger("ventanilla.test")
OPERATOR = "operacion@elsauce.example"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def handler(home: Path) -> Iterator[AlertHandler]:
    """The handler of one process whose home is `home`."""
    home.mkdir()
    made = AlertHandler()
    logger = logging.getLogger("ventanilla.test")
    logger.addHandler(made)
    logger.propagate = False
    with override_settings(VENTANILLA_HOME=home, OPERATOR_EMAIL=""):
        yield made
        logger.removeHandler(made)
        logger.propagate = True
        made.close()


@pytest.fixture
def server() -> Iterator[MailServer]:
    server = MailServer()
    with override_settings(
        EMAIL_BACKEND=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.port, EMAIL_USE_TLS=False, OPERATOR_EMAIL=OPERATOR
    ):
        yield server


def wait_for(holds: Callable[[], object]) -> None:
    for _ in range(300):
        if holds():
            return
        threading.Event().wait(0.05)
    raise AssertionError("It never came.")


def test_a_line_of_the_log_is_kept_with_what_it_says(handler: AlertHandler, home: Path) -> None:
    for number in (1, 2, 3):
        _log.error("alert.process_died", child="web", status=-9, failures=number)
    _log.error("delivery_failed", subscriber="cases.settle_charge")
    handler.close()
    (kept,) = alerts.list_alerts(home / "alerts")
    assert (kept.code, kept.count) == ("alert.process_died", 3)
    assert kept.fields == {"child": "web", "status": -9, "failures": 3}


def test_a_page_that_failed_is_told_by_its_cause_and_without_its_message(home: Path) -> None:
    made = AlertHandler()
    with override_settings(VENTANILLA_HOME=home, OPERATOR_EMAIL=""):
        home.mkdir()
        try:
            raise ValueError("RUN 12345678-5")
        except ValueError as error:
            exc_info = (ValueError, error, error.__traceback__)
        made.emit(logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Internal", (), exc_info))
        made.close()
    (kept,) = alerts.list_alerts(home / "alerts")
    assert kept.code == "alert.page_failed"
    assert str(kept.fields["error"]).startswith("ValueError at test_alerts.py:")


def test_the_operator_gets_one_mail_that_says_what_to_do(handler: AlertHandler, server: MailServer) -> None:
    with server:
        for _ in range(5):
            _log.error("alert.disk_full", error="BlobFault at disk.py:57")
        handler.close()
    assert server.recipients == [OPERATOR]
    (message,) = server.messages
    assert message["Subject"] == "[Ventanilla] alert.disk_full"
    text = message.get_content()
    assert "Haga espacio." in text
    assert "error: BlobFault at disk.py:57" in text


def test_what_the_mail_server_does_not_take_is_sent_when_it_is_back(
    handler: AlertHandler, server: MailServer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handling, "AGAIN_SECONDS", 0.1)
    _log.error("alert.mail_unavailable", detail="ConnectionRefusedError")
    wait_for(lambda: alerts.list_alerts(home / "alerts"))
    with server:
        wait_for(lambda: server.messages)
    assert len(server.messages) == 1


def test_what_cannot_be_written_is_sent_and_kept_when_it_can(
    handler: AlertHandler, server: MailServer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handling, "AGAIN_SECONDS", 0.1)
    (home / "alerts").write_text("a file where the folder should be")
    with server:
        _log.error("alert.disk_full")
        _log.error("alert.disk_full")
        wait_for(lambda: server.messages)
        (home / "alerts").unlink()
        wait_for(lambda: alerts.list_alerts(home / "alerts"))
        handler.close()
    assert [each.count for each in alerts.list_alerts(home / "alerts")] == [2]
    assert len(server.messages) == 1


def test_nothing_waits_for_it(handler: AlertHandler, server: MailServer) -> None:
    """A mail server that takes the connection and never answers holds nobody."""
    import socket

    with socket.create_server(("127.0.0.1", server.port)):
        done = threading.Event()

        def log() -> None:
            for _ in range(100):
                _log.error("alert.clock_moved", seconds=3600)
            done.set()

        threading.Thread(target=log, daemon=True).start()
        assert done.wait(5)
