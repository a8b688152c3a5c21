"""What programs that watch are told, by whom, and what it costs."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ventanilla.common import alerts, clock
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.testing import SHOP, make_play
from ventanilla.kernel.ledger import api as ledger
from ventanilla.project.health import ready
from ventanilla.project.health.middleware import ALIVE, METRICS, READY

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
NOBODY = "postgresql://nobody@127.0.0.1:1/none"
TOKEN = "un-secreto-de-la-operadora"
LINE = re.compile(r'(ventanilla_[a-z_]+)(?:\{([a-z]+)="([a-z_.]+)"\})? (-?[0-9.e+]+)')


def get(path: str, **headers: str) -> HttpResponse:
    return Client().get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def numbers(text: str) -> dict[str, float]:
    """The samples of the text format, each announced by its HELP and TYPE, and no line of another form."""
    found, announced = {}, ""
    for line in text.splitlines():
        if line.startswith("# "):
            announced = line.split()[2]
            continue
        match = LINE.fullmatch(line)
        assert match and match[1] == announced, line
        found[match[1].removeprefix("ventanilla_") + (f" {match[3]}" if match[3] else "")] = float(match[4])
    return found


@pytest.fixture
def home(settings: LazySettings, tmp_path: Path) -> Path:
    settings.VENTANILLA_HOME = tmp_path
    (tmp_path / "keys").mkdir(mode=0o700)
    return tmp_path


class TestAlive:
    def test_a_process_that_answers_lives_whatever_its_database_does(self) -> None:
        """Without the fixture of the database, asking it would raise."""
        response = get(ALIVE)
        assert (response.status_code, response.content) == (200, b"ok\n")

    @pytest.mark.parametrize("path", [ALIVE, READY, METRICS])
    def test_nobody_keeps_it_nobody_is_remembered_and_no_host_or_tls_is_asked_for(
        self, db: None, settings: LazySettings, path: str
    ) -> None:
        settings.SECURE_SSL_REDIRECT = True
        client = Client(headers={"Host": "10.1.2.3:8000"})
        client.cookies[settings.SESSION_COOKIE_NAME] = "0" * 32
        response = client.get(path)
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies
        assert client.post(path).status_code == 405


class TestReady:
    def test_with_its_tables_and_its_log_it_is_ready(self, db: None) -> None:
        response = get(READY)
        assert (response.status_code, response.content) == (200, b"ok\n")

    def test_it_asks_little(self, db: None) -> None:
        ready.problems()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert ready.problems() == ()
        assert len(asked) <= 4

    def test_without_a_change_of_this_version_it_is_not(self, db: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'cases' AND name LIKE '0002%'")
        response = get(READY)
        assert (response.status_code, response.content) == (503, b"tables\n")

    def test_with_a_change_of_a_later_version_it_is(self, db: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '0999_later', now())")
        assert get(READY).status_code == 200

    def test_with_a_log_that_was_published_further_it_is_not(self, db: None, home: Path) -> None:
        (home / "log").mkdir()
        (home / "log" / "checkpoint").write_text(f"{'localhost/ventanilla/log'}\n999\n{'A' * 43}=\n\n— x QUJDREU=\n")
        response = get(READY)
        assert (response.status_code, response.content) == (503, b"log\n")


class TestMetrics:
    def test_they_say_what_is_so(self, db: None, settings: LazySettings, home: Path) -> None:
        settings.SIMULATORS = True
        play = make_play(at=AT)
        draft = play.write(SHOP)
        while ledger.sequence_pending(at=play.at):
            pass
        cases.file_application(actor=play.person, at=play.tick(), draft_uuid=draft)
        (home / "backups").mkdir()
        (home / "backups" / "last.json").write_text(f'{{"made_at": "{play.at.isoformat()}"}}')
        for _ in range(3):
            alerts.keep(home / "alerts", code="alert.page_failed", at=play.at, fields={})
        with clock.fixed(play.at + timedelta(seconds=90)):
            told = numbers(get(METRICS).content.decode())
        assert told["database_up"] == told["filings_total"] == told["events_waiting"] == 1
        assert told["alerts alert.page_failed"] == 3
        assert told["backup_age_seconds"] == 90
        assert (told["jobs failed"], told["deliveries_parked"], told["job_workers"]) == (0, 0, 0)
        assert told["log_entries_waiting"] > 0
        assert told["log_entries_oldest_seconds"] == 90
        assert told["disk_free_bytes"] > 0

    def test_they_cost_the_same_however_much_there_is(self, db: None, settings: LazySettings) -> None:
        settings.SIMULATORS = True
        play = make_play(at=AT)
        costs = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                get(METRICS)
            costs.append(len(asked))
            play.file(SHOP)
        assert costs[0] == costs[1] <= 8

    def test_without_a_backup_its_age_is_left_out(self, db: None, home: Path) -> None:
        assert "backup_age_seconds" not in numbers(get(METRICS).content.decode())

    def test_they_name_nobody(self, db: None, settings: LazySettings) -> None:
        settings.SIMULATORS = True
        play = make_play(at=AT)
        play.file(SHOP)
        text = get(METRICS).content.decode()
        for private in (play.case.code, play.person.name, play.person.run, play.commune.institution.name):
            assert private not in text


class TestWhoMayReadTheNumbers:
    def test_whoever_comes_through_a_proxy_or_from_elsewhere_may_not(self, db: None, home: Path) -> None:
        assert get(METRICS, X_Forwarded_For="200.1.2.3").status_code == 403
        assert get(METRICS, X_Forwarded_Proto="https").status_code == 403
        for address in ("200.1.2.3", "", "x"):
            assert Client(REMOTE_ADDR=address).get(METRICS).status_code == 403
        assert Client(REMOTE_ADDR="::1").get(METRICS).status_code == 200

    def test_with_the_token_anybody_may(self, db: None, home: Path) -> None:
        elsewhere = Client(REMOTE_ADDR="200.1.2.3")

        def ask(given: str) -> int:
            return elsewhere.get(METRICS, headers={"Authorization": given}).status_code

        assert ask("Bearer ") == ask("Bearer x") == 403
        path = home / "keys" / "metrics.token"
        path.touch(mode=0o600)
        assert ask("Bearer ") == 403
        path.write_text(f"{TOKEN}\n")
        assert [ask(given) for given in ("", "Bearer", f"Bearer {TOKEN}x", TOKEN, f"Bearer {TOKEN}ñ")] == [403] * 5
        assert ask(f"Bearer {TOKEN}") == 200
        path.chmod(0o644)
        assert ask(f"Bearer {TOKEN}") == 403


ASK = """
from ventanilla.project.start import start_django
start_django()
from django.test import Client
for path in ("/salud/vivo", "/salud/listo", "/metricas"):
    response = Client().get(path)
    print(response.status_code, response.content.decode().replace("\\n", " "))
"""


@pytest.fixture
def told_without_database(tmp_path: Path) -> Callable[[], list[str]]:
    def ask() -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", ASK],
            env={**os.environ, "DATABASE_URL": NOBODY, "VENTANILLA_HOME": str(tmp_path / "home")},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.splitlines()

    return ask


def test_without_a_database_it_lives_is_not_ready_and_says_so_in_numbers(
    told_without_database: Callable[[], list[str]],
) -> None:
    alive, is_ready, told = told_without_database()
    assert (alive.strip(), is_ready.strip()) == ("200 ok", "503 database")
    assert told.startswith("200 ")
    assert "ventanilla_database_up 0" in told
    assert "ventanilla_disk_free_bytes" in told
