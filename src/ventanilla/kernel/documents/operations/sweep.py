"""Remove the files that no row points to: what a crash or a rollback left, and blobs without documents."""

from datetime import datetime
from pathlib import Path

from django.db import connection

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.documents import limits
from ventanilla.kernel.documents.models import Blob
from ventanilla.kernel.documents.storing import disk, vault
from ventanilla.kernel.outbox.api import operation

SWEEP_LOCK = 0x7665_6E74_6469_7363  # "ventdisc": held alone by a sweep, shared by a backup that copies files
SWEEPER = ActorRef.by_rule("documents.sweep")


def sweep_orphans(*, at: datetime) -> int:
    """Delete the orphans older than a day; how many they were. One query per folder, one transaction per such folder.

    Called once a day by its periodic job. Safe beside stores: see Note [The lock of an address]. While a backup copies
    files it deletes none: the backup was promised what its snapshot names.
    """
    swept = 0
    for institution_id, folder in disk.folders():
        old = [file for file in disk.files_in(folder, institution_id) if _is_old(file, at)]
        if old:
            swept += _sweep_folder(folder=folder, files=old, actor=SWEEPER, at=at)
    return swept


def _is_old(file: disk.StoredFile, at: datetime) -> bool:
    return at.timestamp() - file.modified_at_seconds > limits.ORPHAN_SECONDS


@operation
def _sweep_folder(*, folder: Path, files: list[disk.StoredFile], actor: ActorRef, at: datetime) -> int:
    """Delete those of `files`, all of `folder`, that are orphans. No ledger entry: nothing that was kept goes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SWEEP_LOCK])
        (alone,) = cursor.fetchone()
    if not alone:
        return 0
    kept = set(
        Blob.objects.filter(
            institution_id=files[0].institution_id, sha256__in=[file.sha256 for file in files]
        ).values_list("sha256", flat=True)
    )
    swept = 0
    for file in files:
        if not file.sha256:
            file.path.unlink(missing_ok=True)
            swept += 1
        elif file.sha256 not in kept:
            swept += vault.remove_if_orphan(file=file)
    return swept
