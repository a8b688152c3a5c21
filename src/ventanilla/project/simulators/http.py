"""The little of HTTP that the simulators need: a request read with limits, an answer with its headers."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from django.template import Context, Engine
from django.utils.translation import override

BODY_MAX_BYTES = 16_384
FIELDS_LIMIT = 20
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Request:
    """Method, path and fields: of the query for GET, of the form for POST. The last value of a name counts."""

    method: str
    path: str
    host: str
    fields: dict[str, str]
    authorization: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, body and the headers that are of this answer alone. A slow one sends a byte now and then."""

    status: int
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    slow: bool = False


def read_request(environ: dict[str, Any]) -> Request:
    """The request of a WSGI environment. Raises ValueError when it is longer than it may be or no text."""
    method = environ["REQUEST_METHOD"]
    raw = environ.get("QUERY_STRING", "")
    if method == "POST":
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if not 0 <= length <= BODY_MAX_BYTES:
            raise ValueError(f"The body has {length} bytes; the most is {BODY_MAX_BYTES}.")
        raw = environ["wsgi.input"].read(length).decode("utf-8")
    fields = dict(parse_qsl(raw, keep_blank_values=True, max_num_fields=FIELDS_LIMIT, errors="strict"))
    authorization = environ.get("HTTP_AUTHORIZATION", "")
    return Request(method, environ.get("PATH_INFO", "/"), environ.get("HTTP_HOST", ""), fields, authorization)


def page(template: str, *, status: int = 200, **context: object) -> Answer:
    """A page made of one of our templates, in Spanish. Everything in the context is escaped."""
    with override("es"):
        text = _engine().get_template(f"simulators/{template}").render(Context(context))
    return Answer(status, text.encode())


def redirect(address: str) -> Answer:
    """Send the browser there with GET. The caller has checked the address."""
    return Answer(303, headers={"Location": address})


@cache
def _engine() -> Engine:
    i18n = "django.templatetags.i18n"
    return Engine(dirs=[str(HERE / "templates")], libraries={"i18n": i18n}, builtins=[i18n])
