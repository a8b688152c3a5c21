"""One call to a provider: https, no redirect, no proxy, a limit on its time and on its size.

http.client and not a library of sessions: nothing here may follow a redirect, keep a cookie or read the environment.
"""

import json
import ssl
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from ventanilla.kernel.identity.sign_in.limits import (
    ANSWER_MAX_BYTES,
    CALL_TIMEOUT_SECONDS,
    CONNECT_TIMEOUT_SECONDS,
)
from ventanilla.kernel.identity.sign_in_errors import AnswerNotValid, IdentityUnavailable

THIS_MACHINE = frozenset({"localhost", "127.0.0.1"})
SERVER_ERROR = 500
_CHUNK_BYTES = 8 * 1024

Json = dict[str, Any]


def is_safe(address: str) -> bool:
    """Whether it may be called: https, or http on this machine (the simulators)."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (
            parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in THIS_MACHINE)
        )
    except ValueError:
        return False


def call(address: str, form: Mapping[str, str] | None = None, *, headers: Mapping[str, str] | None = None) -> Json:
    """The JSON object that the address answers to a GET, or to a POST of `form`.

    Raises IdentityUnavailable when it does not answer in time or fails, AnswerNotValid when it says anything else than
    200 with one JSON object of at most 64 KB.
    """
    if not is_safe(address):
        raise AnswerNotValid(f"{address} is not an https address")
    deadline = time.monotonic() + CALL_TIMEOUT_SECONDS
    connection = _connection(address)
    try:
        status, body = _exchange(connection, address, form, headers or {}, deadline)
    except (OSError, HTTPException) as error:
        raise IdentityUnavailable(f"{urlsplit(address).netloc}: {error!r}") from error
    finally:
        connection.close()
    if status >= SERVER_ERROR:
        raise IdentityUnavailable(f"{address} answered {status}")
    return _object(address, status, body)


def _connection(address: str) -> HTTPConnection:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return HTTPSConnection(host, parts.port, timeout=CONNECT_TIMEOUT_SECONDS, context=context)
    return HTTPConnection(host, parts.port, timeout=CONNECT_TIMEOUT_SECONDS)


def _exchange(
    connection: HTTPConnection,
    address: str,
    form: Mapping[str, str] | None,
    headers: Mapping[str, str],
    deadline: float,
) -> tuple[int, bytes]:
    """Status and body. Raises OSError and HTTPException."""
    parts = urlsplit(address)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    sent = {"Accept": "application/json", "User-Agent": "Ventanilla", **headers}
    body = None
    if form is not None:
        body = urlencode(form).encode()
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    connection.connect()
    _leave(connection, deadline)
    connection.request("GET" if form is None else "POST", path, body, sent)
    response = connection.getresponse()
    return response.status, _read(connection, response, deadline)


def _read(connection: HTTPConnection, response: HTTPResponse, deadline: float) -> bytes:
    """The body, piece by piece, so that one who sends a byte now and then does not hold us."""
    found = bytearray()
    while piece := response.read1(_CHUNK_BYTES):
        found += piece
        if len(found) > ANSWER_MAX_BYTES:
            raise HTTPException(f"longer than {ANSWER_MAX_BYTES} bytes")
        _leave(connection, deadline)
    return bytes(found)


def _leave(connection: HTTPConnection, deadline: float) -> None:
    """Let the next wait last until the deadline at most."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("it took too long")
    if connection.sock is not None:
        connection.sock.settimeout(left)


def _object(address: str, status: int, body: bytes) -> Json:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    if status != 200:
        code = said.get("error", "") if isinstance(said, dict) else ""
        raise AnswerNotValid(f"{address} answered {status} {str(code)[:60]}")
    if not isinstance(said, dict):
        raise AnswerNotValid(f"{address} answered no JSON object")
    return said
