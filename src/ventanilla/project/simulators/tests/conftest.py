"""The simulators serving in a thread, in a home of their own, beside a platform that a test plays."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ventanilla.project.simulators.testing import running


@dataclass
class Platform:
    """The other side: keeps each notice that it gets, and answers `status`."""

    url: str = ""
    status: int = 200
    notices: list[tuple[str, bytes]] = field(default_factory=list)


@pytest.fixture
def platform(settings, tmp_path) -> Iterator[Platform]:
    played = Platform()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            played.notices.append((self.path, self.rfile.read(length)))
            self.send_response(played.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    played.url = f"http://127.0.0.1:{server.server_port}"
    settings.PUBLIC_URL, settings.SIMULATORS, settings.VENTANILLA_HOME = played.url, True, tmp_path
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield played
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def simulators(platform, settings) -> Iterator[str]:
    with running() as url:
        settings.SIMULATORS_URL = url
        yield url
