"""The server of the demonstration: `ventanilla serve` with the simulators, in a program of its own with a log file."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path

from django.utils.translation import gettext as _

from ventanilla.project.demo.browser.client import Browser
from ventanilla.project.demo.errors import ServerFailed, StepFailed
from ventanilla.project.settings import environment

COMMAND = (sys.executable, "-m", "ventanilla.project.cli", "serve")
ANSWERS = re.compile(r"^Ventanilla is at (http://\S+)", re.MULTILINE)
COMPLAINS = re.compile(r"^Error: (.+)$", re.MULTILINE)
SIGN_IN = "/entrar/claveunica/"
LOG_NAME = "demo-server.log"
START_PATIENCE_SECONDS = 180.0
LOOK_AGAIN_SECONDS = 0.1


class Server:
    """A running `ventanilla serve`. It writes to `log`, after the `log_bytes` of earlier ones.

    `address` is known once it answers.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path, log_bytes: int) -> None:
        self.log = log
        self._log_bytes = log_bytes
        self._process = process
        self.address = ""

    def wait_until_it_answers(self) -> None:
        """Return when the first page answers, and the simulators do. Raises ServerFailed."""
        began = time.monotonic()
        while not self._answers():
            if self._process.poll() is not None:
                raise self.failed()
            if time.monotonic() - began > START_PATIENCE_SECONDS:
                raise self.failed(_("no contesta todavía"))
            time.sleep(LOOK_AGAIN_SECONDS)

    def _answers(self) -> bool:
        """Whether it told its address and signing in leads to the simulator of identity, a process of its own."""
        found = ANSWERS.search(self._said())
        if found is None:
            return False
        self.address = found[1]
        with suppress(StepFailed):
            return Browser(self.address).open(SIGN_IN).status == HTTPStatus.OK
        return False

    def wait_until_it_ends(self) -> None:
        """Return when it was told to end, as `ventanilla stop` does. Raises ServerFailed when it ended by itself."""
        if self._process.wait() != 0:
            raise self.failed()

    def failed(self, why: str = "") -> ServerFailed:
        """The fault that says why, as the log does, and where the log is."""
        said = COMPLAINS.findall(self._said())
        reason = why or (said[-1] if said else _("terminó sin decir por qué"))
        return ServerFailed(
            _("El servidor no funciona: %(reason)s Todo lo que dijo está en %(log)s.")
            % {"reason": f"{reason.rstrip('.')}.", "log": self.log}
        )

    def _said(self) -> str:
        return self.log.read_bytes()[self._log_bytes :].decode(errors="replace")

    def stop(self) -> None:
        """Let it finish what it holds, and wait for it."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        self._process.wait()


@contextmanager
def serving(home: Path) -> Iterator[Server]:
    """Serve inside the block, with the simulators on, in a process group that Ctrl-C does not reach by itself."""
    log = home / LOG_NAME
    with log.open("ab") as file:
        log_bytes = file.tell()
        process = subprocess.Popen(  # noqa: S603 a program of ours, without a shell
            COMMAND,
            env=environment.for_a_child({environment.SIMULATORS.name: "1"}),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
    server = Server(process, log, log_bytes)
    try:
        yield server
    finally:
        server.stop()
