"""Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint), with Ed25519 keys. Pure.

A *verifier key* is `name+hash+base64(0x01 ‖ public key)`, a *signer key* `PRIVATE+KEY+name+hash+base64(0x01 ‖ seed)`.
The hash, in hexadecimal, is the key id: the first four bytes of SHA-256(name ‖ newline ‖ 0x01 ‖ public key). A note is
text, an empty line, and lines `— name base64(key id ‖ signature)`.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ventanilla.kernel.ledger.errors import VerificationError, under
from ventanilla.kernel.ledger.tree import HASH_BYTES
from ventanilla.kernel.ledger.types import TreeHead

ED25519 = b"\x01"
KEY_ID_BYTES = 4
MAX_NOTE_CHARACTERS = 1_000_000
MAX_SIGNATURES = 100
NAME = re.compile(r"[^\s+\ud800-\udfff]{1,255}")
SIGNATURE_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Verifier:
    """Who may have signed: the public half."""

    name: str
    key_id: bytes
    public: Ed25519PublicKey


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the private half. Never shown: its `repr` has no key."""

    name: str
    key_id: bytes
    private: Ed25519PrivateKey

    @property
    def verifier_key(self) -> str:
        encoded = base64.b64encode(ED25519 + self.private.public_key().public_bytes_raw()).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    @property
    def signer_key(self) -> str:
        encoded = base64.b64encode(ED25519 + self.private.private_bytes_raw()).decode()
        return f"PRIVATE+KEY+{self.name}+{self.key_id.hex()}+{encoded}"


def new_signer(name: str) -> Signer:
    """A signer with a fresh key. Raises VerificationError when `name` cannot name a key."""
    return _signer(name, Ed25519PrivateKey.generate())


def parse_signer_key(text: str) -> Signer:
    """Raises VerificationError when `text` is not a signer key, without repeating any of it."""
    private, key, *rest = text.split("+", 4) if text.count("+") >= 4 else ("", "")
    if (private, key) != ("PRIVATE", "KEY"):
        raise VerificationError(step=1, reason="this is not a signer key")
    name, key_id, encoded = rest
    signer = _signer(name, Ed25519PrivateKey.from_private_bytes(_key_bytes(encoded)))
    if signer.key_id.hex() != key_id:
        raise VerificationError(step=1, reason="the hash of the signer key belongs to another key")
    return signer


def parse_verifier_key(text: str) -> Verifier:
    """Raises VerificationError when `text` is not a verifier key or its hash does not match."""
    if text.count("+") < 2:
        raise VerificationError(step=1, reason="a verifier key is written name+hash+key")
    name, key_id, encoded = text.split("+", 2)
    raw = _key_bytes(encoded)
    expected = key_id_of(name, raw)
    if expected.hex() != key_id:
        raise VerificationError(step=1, reason="the hash of the verifier key belongs to another key")
    return Verifier(name, expected, Ed25519PublicKey.from_public_bytes(raw))


def key_id_of(name: str, public: bytes) -> bytes:
    if not NAME.fullmatch(name):
        raise VerificationError(step=1, reason="a key name has no spaces and no plus sign")
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:KEY_ID_BYTES]


def sign(*, text: str, signers: Sequence[Signer]) -> str:
    """`text`, which ends in a newline, as a note with a signature of each signer."""
    if not text.endswith("\n") or CONTROL.search(text):
        raise VerificationError(step=1, reason="the text of a note ends in a newline and has no control characters")
    return f"{text}\n" + "".join(_signature_line(text, signer) for signer in signers)


def open_note(*, note: str, verifier_keys: Sequence[str]) -> str:
    """The text of a note that at least one of the keys has signed.

    1. The keys are verifier keys.
    2. The note is text, an empty line and signature lines, within limits.
    3. Each signature line has its form.
    4. Each line of a known key (same name and id) verifies; lines of unknown keys are skipped.
    5. One line or more was of a known key.
    """
    # 1
    verifiers = {(key.name, key.key_id): key for key in map(parse_verifier_key, verifier_keys)}
    # 2
    text, lines = _split(note)
    verified = 0
    for line in lines:
        # 3
        match = SIGNATURE_LINE.fullmatch(line)
        signature = _decode(match[2], step=3) if match else b""
        if match is None or len(signature) <= KEY_ID_BYTES:
            raise VerificationError(step=3, reason="a signature line has another form")
        # 4
        verifier = verifiers.get((match[1], signature[:KEY_ID_BYTES]))
        if verifier is None:
            continue
        try:
            verifier.public.verify(signature[KEY_ID_BYTES:], text.encode())
        except InvalidSignature as error:
            raise VerificationError(step=4, reason=f"the signature of {verifier.name} is not valid") from error
        verified += 1
    # 5
    if not verified:
        raise VerificationError(step=5, reason="no known key has signed this note")
    return text


def checkpoint_text(head: TreeHead) -> str:
    """The text of a checkpoint: origin, size, root, each on a line."""
    return f"{head.origin}\n{head.size}\n{base64.b64encode(head.root).decode()}\n"


def parse_checkpoint(text: str) -> TreeHead:
    """The tree head that a checkpoint's text states, signed or not. Extension lines are allowed and ignored.

    1. Three lines or more, none empty, the last one ended.
    2. The size is a decimal number without leading zeros.
    3. The root is the base64 form of a hash.
    """
    # 1
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() != "" or "" in lines:
        raise VerificationError(step=1, reason="a checkpoint has three lines or more, none empty")
    # 2
    if not SIZE.fullmatch(lines[1]) or int(lines[1]) >= 2**63:
        raise VerificationError(step=2, reason="the size of a checkpoint is a decimal number")
    # 3
    root = _decode(lines[2], step=3)
    if len(root) != HASH_BYTES:
        raise VerificationError(step=3, reason="the root of a checkpoint is a hash")
    return TreeHead(origin=lines[0], size=int(lines[1]), root=root)


def unverified_head(note: str) -> TreeHead:
    """The tree head in a note whose signatures are not looked at: it comes from where nobody else writes.

    Raises VerificationError when it is no checkpoint.
    """
    text, _ = _split(note)
    return parse_checkpoint(text)


def open_checkpoint(*, note: str, verifier_key: str) -> TreeHead:
    """The tree head that the log with this key signed.

    1. The note opens with the key (the steps of `open_note`).
    2. Its text is a checkpoint (the steps of `parse_checkpoint`).
    3. Its origin is the name of the key: a signature for one log says nothing of another.
    """
    # 1
    with under(1):
        text = open_note(note=note, verifier_keys=[verifier_key])
    # 2
    with under(2):
        head = parse_checkpoint(text)
    # 3
    if head.origin != parse_verifier_key(verifier_key).name:
        raise VerificationError(step=3, reason="the checkpoint is of another log")
    return head


def _signature_line(text: str, signer: Signer) -> str:
    signature = base64.b64encode(signer.key_id + signer.private.sign(text.encode())).decode()
    return f"— {signer.name} {signature}\n"


def _signer(name: str, private: Ed25519PrivateKey) -> Signer:
    return Signer(name, key_id_of(name, private.public_key().public_bytes_raw()), private)


def _split(note: str) -> tuple[str, list[str]]:
    if len(note) > MAX_NOTE_CHARACTERS or CONTROL.search(note):
        raise VerificationError(step=2, reason="the note is too long or has control characters")
    try:
        note.encode()
    except UnicodeEncodeError as error:
        raise VerificationError(step=2, reason="the note is not valid UTF-8") from error
    text, separator, signatures = note.rpartition("\n\n")
    lines = signatures.split("\n")
    if not separator or lines.pop() != "" or not 0 < len(lines) <= MAX_SIGNATURES:
        raise VerificationError(step=2, reason="the note has no signature lines, or too many")
    return text + "\n", lines


def _key_bytes(encoded: str) -> bytes:
    raw = _decode(encoded, step=1)
    if raw[:1] != ED25519 or len(raw) != 1 + 32:
        raise VerificationError(step=1, reason="the key is not an Ed25519 key")
    return raw[1:]


def _decode(encoded: str, step: int) -> bytes:
    """Base64 in its only canonical form: two spellings of one signature would be two notes."""
    try:
        raw = base64.b64decode(encoded.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise VerificationError(step=step, reason="this is not base64") from error
    if base64.b64encode(raw).decode() != encoded:
        raise VerificationError(step=step, reason="this base64 is not in its canonical form")
    return raw
