"""What a backup takes of documents, and what a restore puts back and checks: files, keys of dossiers, numbers.

The keys of dossiers are apart from the rest of the database, and only their last state is kept: a restore of an older
backup takes them too, so that what was disposed of meanwhile stays unreadable.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.documents.errors import BlobFault
from ventanilla.kernel.documents.models import Blob, Document, NumberSeries
from ventanilla.kernel.documents.operations.documents import dispose
from ventanilla.kernel.documents.operations.sweep import SWEEP_LOCK
from ventanilla.kernel.documents.storing import disk
from ventanilla.kernel.documents.types import KeptFile, LastNumber
from ventanilla.kernel.identity import api as identity

DOSSIER_KEYS_TABLE = "public.documents_dossierkey"
_COLUMNS = "id, dossier, institution_id, wrapped_key, master_key_id, made_at, erased_at"
_ROWS_AT_ONCE = 5000

# Keys of a later day may be of institutions that the restored state does not know yet. Their ids are taken, too.
_LOAD = f"""
INSERT INTO {DOSSIER_KEYS_TABLE} ({_COLUMNS}) SELECT {_COLUMNS} FROM dossier_keys_of_the_backup
WHERE institution_id IN (SELECT id FROM public.identity_institution);
SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('{DOSSIER_KEYS_TABLE}', 'id'),
    (SELECT COALESCE(max(id), 1) FROM {DOSSIER_KEYS_TABLE}));
DROP TABLE dossier_keys_of_the_backup;
"""  # noqa: S608  constants


@contextmanager
def files_held() -> Iterator[None]:
    """Let no sweep delete a file while the block runs, in this connection. Waits for a sweep of a folder to end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", [SWEEP_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [SWEEP_LOCK])


def list_files() -> Iterator[KeptFile]:
    """Every file that a row points to, in order. In the caller's transaction, a few thousand at a time."""
    rows = Blob.objects.order_by("institution_id", "sha256").values_list("institution_id", "sha256", "size_bytes")
    for institution_id, sha256, size_bytes in rows.iterator(chunk_size=_ROWS_AT_ONCE):
        yield KeptFile(institution_id, sha256, size_bytes)


def read_file(*, file: KeptFile) -> bytes:
    """The stored bytes of a file, checked against its address. Raises BlobFault."""
    return disk.read(institution_id=file.institution_id, sha256=file.sha256)


def write_file(*, file: KeptFile, stored: bytes) -> None:
    """Put back the stored bytes of a file, durably. Raises BlobFault, also when they are not those of its address."""
    if disk.address(stored) != file.sha256:
        raise BlobFault(f"The copy of document {file.sha256} was changed.")
    disk.write(institution_id=file.institution_id, sha256=file.sha256, stored=stored)


def has_other_files(*, files: frozenset[KeptFile]) -> bool:
    """Whether the disk has files of documents that are none of these."""
    known = {(file.institution_id, file.sha256) for file in files}
    found = (file for institution_id, folder in disk.folders() for file in disk.files_in(folder, institution_id))
    return any(file.sha256 and (file.institution_id, file.sha256) not in known for file in found)


def dump_dossier_keys() -> Iterator[bytes]:
    """The keys of all dossiers, each wrapped by the master key, in COPY's text form. In the caller's transaction."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {DOSSIER_KEYS_TABLE} ({_COLUMNS}) TO STDOUT") as rows:
        yield from (bytes(block) for block in rows)


def dossier_keys_script(*, rows: Iterable[bytes]) -> Iterator[bytes]:
    """A script for psql that puts back what `dump_dossier_keys` gave, after the tables and before their constraints."""
    yield f"CREATE TEMPORARY TABLE dossier_keys_of_the_backup (LIKE {DOSSIER_KEYS_TABLE});\n".encode()
    yield f"COPY dossier_keys_of_the_backup ({_COLUMNS}) FROM stdin;\n".encode()
    yield from rows
    yield b"\\.\n"
    yield _LOAD.encode()


def redo_disposals(*, actor: ActorRef, at: datetime) -> int:
    """Dispose again of the dossiers whose key is erased and whose documents a restore brought back; how many.

    One operation for each.
    """
    came_back = Document.objects.filter(disposed_at__isnull=True, blob__key__erased_at__isnull=False)
    dossiers = list(came_back.values_list("dossier", flat=True).distinct())
    for dossier in dossiers:
        dispose(dossier=dossier, actor=actor, at=at)
    return len(dossiers)


def list_last_numbers() -> tuple[LastNumber, ...]:
    """The last act number of each series of each institution and year, the newest year first. Two queries."""
    institutions = {each.id: each for each in identity.list_institutions()}
    return tuple(
        LastNumber(
            institution_id=row.institution_id,
            institution=institutions[row.institution_id].short_name,
            series=row.series,
            year=row.year,
            number=row.last_number,
            taken_at=row.last_taken_at,
        )
        for row in NumberSeries.objects.order_by("-year", "institution_id", "series")
    )
