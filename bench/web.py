"""A browser's side of the WSGI application, in this process: what granian calls, without sockets to measure."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

Application = Callable[[dict[str, object], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as it left the application: the body is still compressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def head_bytes(self) -> int:
        """Bytes of the header lines as HTTP/1.1 writes them."""
        return sum(len(name) + len(value) + 4 for name, value in self.headers.items())


@cache
def application() -> Application:
    """The application with the whole middleware, once for all measures."""
    from django.core.wsgi import get_wsgi_application

    return cast(Application, get_wsgi_application())


def get(path: str, *, cookies: str = "", encodings: str = "") -> Answer:
    return send(environ("GET", path, cookies=cookies, encodings=encodings))


def post(path: str, fields: Mapping[str, str], *, cookies: str) -> dict[str, object]:
    """A form as a browser sends it, ready for `send`, so that its making is not timed."""
    return environ("POST", path, body=urlencode(fields).encode(), cookies=cookies)


def environ(method: str, path: str, *, body: bytes = b"", cookies: str = "", encodings: str = "") -> dict[str, object]:
    """The WSGI environment (PEP 3333) of one request."""
    parts = urlsplit(path)
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost:8000",
        "HTTP_ACCEPT_LANGUAGE": "es-CL,es;q=0.9",
        "HTTP_ACCEPT_ENCODING": encodings,
        "HTTP_COOKIE": cookies,
        "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def send(request: dict[str, object]) -> Answer:
    """Call the application and take the whole answer, as a server does."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []
    chunks = application()(request, lambda status, headers, *_: begun.append((status, headers)))
    try:
        body = b"".join(chunks)
    finally:
        if close := getattr(chunks, "close", None):
            close()
    status, headers = begun[0]
    return Answer(int(status.split()[0]), dict(headers), body)
