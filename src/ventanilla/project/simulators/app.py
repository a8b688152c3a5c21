"""The WSGI application of the simulators: the pages, the providers of identity, the same headers on all."""

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from threading import Event
from typing import Any

from ventanilla.project.simulators import identity, payments
from ventanilla.project.simulators.config import THIS_MACHINE, Config
from ventanilla.project.simulators.http import HERE, Answer, page, read_request

# A slow answer sends a byte so often, until whoever asked has gone.
BETWEEN_BYTES_SECONDS = 0.2


def make_app(config: Config) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """The application for this installation."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": (
            f"default-src 'none'; style-src 'self'; form-action 'self' {config.public_url}; base-uri 'none';"
            " frame-ancestors 'none'"
        ),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        found = _answer(environ, config)
        length = {"Content-Type": found.content_type, "Content-Length": str(len(found.body))}
        status = f"{found.status} {HTTPStatus(found.status).phrase}"
        start_response(status, list({**headers, **length, **found.headers}.items()))
        if environ["REQUEST_METHOD"] == "HEAD":
            return []
        return _slowly(found.body) if found.slow else [found.body]

    return app


def _answer(environ: dict[str, Any], config: Config) -> Answer:
    try:
        request = read_request(environ)
    except ValueError:
        return page("refused.html", status=400, reason="form")
    if request.host.rpartition(":")[0] not in THIS_MACHINE and request.host not in THIS_MACHINE:
        return page("refused.html", status=400, reason="host")
    if request.method not in {"GET", "HEAD", "POST"}:
        return page("refused.html", status=405, reason="method")
    if request.path == "/":
        return page("home.html", public_url=config.public_url)
    if request.path == "/estilo.css":
        return Answer(200, (HERE / "style.css").read_bytes(), "text/css; charset=utf-8")
    handle = payments.answer if request.path == payments.PATH else identity.find(request.path)
    return handle(request, config) if handle else page("refused.html", status=404, reason="path")


def _slowly(body: bytes) -> Iterator[bytes]:
    for byte in body:
        Event().wait(BETWEEN_BYTES_SECONDS)
        yield bytes([byte])
