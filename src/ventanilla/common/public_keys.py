"""The public keys of an installation: the one JSON that it publishes and that `ventanilla verify --keys` reads. Pure.

Nothing in it is secret. Keys that were replaced stay in their lists, because they check what they signed.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any, cast

VERSION = 1
# Ten thousand institutions with five keys each.
MAX_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class InstitutionKeys:
    """One institution: `receipt_keys` (Ed25519) check its receipts, `certificates` are those of its seal; all in PEM.

    `uuid` is "" where only the keys are known.
    """

    uuid: str
    name: str
    rut: str
    receipt_keys: tuple[str, ...]
    certificates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogKey:
    """A verifier key of the public log (C2SP signed-note): it signed checkpoints of more than `first_size` entries."""

    verifier_key: str
    first_size: int = 0

    @property
    def origin(self) -> str:
        return self.verifier_key.partition("+")[0]


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """`roots` are the authorities of the seals, in PEM; `log` the keys of the public log, in the order of their use."""

    institutions: tuple[InstitutionKeys, ...] = ()
    roots: tuple[str, ...] = ()
    log: tuple[LogKey, ...] = ()

    def to_json(self) -> bytes:
        return json.dumps({"v": VERSION, **asdict(self)}, ensure_ascii=False, indent=1).encode()


def read_public_keys(content: bytes) -> PublicKeys:
    """The reverse of `to_json`. What is not known is passed over, so that the form may grow.

    Raises ValueError with what is wrong.
    """
    if len(content) > MAX_BYTES:
        raise ValueError(f"it has more than {MAX_BYTES} bytes")
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not JSON") from error
    if _field(value, "v") != VERSION:
        raise ValueError(f"it is no list of public keys of version {VERSION}")
    return PublicKeys(
        institutions=tuple(_institution(each) for each in _list(value, "institutions")),
        roots=_texts(value, "roots"),
        log=tuple(LogKey(_text(each, "verifier_key"), _size(each)) for each in _list(value, "log")),
    )


def _institution(value: Any) -> InstitutionKeys:
    uuid, name, rut = _text(value, "uuid"), _text(value, "name"), _text(value, "rut")
    return InstitutionKeys(uuid, name, rut, _texts(value, "receipt_keys"), _texts(value, "certificates"))


def _size(value: Any) -> int:
    size = _field(value, "first_size")
    if type(size) is not int:
        raise ValueError("`first_size` is no whole number")
    return size


def _texts(value: Any, name: str) -> tuple[str, ...]:
    return tuple(_text({name: each}, name) for each in _list(value, name))


def _text(value: Any, name: str) -> str:
    text = _field(value, name)
    if not isinstance(text, str):
        raise ValueError(f"`{name}` is no text")
    return text


def _list(value: Any, name: str) -> list[Any]:
    found = _field(value, name)
    if not isinstance(found, list):
        raise ValueError(f"`{name}` is no list")
    return cast("list[Any]", found)


def _field(value: Any, name: str) -> Any:
    if not isinstance(value, dict) or name not in value:
        raise ValueError(f"`{name}` is missing")
    return cast("dict[str, Any]", value)[name]
