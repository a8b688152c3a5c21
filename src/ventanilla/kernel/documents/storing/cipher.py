"""A key per dossier, wrapped by the master key of the installation; each document under AES-256-GCM.

Erasing the wrapped key makes every copy of the dossier's documents unreadable, the copies in backups too, as long as
the table of keys is backed up apart and only its last state is kept.

Stored bytes: version (1) ‖ nonce (12) ‖ ciphertext and tag. The nonce is HMAC-SHA-256 of the plaintext under a key of
the dossier, cut to 96 bits: the same document in the same dossier gives the same bytes, so it is stored once, and
two different documents share a nonce with probability 2⁻⁹⁶ per pair (the idea of SIV, RFC 5297). Nothing is revealed
across dossiers. The dossier is authenticated with the bytes, so that a blob moved to another dossier does not open.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ventanilla.kernel.documents.errors import BlobFault, KeyFault

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION = b"\x01"


@dataclass(frozen=True, slots=True)
class DossierCipher:
    """The open key of one dossier. It lives as long as the call that needs it. Its repr says nothing of the key."""

    dossier: UUID
    _key: bytes

    def __repr__(self) -> str:
        return f"DossierCipher({self.dossier})"

    def encrypt(self, content: bytes) -> bytes:
        """The bytes to store."""
        nonce = hmac.digest(self._derived(b"nonce"), content, hashlib.sha256)[:NONCE_BYTES]
        return VERSION + nonce + AESGCM(self._derived(b"content")).encrypt(nonce, content, self._bound())

    def decrypt(self, stored: bytes) -> bytes:
        """The document again. Raises BlobFault when the bytes are not those that were stored for this dossier."""
        nonce, sealed = stored[1 : 1 + NONCE_BYTES], stored[1 + NONCE_BYTES :]
        try:
            if stored[:1] != VERSION:
                raise ValueError("unknown version")
            return AESGCM(self._derived(b"content")).decrypt(nonce, sealed, self._bound())
        except (InvalidTag, ValueError) as error:
            raise BlobFault(f"A blob of dossier {self.dossier} does not open: restore it from a backup.") from error

    def _derived(self, purpose: bytes) -> bytes:
        return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"ventanilla/documents/" + purpose).derive(self._key)

    def _bound(self) -> bytes:
        return VERSION + self.dossier.bytes


def new_master_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def master_key_id(master: bytes) -> str:
    """A name for the master key that tells nothing of it: says which one wrapped a dossier's key."""
    return hashlib.sha256(b"ventanilla/master-key-id" + master).hexdigest()[:16]


def new_wrapped_key(master: bytes, dossier: UUID) -> bytes:
    """A new key for `dossier`, wrapped: nonce ‖ AES-256-GCM(master, key), bound to the dossier."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(master).encrypt(nonce, secrets.token_bytes(KEY_BYTES), dossier.bytes)


def open_cipher(master: bytes, dossier: UUID, wrapped: bytes) -> DossierCipher:
    """The cipher of `dossier`. Raises KeyFault when `master` is not the key that wrapped it."""
    try:
        key = AESGCM(master).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], dossier.bytes)
    except (InvalidTag, ValueError) as error:
        raise KeyFault("The key file documents.key is not the one that this database was used with.") from error
    return DossierCipher(dossier, key)
