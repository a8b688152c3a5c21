"""The outermost layer of the server: what a supervisor, a load balancer and Prometheus ask, without session or cookie.

Not among the addresses of the portal, because those need the database for whoever has a session, and send to TLS who
comes without. Nothing here is about a person, and nothing is kept by anybody on the way.
"""

import hmac
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ventanilla.common import keyfiles
from ventanilla.project.health import metrics, ready

ALIVE, READY, METRICS = "/salud/vivo", "/salud/listo", "/metricas"
PLAIN = "text/plain; charset=utf-8"
TOKEN = "metrics.token"  # noqa: S105  the name of its file
# Who has one of these came through a proxy, from wherever.
_OF_PROXIES = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Via")

Layer = Callable[[HttpRequest], HttpResponse]


def health(get_response: Layer) -> Layer:
    """Answer the three addresses, and leave all others alone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = _ANSWERS.get(request.path_info)
        if answer is None:
            return get_response(request)
        response = answer(request) if request.method in ("GET", "HEAD") else _plain("only GET\n", 405)
        response["Cache-Control"] = "no-store"
        return response

    return middleware


def _alive(_request: HttpRequest) -> HttpResponse:
    """A process that answers is alive, whatever else is broken: starting it again would mend nothing."""
    return _plain("ok\n")


def _ready(_request: HttpRequest) -> HttpResponse:
    problems = ready.problems()
    return _plain("".join(f"{each}\n" for each in problems), 503) if problems else _plain("ok\n")


def _metrics(request: HttpRequest) -> HttpResponse:
    if not (_is_of_this_machine(request) or _has_token(request)):
        return _plain("from this machine, or with the token of keys/metrics.token\n", 403)
    return HttpResponse(metrics.as_text(), content_type=metrics.CONTENT_TYPE)


def _is_of_this_machine(request: HttpRequest) -> bool:
    """By the address of the connection, and only when no proxy of this machine speaks for somebody else."""
    try:
        near = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return near and not any(name in request.headers for name in _OF_PROXIES)


def _has_token(request: HttpRequest) -> bool:
    """`Authorization: Bearer …` with what the operator put in the file; without the file nobody has it."""
    try:
        token = (keyfiles.find(Path(settings.VENTANILLA_HOME) / "keys" / TOKEN) or b"").strip()
    except keyfiles.KeyFault:
        return False
    given = request.headers.get("Authorization", "").encode()
    return bool(token) and hmac.compare_digest(given, b"Bearer " + token)


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type=PLAIN)


_ANSWERS: Mapping[str, Layer] = {ALIVE: _alive, READY: _ready, METRICS: _metrics}
