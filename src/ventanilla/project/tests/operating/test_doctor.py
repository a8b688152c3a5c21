"""The doctor sees each illness that was made here, says what to do, and goes on when one thing is down."""

import json
import os
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from ventanilla.common import alerts, clock
from ventanilla.project.operating import doctor, keyring
from ventanilla.project.operating.doctor import Finding, Level, examine
from ventanilla.project.tests.server.serving import unused_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    """A home of its own, as a new installation has it."""
    folder = tmp_path / "home"
    (folder / "keys").mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)
    settings.VENTANILLA_HOME = folder
    return folder


def found(subject: str) -> list[Finding]:
    return [each for each in examine() if each.subject == subject]


class TestFindings:
    def test_each_subject_is_spoken_of_and_every_trouble_has_a_remedy(self, home: Path) -> None:
        findings = list(examine())
        subjects = {each.subject for each in findings}
        assert subjects == {
            *("settings", "disk", "database", "tables", "storage", "clocks", "keys"),
            *("log", "background", "backup", "server", "mail", "alerts"),
        }
        assert all(each.remedy for each in findings if each.level is not Level.WELL)

    def test_a_disk_that_fills(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(doctor, "LITTLE_ROOM_BYTES", 2**70)
        assert [each.level for each in found("disk")] == [Level.LOOK]
        monkeypatch.setattr(doctor, "NO_ROOM_BYTES", 2**70)
        assert [each.level for each in found("disk")] == [Level.WRONG]

    def test_a_variable_without_a_usable_value(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("VENTANILLA_JOB_WORKERS", "many")
        (finding,) = found("settings")
        assert finding.level is Level.WRONG
        assert "VENTANILLA_JOB_WORKERS is 'many'" in finding.sentence

    def test_a_database_that_may_lose_commits(self, home: Path) -> None:
        """The database of the tests runs without waiting for the disk, and says so."""
        sentences = " ".join(each.sentence for each in found("storage") if each.level is Level.WRONG)
        assert "fsync off" in sentences

    def test_clocks_that_are_apart(self, home: Path) -> None:
        with clock.fixed(clock.now() + timedelta(hours=1)):
            (finding,) = found("clocks")
        assert finding.level is Level.WRONG
        assert "3600 seconds apart" in finding.sentence

    def test_a_key_that_others_can_read(self, home: Path) -> None:
        list(examine())
        key = home / "keys" / "secret.key"
        key.write_text("x")
        key.chmod(0o644)
        assert any(each.level is Level.WRONG and "secret.key" in each.sentence for each in found("keys"))

    def test_keys_that_were_made_after_their_export(self, home: Path, settings: Settings, tmp_path: Path) -> None:
        settings.SIMULATORS = False
        list(examine())
        (home / "keys" / "secret.key").write_text("x")
        (home / "keys" / "secret.key").chmod(0o600)
        keyring.export(tmp_path / "copy", at=clock.now())
        assert [each.level for each in found("keys")] == [Level.WELL]
        (home / "keys" / "metrics.token").write_text("made later")
        (home / "keys" / "metrics.token").chmod(0o600)
        well, late = found("keys")
        assert (well.level, late.level) == (Level.WELL, Level.WRONG)
        assert late.sentence.endswith(": metrics.token.")
        assert "ventanilla keys export" in late.remedy

    def test_a_backup_that_is_old(self, home: Path) -> None:
        assert found("backup")[0].sentence == "There has never been one."
        (home / "backups").mkdir()
        record = {"folder": "/b", "manifest_sha256": "", "seconds": 1.0, "unreadable_documents": 0}
        for age, level in ((timedelta(hours=2), Level.WELL), (timedelta(days=3), Level.WRONG)):
            made_at = (clock.now() - age).isoformat()
            (home / "backups" / "last.json").write_text(json.dumps({**record, "made_at": made_at}))
            assert [each.level for each in found("backup")] == [level]

    def test_a_server_that_does_not_run(self, home: Path) -> None:
        (finding,) = found("server")
        assert finding.level is Level.WRONG
        assert "ventanilla serve" in finding.remedy

    def test_an_alert_that_waits(self, home: Path) -> None:
        alerts.keep(home / "alerts", code="alert.disk_full", at=clock.now(), fields={}, count=3)
        (finding,) = found("alerts")
        assert finding.sentence.startswith("The disk is full")
        assert "3 times" in finding.sentence

    def test_a_mail_server_that_is_away_and_one_that_is_there(self, home: Path, settings: Settings) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_port()
        assert found("mail")[0].level is Level.WRONG
        with socket.create_server(("127.0.0.1", 0)) as listening:
            settings.EMAIL_PORT = listening.getsockname()[1]
            assert found("mail")[0].level is Level.WELL


class TestCommand:
    def test_with_the_database_down_the_rest_still_speaks(self, tmp_path: Path) -> None:
        variables = {
            **os.environ,
            "VENTANILLA_HOME": str(tmp_path / "home"),
            "DATABASE_URL": f"postgresql://nobody@127.0.0.1:{unused_port()}/nothing",
        }
        done = subprocess.run(
            [sys.executable, "-m", "ventanilla.project.cli", "doctor"],
            env=variables,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        lines = done.stdout.splitlines()
        assert any(line.startswith("WRONG  database") and "does not answer" in line for line in lines)
        assert any(line.startswith("well   disk") for line in lines)
        assert any(line.startswith("WRONG  server") for line in lines)
        assert "Error: 2 things are wrong." in done.stderr

    def test_without_an_embedded_database_it_says_how_to_start(self, tmp_path: Path) -> None:
        variables = {**os.environ, "VENTANILLA_HOME": str(tmp_path / "home"), "DATABASE_URL": ""}
        done = subprocess.run(
            [sys.executable, "-m", "ventanilla.project.cli", "doctor"],
            env=variables,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert "The embedded database is not running." in done.stdout
        assert not (Path(variables["VENTANILLA_HOME"]) / "database").exists()
