"""A whole server with real processes: it starts, drains, and survives the death of its parts."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ventanilla.project.database.api import Place, ensure_running, is_running, stop
from ventanilla.project.testing import WITHOUT_WAITING_FOR_THE_DISK
from ventanilla.project.tests.server.serving import (
    PATIENCE_SECONDS,
    Serving,
    children_of,
    ended,
    get,
    get_when_it_answers,
    kill,
    serving,
    variables,
)


@pytest.fixture(scope="module")
def migrated_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home whose embedded database has its tables."""
    home = tmp_path_factory.mktemp("serve") / "home"
    ensure_running(Place(home), options=WITHOUT_WAITING_FOR_THE_DISK)
    ventanilla(home, "migrate")
    yield home
    stop(Place(home))


def ventanilla(home: Path, *arguments: str, status: int = 0) -> str:
    """What a command of that home told."""
    command = [sys.executable, "-m", "ventanilla.project.cli", *arguments]
    done = subprocess.run(
        command, env=variables(home), capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )
    assert done.returncode == status, done.stderr
    return done.stderr


@pytest.fixture(scope="class")
def server(migrated_home: Path) -> Iterator[Serving]:
    """A server whose wanted port was busy when it started."""
    with socket.create_server(("127.0.0.1", 0)) as busy:
        wanted = busy.getsockname()[1]
        with serving(migrated_home, VENTANILLA_PORT=str(wanted)) as server:
            server.wanted_port = wanted
            server.told_port = int(server.heard(rf"^Port {wanted} is busy; using (\d+)\.$")[1])
            server.port = int(server.heard(r"Ventanilla is at http://localhost:(\d+)")[1])
            server.all_children()
            yield server


class TestServe:
    """They share one server and one home."""

    def test_a_busy_port_moves_on_and_is_told(self, server: Serving) -> None:
        assert server.port == server.told_port != server.wanted_port
        assert get_when_it_answers(server.port) == b"whole"

    def test_a_home_serves_once(self, server: Serving, migrated_home: Path) -> None:
        assert ventanilla(migrated_home, "serve", status=1).endswith(
            f"Error: Ventanilla already serves from {migrated_home}: stop it with `ventanilla stop`, "
            "or name another home.\n"
        )

    def test_a_killed_process_that_answers_the_web_is_replaced(self, server: Serving) -> None:
        get_when_it_answers(server.port)
        web = server.all_children()["web"]
        kill(min(children_of(web)))
        assert get_when_it_answers(server.port) == b"whole"

    def test_each_killed_child_comes_back(self, server: Serving) -> None:
        before = dict(server.all_children())
        assert set(before) == {"web", "relay", "sequencer", "worker-1", "database"}
        for name, pid in before.items():
            kill(pid)
            server.log("alert.process_died", child=name)
            assert server.log("child_started", child=name)["pid"] != pid

    def test_a_killed_web_server_leaves_no_orphans_and_answers_again(self, server: Serving) -> None:
        get_when_it_answers(server.port)
        web = server.all_children()["web"]
        orphans = {os.pidfd_open(pid) for pid in children_of(web)}
        assert len(orphans) == 2
        kill(web)
        assert {orphan for orphan in orphans if not ended(orphan)} == set()
        server.log("child_started", child="web")
        assert get_when_it_answers(server.port) == b"whole"

    def test_a_killed_database_comes_back_and_the_operator_hears_of_it(
        self, server: Serving, migrated_home: Path
    ) -> None:
        place = Place(migrated_home)
        postmaster = int((place.data / "postmaster.pid").read_text().split("\n", 1)[0])
        kill(postmaster)
        server.log("alert.database_restarted")
        assert is_running(place)


class TestStop:
    def test_stop_ends_server_and_database(self, migrated_home: Path) -> None:
        with serving(migrated_home) as server:
            server.heard(r"Ventanilla is at http://localhost:(\d+)")
            assert ventanilla(migrated_home, "stop") == "The server has stopped.\nThe database has stopped.\n"
            assert server.process.wait(PATIENCE_SECONDS) == 0
        assert not is_running(Place(migrated_home))
        told = ventanilla(migrated_home, "stop")
        assert told == "No server was running.\nThe database was not running.\n"

    def test_sigterm_lets_a_request_in_progress_finish(self, migrated_home: Path, tmp_path: Path) -> None:
        for name in ("begun", "go"):
            os.mkfifo(tmp_path / name)
        answers: list[bytes] = []
        with serving(migrated_home) as server:
            port = int(server.heard(r"Ventanilla is at http://localhost:(\d+)")[1])
            asking = threading.Thread(target=lambda: answers.append(get(port, tmp_path)))
            asking.start()
            assert (tmp_path / "begun").read_text() == "begun"
            server.process.send_signal(signal.SIGTERM)
            server.log("draining")
            server.log("child_ended", child="relay")
            assert answers == []
            (tmp_path / "go").write_text("go")
            asking.join(PATIENCE_SECONDS)
            assert answers == [b"whole"]
            server.log("drained")
            assert server.process.wait(PATIENCE_SECONDS) == 0
        with pytest.raises(ConnectionRefusedError):
            get(port)

    def test_children_end_with_a_killed_supervisor(self, migrated_home: Path) -> None:
        with serving(migrated_home) as server:
            server.heard("Ventanilla is at")
            children = {os.pidfd_open(pid) for pid in server.all_children().values()}
            kill(server.process.pid)
            assert {child for child in children if not ended(child)} == set()
