"""The platform and the simulators behind real sockets, in threads of the test, at the time of the journey.

The platform is the WSGI application that the web server calls, with its middleware, static files and headers.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from wsgiref.simple_server import WSGIServer

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from ventanilla.common import clock
from ventanilla.project.simulators.server import make_simulators

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
STOP_POLL_SECONDS = 0.05


def make_platform() -> WSGIServer:
    """The platform on a free port of this machine, not serving yet. Its threads close their database connections."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Handler)
    server.set_app(get_wsgi_application())
    return server


@contextmanager
def serving(server: WSGIServer, now: Callable[[], datetime]) -> Iterator[None]:
    """Serve inside the block. Each request happens at the instant that `now` gives when it comes in."""
    server.set_app(_at(now, server.get_app()))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": STOP_POLL_SECONDS})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


class _Handler(WSGIRequestHandler):
    """One request a connection: the thread ends, and its database connection with it."""

    protocol_version = "HTTP/1.0"

    def log_message(self, *_: object) -> None:
        """Nothing: the pages tell."""


def _at(now: Callable[[], datetime], app: Application) -> Application:
    def timed(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with clock.fixed(now()):
            return app(environ, start_response)

    return timed


__all__ = ["make_platform", "make_simulators", "serving"]
