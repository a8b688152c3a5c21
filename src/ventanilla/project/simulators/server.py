"""The server of the simulators, on 127.0.0.1 only, and the refusal to be one in production."""

import threading
from collections.abc import Callable
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import structlog
from django.conf import settings

from ventanilla.common.errors import Fault
from ventanilla.project.simulators.app import make_app
from ventanilla.project.simulators.config import Config

HOST = "127.0.0.1"
STOP_POLL_SECONDS = 0.2
IDLE_TIMEOUT_SECONDS = 30

_log = structlog.get_logger(__name__)


class SimulatorsRefused(Fault):
    """The simulators do not start here; the message says why and what to do."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Handler(WSGIRequestHandler):
    timeout = IDLE_TIMEOUT_SECONDS

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Nothing: requests carry signed statements in their addresses."""


def make_simulators(port: int) -> WSGIServer:
    """The server, bound to 127.0.0.1:`port` (0: any free one) and not serving yet.

    Raises SimulatorsRefused when they are not switched on, when the public address is not on this machine, or when the
    port is taken.
    """
    config = Config(public_url=settings.PUBLIC_URL, home=settings.VENTANILLA_HOME)
    if not settings.SIMULATORS:
        raise SimulatorsRefused("The simulators are off. VENTANILLA_SIMULATORS=1 switches them on.")
    refuse_simulators()
    try:
        return make_server(HOST, port, make_app(config), server_class=_Server, handler_class=_Handler)
    except OSError as error:
        raise SimulatorsRefused(
            f"The simulators cannot use {HOST}:{port} ({error.strerror}). Another program may have it: name another in"
            " VENTANILLA_SIMULATORS_URL."
        ) from error


def refuse_simulators() -> None:
    """Raises SimulatorsRefused where nobody may pretend to be somebody: in production, and away from this machine."""
    config = Config(public_url=settings.PUBLIC_URL, home=settings.VENTANILLA_HOME)
    if settings.VENTANILLA_MODE == "production" or not config.is_on_this_machine:
        raise SimulatorsRefused(
            f"The simulators let anybody be anybody, and this is {config.public_url} in the mode"
            f" {settings.VENTANILLA_MODE}: they do not start. Remove VENTANILLA_SIMULATORS."
        )


def serve(port: int, *, stop: threading.Event | None = None, ready: Callable[[int], None] | None = None) -> None:
    """Serve until `stop` is set (None: until the process ends). `ready` is called with the port once it listens.

    Raises SimulatorsRefused.
    """
    with make_simulators(port) as server:
        _log.info("simulators_listen", host=HOST, port=server.server_port)
        if ready is not None:
            ready(server.server_port)
        if stop is not None:
            threading.Thread(target=_shut, args=(server, stop), daemon=True).start()
        server.serve_forever(poll_interval=STOP_POLL_SECONDS)


def _shut(server: WSGIServer, stop: threading.Event) -> None:
    stop.wait()
    server.shutdown()
