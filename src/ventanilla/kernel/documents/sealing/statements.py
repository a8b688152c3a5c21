"""Statements signed by an institution: the receipt of a filing (DS 10) is one.

A JSON Web Signature (RFC 7515) in its compact form, with Ed25519 (RFC 8037): any JOSE library checks it with the
public key. The payload is RFC 8785 JSON, so that the same statement is the same bytes. The verifier takes one
algorithm, one type and one spelling of each part, and raises one error.

The key is `receipt-<institution>.key`. When it is rotated its public half stays as `receipt-<institution>-<kid>.pub`,
where kid is the name of the key in the header of what it signed.
"""

import base64
import json
import re
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ventanilla.common.canonical import Json, canonical
from ventanilla.kernel.documents import keyfiles, limits
from ventanilla.kernel.documents.errors import KeyFault, StatementNotVerified

TYPE: Final = "ventanilla-statement+jws"
PEM = re.compile(r"-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----")


@dataclass(frozen=True, slots=True)
class Renewal:
    """A new key that is not in use yet, and the names of the old one and of this one. Its repr shows no key."""

    key_name: str
    key: bytes = field(repr=False)
    old_kid: str
    new_kid: str


def sign_statement(*, institution_id: int, statement: Json) -> str:
    """The signed form of `statement`, plain text of three parts joined by dots. No database, some 0.1 ms.

    Raises KeyFault; ValueError when the statement has no canonical form.
    """
    key = _key(institution_id)
    signed = f"{_encode(_header(key.public_key()))}.{_encode(canonical(statement))}"
    return f"{signed}.{_encode(key.sign(signed.encode()))}"


def verify_statement(*, public_key_pem: str, statement: str) -> Json:
    """What was signed, by the key in `public_key_pem` or by one of those there. Raises StatementNotVerified alone.

    1. Three parts within the limit, each in the only spelling of its bytes.
    2. The header names this algorithm, this type and one of these keys.
    3. The signature is right.
    4. The payload is canonical JSON.
    """
    try:
        keys = [_public(block) for block in PEM.findall(public_key_pem)]
        # 1
        if len(statement) > limits.STATEMENT_CHARACTERS:
            raise ValueError("too long")
        header, payload, signature = (_decode(part) for part in statement.split("."))
        # 2
        named = [key for key in keys if header == _header(key)]
        if not named:
            raise ValueError("the header names another algorithm, type or key")
        # 3
        named[0].verify(signature, statement.rpartition(".")[0].encode())
        # 4
        value = json.loads(payload)
        if canonical(value) != payload:
            raise ValueError("the payload is not canonical")
        return value
    except InvalidSignature as error:
        raise StatementNotVerified(reason="the signature is not right") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise StatementNotVerified(reason=str(error)) from error


def statement_key_id(statement: str) -> str:
    """Which key a signed statement says that it was signed with: the `kid` of its header. It verifies nothing.

    Raises StatementNotVerified when it has no such header.
    """
    try:
        kid = json.loads(_decode(statement.partition(".")[0]))["kid"]
        if not isinstance(kid, str):
            raise TypeError("the name of the key is no text")
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise StatementNotVerified(reason=f"the header names no key: {error}") from error
    return kid


def public_key_id(public_key_pem: str) -> str:
    """What a statement signed with the private half names: the `kid` of its header. Raises StatementNotVerified."""
    try:
        return _thumbprint(_public(public_key_pem))
    except (ValueError, TypeError) as error:
        raise StatementNotVerified(reason=str(error)) from error


def receipt_public_key(*, institution_id: int) -> str:
    """The public key that checks what the institution signs now, in PEM. Made with its private key at first."""
    return _pem(_key(institution_id).public_key()).decode()


def receipt_public_keys(*, institution_id: int) -> str:
    """All public keys that check the institution's statements, in PEM one after another, the present one first."""
    past = [keyfiles.find(name) or b"" for name in past_key_names(institution_id)]
    return receipt_public_key(institution_id=institution_id) + b"".join(past).decode()


def renew(*, institution_id: int) -> Renewal:
    """A new key, for `install`. Only the public half of the old one is written, beside it. Raises KeyFault."""
    old, content = _key(institution_id).public_key(), _new_key()
    keyfiles.find_or_make(f"receipt-{institution_id}-{_thumbprint(old)}.pub", lambda: _pem(old))
    name = _key_name(institution_id)
    return Renewal(name, content, _thumbprint(old), _thumbprint(_private(name, content).public_key()))


def install(renewal: Renewal) -> None:
    """Sign with the new key from now on. Raises KeyFault."""
    keyfiles.replace(renewal.key_name, renewal.key)


def past_key_names(institution_id: int) -> list[str]:
    """The files of the public halves of rotated keys."""
    return keyfiles.names(f"receipt-{institution_id}-*.pub")


def name_of_key(content: bytes) -> str:
    """The kid of a key file, private or public. Raises KeyFault."""
    try:
        if b"PRIVATE" in content:
            return _thumbprint(_private("", content).public_key())
        return _thumbprint(_public(content.decode()))
    except ValueError as error:
        raise KeyFault("It is no Ed25519 key in PEM.") from error


def _key(institution_id: int) -> Ed25519PrivateKey:
    name = _key_name(institution_id)
    return _private(name, keyfiles.find_or_make(name, _new_key))


def _key_name(institution_id: int) -> str:
    return f"receipt-{institution_id}.key"


def _private(name: str, content: bytes) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(content, password=None)
    except (ValueError, TypeError) as error:
        raise KeyFault(f"keys/{name} is no private key in PEM without a password.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFault(f"keys/{name} is not an Ed25519 key.")
    return key


def _public(pem: str) -> Ed25519PublicKey:
    key = serialization.load_pem_public_key(pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("the public key is not Ed25519")
    return key


def _pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def _header(key: Ed25519PublicKey) -> bytes:
    return canonical({"alg": "EdDSA", "kid": _thumbprint(key), "typ": TYPE})


def _new_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _thumbprint(key: Ed25519PublicKey) -> str:
    """RFC 7638: the name of the key is the hash of its only form."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    digest = hashes.Hash(hashes.SHA256())
    digest.update(canonical({"crv": "Ed25519", "kty": "OKP", "x": _encode(raw)}))
    return _encode(digest.finalize())


def _encode(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _decode(part: str) -> bytes:
    """Strict base64url: one spelling for each value."""
    value = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    if _encode(value) != part:
        raise ValueError("a part is not in the one spelling of base64url")
    return value
