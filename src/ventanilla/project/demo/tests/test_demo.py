"""The command as a new user gives it: an empty home, one whole journey, an end."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ventanilla.project.database.api import Place, stop
from ventanilla.project.demo.errors import ServerFailed, StepFailed
from ventanilla.project.demo.journey.play import play_journey
from ventanilla.project.demo.serving import LOG_NAME, serving

PATIENCE_SECONDS = 300


@pytest.fixture
def new_home(home: Path) -> Iterator[Path]:
    yield home
    stop(Place(home))


def given(home: Path) -> dict[str, str]:
    return {
        "VENTANILLA_HOME": str(home),
        "VENTANILLA_PORT": "8170",
        "VENTANILLA_PUBLIC_URL": "http://localhost:8170",
        "VENTANILLA_SIMULATORS_URL": "http://127.0.0.1:8180",
    }


def command(words: str, home: Path) -> "subprocess.CompletedProcess[str]":
    outside = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "VENTANILLA_MODE"}}
    return subprocess.run(
        [sys.executable, "-m", "ventanilla.project.cli", *words.split()],
        env={**outside, **given(home)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def test_a_new_home_shows_one_whole_journey_and_ends(new_home: Path) -> None:
    done = command("demo --once --language es", new_home)
    log = (new_home / LOG_NAME).read_text(encoding="utf-8")
    assert done.returncode == 0, done.stderr + log
    told = re.findall(r"^ +(\d+)  (.+)$", done.stdout, re.MULTILINE)
    assert [int(number) for number, _ in told] == list(range(1, 25))
    for words in (
        "comprobante firmado",
        "pide corregir",
        "Firma la decisión",
        "Emite el Decreto N.º 1",
        "Paga $ 80.000",
        "puede enviarlo hasta el ",
        "rige hasta el ",
    ):
        assert any(words in said for _, said in told), words
    assert told[-1][1].startswith("Prueba que la decisión es la marca ")
    assert "rentas@elsauce.example" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    assert "drained" in log


def test_a_server_that_is_told_to_stop_did_not_fail(new_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in given(new_home).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    new_home.mkdir(mode=0o700)
    with serving(new_home) as server:
        server.wait_until_it_answers()
        assert command("stop", new_home).returncode == 0
        server.wait_until_it_ends()


def test_a_server_that_does_not_start_says_why_and_where_its_log_is(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir(mode=0o700)
    (home / LOG_NAME).write_text("Ventanilla is at http://localhost:1 (Ctrl-C stops it).\nError: de ayer\n")
    monkeypatch.setenv("VENTANILLA_PORT", "ochenta")
    with serving(home) as server, pytest.raises(ServerFailed) as failure:
        server.wait_until_it_answers()
    assert "VENTANILLA_PORT is 'ochenta'" in str(failure.value)
    assert str(home / LOG_NAME) in str(failure.value)


def test_a_journey_without_a_platform_fails_in_a_sentence() -> None:
    with pytest.raises(StepFailed, match="no responde"):
        next(play_journey("http://127.0.0.1:9"))
