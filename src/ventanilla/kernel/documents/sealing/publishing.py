"""The public halves of the keys in the home, as others need them to check what was signed here. No key is made.

Read from the files alone, so that `ventanilla verify` works where no database runs.
"""

import re
from collections.abc import Mapping

from cryptography.hazmat.primitives import serialization

from ventanilla.common.public_keys import InstitutionKeys
from ventanilla.kernel.documents import keyfiles
from ventanilla.kernel.documents.errors import KeyFault
from ventanilla.kernel.documents.sealing import authority

# `seal-7.crt` and `receipt-7.key` are in use; `seal-7-<serial>.crt` and `receipt-7-<kid>.pub` were before.
_SEAL = re.compile(r"seal-([1-9]\d*)(-.+)?\.crt")
_IN_USE = "receipt-%d.key"
_BEFORE = "receipt-%d-*.pub"


def list_public_keys() -> Mapping[int, InstitutionKeys]:
    """By the id of each institution that has a seal here; its name is that of the certificate, its uuid "". No query.

    Raises KeyFault when a file cannot be read or is open to others.
    """
    found: dict[int, list[str]] = {}
    for name in keyfiles.names("seal-*.crt"):
        if match := _SEAL.fullmatch(name):
            found.setdefault(int(match[1]), []).append(_text(name))
    return {number: _institution(number, certificates) for number, certificates in found.items()}


def list_roots() -> tuple[str, ...]:
    """The authorities that this installation trusts, in PEM. Raises KeyFault. No query."""
    return tuple(each.public_bytes(serialization.Encoding.PEM).decode() for each in authority.roots())


def _institution(number: int, certificates: list[str]) -> InstitutionKeys:
    name, rut = authority.subject_of(authority.read_certificate(certificates[0]))
    keys = [_public_half(_IN_USE % number)] if keyfiles.names(_IN_USE % number) else []
    keys += [_text(each) for each in keyfiles.names(_BEFORE % number)]
    return InstitutionKeys("", name, rut, tuple(keys), tuple(certificates))


def _public_half(name: str) -> str:
    try:
        key = serialization.load_pem_private_key(_text(name).encode(), password=None)
    except (ValueError, TypeError) as error:
        raise KeyFault(f"keys/{name} is no private key in PEM without a password.") from error
    encoding, form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(encoding, form).decode()


def _text(name: str) -> str:
    try:
        return (keyfiles.find(name) or b"").decode("ascii")
    except UnicodeDecodeError as error:
        raise KeyFault(f"keys/{name} is not in PEM.") from error
