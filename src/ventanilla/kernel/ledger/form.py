"""The form of an entry, for ever (DESIGN §7): its fields, their limits, their canonical bytes. Pure.

    {v, at, institution, kind, norm, post, service, public{act, …}, commitments{name: base64(SHA-256(salt ‖ value))}}

Each field has one type; what is absent is the empty string. Kinds may be added, the form may not change: the vectors in
`tests/vectors/` hold it. An entry of a sensitive service publishes `v`, the day and commitments; every other field
becomes a commitment under its own name.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json, canonical, commitment, new_salt
from ventanilla.kernel.ledger.errors import MalformedEntry, VerificationError
from ventanilla.kernel.ledger.types import OpenedEntry

VERSION = 1
MAX_BODY_BYTES = 16_384  # a bundle has 16 bits for a length; a quarter of that keeps 256 entries under 4 MiB
MAX_KIND_CHARACTERS = 80
MAX_NORM_CHARACTERS = 200
MAX_SERVICE_CHARACTERS = 100
MAX_NAMES = 32
MAX_PUBLIC_DEPTH = 3
MAX_INTEGER = 2**53 - 1  # beyond it JSON readers disagree

KIND = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
SERVICE = re.compile(r"([a-z0-9]+([-_][a-z0-9]+)*)?")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
COMMITMENT = re.compile(r"[A-Za-z0-9+/]{43}=")
FIELDS_IN_THE_OPEN = ("at", "institution", "kind", "norm", "post", "public", "service")


@dataclass(frozen=True, slots=True)
class Draft:
    """What an entry is made of, before its salts."""

    act: UUID
    at: datetime
    kind: str
    actor: ActorRef
    institution: UUID | None
    norm: str
    service: str
    public: Mapping[str, Json]
    private: Mapping[str, Json]
    sensitive: bool = False
    show_post: bool = True


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes to be logged and the salts to be kept by whoever keeps the values."""

    body: bytes
    salts: dict[str, bytes]


def make(draft: Draft, salt_of: Callable[[str], bytes] = lambda name: new_salt()) -> Made:
    """The canonical bytes of an entry. Raises MalformedEntry, which names the field and what is accepted."""
    _check(draft)
    fields = _fields(draft)
    hidden: dict[str, Json] = {"actor": draft.actor.as_json(), **draft.private}
    if draft.sensitive:
        hidden |= {name: fields.pop(name) for name in FIELDS_IN_THE_OPEN}
        fields["at"] = instant(draft.at)[:10]
    salts = {name: salt_of(name) for name in sorted(hidden)}
    try:
        fields["commitments"] = {name: commitment(hidden[name], salts[name]) for name in salts}
        body = canonical(fields)
    except (ValueError, TypeError, RecursionError) as error:
        raise MalformedEntry(
            f"An entry of kind {draft.kind!r} has a value without canonical JSON form: {error}"
        ) from error
    if len(body) > MAX_BODY_BYTES:
        raise MalformedEntry(f"An entry of kind {draft.kind!r} has {len(body)} bytes; the most is {MAX_BODY_BYTES}.")
    return Made(body, salts)


def instant(at: datetime) -> str:
    """`2026-10-05T13:45:07.123Z`: UTC, milliseconds, the rest cut off."""
    if at.utcoffset() is None:
        raise MalformedEntry(f"An instant needs a time zone, and {at!r} has none.")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def parse(body: bytes) -> OpenedEntry:
    """Read an entry back from its bytes; raises VerificationError and nothing else.

    1. At most MAX_BODY_BYTES of JSON, an object, of a version that is known.
    2. The bytes are the canonical form of what they say: one entry has one hash.
    3. It has the fields of the form and no other.
    4. Each field has its form.
    """
    # 1
    if len(body) > MAX_BODY_BYTES:
        raise VerificationError(step=1, reason=f"an entry has at most {MAX_BODY_BYTES} bytes")
    try:
        fields = json.loads(body)
        again = canonical(fields)
    except (ValueError, TypeError, RecursionError) as error:
        raise VerificationError(step=1, reason="the entry is not JSON") from error
    version = fields.get("v") if isinstance(fields, dict) else None
    if type(version) is not int or version != VERSION:
        raise VerificationError(step=1, reason=f"the entry is not of version {VERSION}")
    # 2
    if again != body:
        raise VerificationError(step=2, reason="the entry is not in canonical form")
    # 3
    sensitive = "kind" not in fields
    if set(fields) != ({"v", "at", "commitments"} if sensitive else {"v", "commitments", *FIELDS_IN_THE_OPEN}):
        raise VerificationError(step=3, reason="the entry has other fields than the form")
    # 4
    try:
        return _opened(fields, sensitive)
    except (MalformedEntry, ValueError, TypeError, AttributeError) as error:
        raise VerificationError(step=4, reason=str(error)) from error


def _opened(fields: dict[str, Any], sensitive: bool) -> OpenedEntry:
    _check_text("at", fields["at"], 24, DAY if sensitive else INSTANT, "a day" if sensitive else "an instant in UTC")
    datetime.fromisoformat(fields["at"])
    for name, value in fields["commitments"].items():
        _check_text(f"commitments.{name}", value, 44, COMMITMENT, "base64 of SHA-256")
        _check_text("commitments", name, 40, NAME, "a name in lower case")
    if not sensitive:
        for name in ("institution", "post"):
            _check_uuid(name, fields[name], may_be_empty=True)
        _check_uuid("public.act", fields["public"].get("act"))
        _check_open(fields["kind"], fields["norm"], fields["service"], fields["public"], names=MAX_NAMES + 1)
    texts = {name: fields.get(name, "") for name in ("institution", "kind", "norm", "post", "service")}
    return OpenedEntry(
        at=fields["at"],
        public=fields.get("public", {}),
        commitments=fields["commitments"],
        sensitive=sensitive,
        **texts,
    )


def _fields(draft: Draft) -> dict[str, Json]:
    post = draft.actor.post_uuid if draft.show_post else None
    return {
        "v": VERSION,
        "at": instant(draft.at),
        "institution": str(draft.institution or ""),
        "kind": draft.kind,
        "norm": draft.norm,
        "post": str(post or ""),
        "service": draft.service,
        "public": {**draft.public, "act": str(draft.act)},
    }


def _check(draft: Draft) -> None:
    if "act" in draft.public:
        raise MalformedEntry("`public` has the name 'act', which is the random id that the ledger gives.")
    _check_open(draft.kind, draft.norm, draft.service, draft.public, names=MAX_NAMES)
    _check_names("private", draft.private, MAX_NAMES, reserved=("actor", *FIELDS_IN_THE_OPEN))


def _check_open(kind: str, norm: str, service: str, public: Mapping[str, Json], names: int) -> None:
    _check_text("kind", kind, MAX_KIND_CHARACTERS, KIND, "dotted lower case, as 'case.filed'")
    _check_text("norm", norm, MAX_NORM_CHARACTERS)
    _check_text("service", service, MAX_SERVICE_CHARACTERS, SERVICE, "a slug, as 'patente-comercial'")
    _check_names("public", public, names)
    for name, value in public.items():
        _check_public(name, value, depth=1)


def _check_uuid(field: str, text: str, may_be_empty: bool = False) -> None:
    if text == "" and may_be_empty:
        return
    if not isinstance(text, str) or str(UUID(text)) != text:
        raise MalformedEntry(f"`{field}` is {text!r}; accepted is a UUID in lower case.")


def _check_text(field: str, text: str, most: int, form: re.Pattern[str] | None = None, accepted: str = "") -> None:
    if not isinstance(text, str) or len(text) > most:
        raise MalformedEntry(f"`{field}` is {text!r}; accepted is a text of at most {most} characters.")
    if form is not None and not form.fullmatch(text):
        raise MalformedEntry(f"`{field}` is {text!r}; accepted is {accepted}.")


def _check_names(field: str, values: Mapping[str, Json], most: int, reserved: tuple[str, ...] = ()) -> None:
    if not isinstance(values, Mapping) or len(values) > most:
        raise MalformedEntry(f"`{field}` is an object with at most {most} names.")
    for name in values:
        if not isinstance(name, str) or not NAME.fullmatch(name) or name in reserved:
            raise MalformedEntry(
                f"`{field}` has the name {name!r}; accepted is lower case and not one of the form's own."
            )


def _check_public(name: str, value: Json, depth: int) -> None:
    if depth > MAX_PUBLIC_DEPTH:
        raise MalformedEntry(f"`public.{name}` is deeper than {MAX_PUBLIC_DEPTH} levels.")
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int) and abs(value) <= MAX_INTEGER:
        return
    if isinstance(value, Mapping):
        _check_names(f"public.{name}", value, MAX_NAMES)
        for inner_name, inner in value.items():
            _check_public(f"{name}.{inner_name}", inner, depth + 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check_public(name, inner, depth + 1)
    else:
        raise MalformedEntry(
            f"`public.{name}` is {value!r}; accepted are texts, booleans, null, integers up to 2^53 - 1, and lists and"
            " objects of these. A decimal is written as a text, so that all readers see the same number."
        )
