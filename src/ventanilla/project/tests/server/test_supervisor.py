"""The supervisor alone, with small children."""

import json
import signal
import subprocess
import sys

import pytest

SCRIPT = """
import json, sys
from ventanilla.project.start import start_django
start_django()
from ventanilla.project.server import supervisor
from ventanilla.project.settings import environment
supervisor.DRAIN_SECONDS = float(sys.argv[1])
supervisor.Supervisor(json.loads(sys.argv[2]), environment.for_a_child({})).run()
"""
OBEDIENT = [sys.executable, "-c", "import signal; signal.sigwait([signal.SIGTERM])"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM]); print(flush=True); signal.sigwait([1])",
]
FAILING = [sys.executable, "-c", "raise SystemExit(3)"]


def supervise(commands: dict[str, list[str]], drain_seconds: float = 30) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(drain_seconds), json.dumps(commands)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(autouse=True)
def _json_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VENTANILLA_MODE", "production")


def test_a_child_that_fails_is_started_again_after_a_growing_pause() -> None:
    with supervise({"failing": FAILING}) as process:
        deaths = []
        while len(deaths) < 3:
            entry = json.loads(process.stderr.readline())
            if entry["event"] == "alert.process_died":
                deaths.append((entry["status"], entry["starts_again_in_s"]))
        process.terminate()
    assert deaths == [(3, 0.5), (3, 1.0), (3, 2.0)]
    assert process.returncode == 0


def test_a_child_that_does_not_drain_in_time_is_killed() -> None:
    with supervise({"obedient": OBEDIENT, "stubborn": STUBBORN}, drain_seconds=1) as process:
        process.stdout.readline()
        process.terminate()
        ends = {
            entry["child"]: entry["status"]
            for entry in map(json.loads, process.stderr)
            if entry["event"] == "child_ended"
        }
    assert ends["stubborn"] == -signal.SIGKILL
    assert set(ends) == {"obedient", "stubborn"}
    assert process.returncode == 0
