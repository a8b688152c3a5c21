"""A backup: one snapshot of the database, the documents that it names, and the last state of the keys of dossiers.

While it is made the installation serves. The documents need no snapshot: a file never changes, and none is swept while
the backup holds them. The instant's folder takes its name last, when all that it needs is on the disk.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from ventanilla.common import durable
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.documents.errors import BlobFault
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.ledger.errors import NotPublished
from ventanilla.project.operating import dossier_keys, keyring
from ventanilla.project.operating import manifest as manifests
from ventanilla.project.operating.errors import BackupFailed
from ventanilla.project.operating.folder import BackupFolder, is_copied
from ventanilla.project.operating.manifest import FileHash, Manifest
from ventanilla.project.operating.programs import address, running
from ventanilla.project.operating.telling import EVERY_SECONDS, Progress, Say, size

# A dump is compressed: text and JSON shrink to a fifth and less. A full disk is also noticed when it happens.
SHARE_OF_A_DUMP = 4
NEWEST_SERVER = 18


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the documents of the snapshot are, and how much of them is not in the folder yet."""

    count: int = 0
    size_bytes: int = 0
    missing_bytes: int = 0


def fill(draft: Path, backups: BackupFolder, *, installation: str, at: datetime, say: Say) -> Manifest:
    """Put a whole backup into `draft` and what is shared beside it; its manifest, which is not written yet."""
    refuse_newer_server()
    with documents.files_held(), snapshot() as exported:
        wanted = _list_documents(draft, backups)
        _refuse_full_disk(backups.path, wanted)
        say("Database…")
        _dump(draft / manifests.DUMP, exported, say)
        say("Documents…")
        unreadable = _copy_documents(draft, backups, wanted, say)
        rows = documents.dump_dossier_keys()
        dossier_keys.write(backups.dossier_keys, installation=installation, at=at, rows=rows)
        log_size = _keep_checkpoint(draft)
        migrations = tuple(sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()))
    return Manifest(
        installation=installation,
        made_at=at,
        version=metadata.version("ventanilla"),
        postgresql=connection.pg_version,
        migrations=migrations,
        log_size=log_size,
        documents=wanted.count,
        documents_bytes=wanted.size_bytes,
        keys=keyring.hashes(),
        files={path.name: _synced_hash(path) for path in sorted(draft.iterdir())},
        unreadable=tuple(unreadable),
    )


@contextmanager
def snapshot() -> Iterator[str]:
    """A transaction that sees one state of the database, and the name by which pg_dump sees the same."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:  # noqa: TID251  it reads, and is no operation
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def refuse_newer_server() -> None:
    """Raises BackupFailed for a server that the programs of the wheel do not know."""
    connection.ensure_connection()
    if connection.pg_version // 10_000 > NEWEST_SERVER:
        raise BackupFailed(
            f"The server is PostgreSQL {connection.pg_version // 10_000}, and the programs here are of "
            f"{NEWEST_SERVER}: take a newer Ventanilla."
        )


def _list_documents(draft: Path, backups: BackupFolder) -> Wanted:
    count = size_bytes = missing_bytes = 0
    with open(draft / manifests.DOCUMENTS, "x", encoding="ascii", opener=durable.private) as lines:
        for file in documents.list_files():
            lines.write(f"{file.institution_id} {file.sha256} {file.size_bytes}\n")
            count, size_bytes = count + 1, size_bytes + file.size_bytes
            missing_bytes += 0 if is_copied(backups.document(file), file.size_bytes) else file.size_bytes
    return Wanted(count, size_bytes, missing_bytes)


def _refuse_full_disk(folder: Path, wanted: Wanted) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        needed = cursor.fetchone()[0] // SHARE_OF_A_DUMP + wanted.missing_bytes
    disk = os.statvfs(folder)
    free = disk.f_bavail * disk.f_frsize
    if free < needed:
        raise BackupFailed(
            f"The disk of {folder} has {size(free)} free and this backup needs some {size(needed)}: make room there or "
            "name another folder. Nothing was written."
        )


def _dump(path: Path, exported: str, say: Say) -> None:
    """The whole database but the keys of dossiers, in PostgreSQL's own compressed form."""
    path.touch(mode=0o600)
    with running(
        "pg_dump",
        "--format=custom",
        f"--snapshot={exported}",
        f"--exclude-table-data={documents.DOSSIER_KEYS_TABLE}",
        "--lock-wait-timeout=60s",
        f"--file={path}",
        f"--dbname={address()}",
    ) as process:
        while True:
            try:
                process.wait(EVERY_SECONDS)
                break
            except subprocess.TimeoutExpired:
                say(f"  database: {size(path.stat().st_size)} written")


def _copy_documents(draft: Path, backups: BackupFolder, wanted: Wanted, say: Say) -> list[str]:
    """Copy what is not there yet; the names of those that cannot be read."""
    progress, unreadable = Progress(say, "documents", wanted.count), []
    for done, file in enumerate(manifests.listed_files(draft)):
        progress.at(done)
        target = backups.document(file)
        if is_copied(target, file.size_bytes):
            continue
        try:
            stored = documents.read_file(file=file)
        except BlobFault:
            unreadable.append(f"{file.institution_id}/{file.sha256}")
            continue
        durable.make_folder(target.parent)
        durable.replace(target, stored)
    return unreadable


def _keep_checkpoint(draft: Path) -> int:
    try:
        note = ledger.get_checkpoint()
    except NotPublished:
        return 0
    durable.replace(draft / manifests.CHECKPOINT, note.encode())
    return ledger.unverified_head(note).size


def _synced_hash(path: Path) -> FileHash:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return manifests.hash_of(path)
