"""The keys of dossiers in the database, and the blobs that they open. Every call is in the caller's transaction."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import connection

from ventanilla.kernel.documents import keyfiles
from ventanilla.kernel.documents.errors import BlobFault, DocumentDisposed, KeyFault
from ventanilla.kernel.documents.models import Blob, Document, DossierKey
from ventanilla.kernel.documents.storing import cipher, disk

MASTER_KEY = "documents.key"

# Note [The lock of an address]
#   Who stores at an address holds its lock shared until the end of the transaction; who removes an orphan takes it
#   alone, and only then looks whether a row points there. So no file goes while its row is about to be committed.
_LOCK_SHARED = "SELECT pg_advisory_xact_lock_shared(%s)"
_LOCK_ALONE = "SELECT pg_try_advisory_xact_lock(%s)"

# `xmax = 0` only of a row that this very statement inserted: then the file has to be written.
_REFER = """
INSERT INTO documents_blob (institution_id, key_id, sha256, size_bytes, reference_count) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (institution_id, sha256) DO UPDATE SET reference_count = documents_blob.reference_count + 1
RETURNING id, xmax = 0
"""


def put(*, dossier: UUID, institution_id: int, content: bytes, at: datetime) -> int:
    """Encrypt and keep `content`; the id of its blob. The file is on disk, durably, before the caller commits.

    Raises DocumentDisposed when the dossier's key was erased, KeyFault, BlobFault. Three statements, and two more for
    the first document of a dossier. See Note [The lock of an address].
    """
    key = _key_of(dossier, institution_id, at)
    stored = _cipher_of(key).encrypt(content)
    sha256 = disk.address(stored)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_SHARED, [_lock_number(sha256)])
        cursor.execute(_REFER, [institution_id, key.id, sha256, len(stored)])
        blob_id, inserted = cursor.fetchone()
    if inserted:
        disk.write(institution_id=institution_id, sha256=sha256, stored=stored)
    return blob_id


def get(document: Document) -> bytes:
    """The content of a document loaded with `blob__key`. Raises DocumentDisposed, KeyFault, BlobFault."""
    blob = document.blob
    if blob is None or blob.key.wrapped_key is None:
        raise DocumentDisposed
    content = _cipher_of(blob.key).decrypt(disk.read(institution_id=blob.institution_id, sha256=blob.sha256))
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise BlobFault(f"The document {document.uuid} is not what was stored: restore it from a backup.")
    return content


def release(blob_ids: list[int]) -> None:
    """Take one reference from each blob (an id may come twice); rows without any go, files are left to the sweep."""
    with connection.cursor() as cursor:
        for blob_id in sorted(blob_ids):
            cursor.execute("UPDATE documents_blob SET reference_count = reference_count - 1 WHERE id = %s", [blob_id])
        cursor.execute("DELETE FROM documents_blob WHERE id = ANY(%s) AND reference_count = 0", [blob_ids])


def remove_if_orphan(*, file: disk.StoredFile) -> bool:
    """Delete a file that no row points to; whether it did. See Note [The lock of an address]."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_ALONE, [_lock_number(file.sha256)])
        (alone,) = cursor.fetchone()
    if not alone or Blob.objects.filter(institution_id=file.institution_id, sha256=file.sha256).exists():
        return False
    file.path.unlink(missing_ok=True)
    return True


def erase_key(*, dossier: UUID, at: datetime) -> None:
    """Erase the dossier's key, if it has one: what it encrypted cannot be read any more."""
    DossierKey.objects.filter(dossier=dossier, erased_at__isnull=True).update(wrapped_key=None, erased_at=at)


def _lock_number(sha256: str) -> int:
    return int.from_bytes(bytes.fromhex(sha256[:16]), signed=True)


def _key_of(dossier: UUID, institution_id: int, at: datetime) -> DossierKey:
    key = DossierKey.objects.filter(dossier=dossier).first()
    if key is None:
        master = _master_key()
        made = DossierKey(
            dossier=dossier,
            institution_id=institution_id,
            wrapped_key=cipher.new_wrapped_key(master, dossier),
            master_key_id=cipher.master_key_id(master),
            made_at=at,
        )
        DossierKey.objects.bulk_create([made], ignore_conflicts=True)
        key = DossierKey.objects.get(dossier=dossier)
    if key.institution_id != institution_id:
        raise KeyFault(f"The dossier {dossier} belongs to another institution than {institution_id}.")
    if key.wrapped_key is None:
        raise DocumentDisposed
    return key


def _cipher_of(key: DossierKey) -> cipher.DossierCipher:
    return cipher.open_cipher(_master_key(), key.dossier, bytes(key.wrapped_key or b""))


def ensure_master_key() -> None:
    """Make the key that wraps all others, unless it is there. Raises KeyFault when it is gone and was used."""
    _master_key()


def _master_key() -> bytes:
    """The master key; made only while nothing depends on it, because a second one would open nothing."""
    master = keyfiles.find(MASTER_KEY)
    if master is None:
        if DossierKey.objects.exists():
            raise KeyFault(
                f"The file keys/{MASTER_KEY} is missing. Restore it from a backup: no document opens without."
            )
        master = keyfiles.find_or_make(MASTER_KEY, cipher.new_master_key)
    if len(master) != cipher.KEY_BYTES:
        raise KeyFault(f"The file keys/{MASTER_KEY} does not hold a key of {cipher.KEY_BYTES} bytes.")
    return master
