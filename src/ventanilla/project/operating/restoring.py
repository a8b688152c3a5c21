"""A restore, step by step. Before `_marked` nothing is changed; inside it a mark in the home says that it is not done.

While the mark is there nothing is served, and the same restore may be run again: it begins anew.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from ventanilla.common import durable
from ventanilla.common.actor import ActorRef
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.documents.errors import BlobFault
from ventanilla.kernel.documents.types import LastNumber
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.ledger.errors import LogRewound, VerificationError
from ventanilla.kernel.ledger.types import LogEpoch
from ventanilla.kernel.outbox.api import operation
from ventanilla.project.home import restore_mark
from ventanilla.project.operating import dossier_keys, keyring
from ventanilla.project.operating import manifest as manifests
from ventanilla.project.operating.errors import BackupNotUsable, NotRestored
from ventanilla.project.operating.folder import BackupFolder, find_backup, is_copied
from ventanilla.project.operating.loading import load
from ventanilla.project.operating.manifest import Manifest
from ventanilla.project.operating.telling import Progress, Say
from ventanilla.project.server import preparing

MASTER_KEY = "documents.key"
OPERATOR = ActorRef.by_rule("ventanilla restore")


@dataclass(frozen=True, slots=True)
class Source:
    """A backup whose every byte was read and found to be what was written, and the keys that belong to it."""

    folder: Path
    shared: BackupFolder
    manifest: Manifest
    keys: keyring.Export
    lacking_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and what an operator has to know of what did not.

    `epoch` is the new one of the log, None when the same goes on; `is_known` says whether anything told how far the
    log had come. `damaged` names documents without a good file.
    """

    folder: Path
    manifest: Manifest
    epoch: LogEpoch | None
    is_known: bool
    lacking_keys: tuple[str, ...]
    damaged: tuple[str, ...]
    disposed_again: int
    numbers: tuple[LastNumber, ...]


def restore(given: Path, *, keys: Path | None, last_checkpoint: Path | None, at: datetime, say: Say) -> Restored:
    """See `backups.restore`. For who holds the home's lock."""
    note = _checkpoint_of(last_checkpoint)
    source = _checked(given, keys, say)
    again = restore_mark(_home()).exists()
    _refuse_unless_empty(source, again=again)
    with _marked(source):
        keyring.put_in_home(source.keys)
        say("Putting the documents back…")
        _put_documents(source, say)
        say("Loading the database…")
        load(source.folder / manifests.DUMP, source.shared.dossier_keys, empty_first=again, say=say)
        if preparing.pending_migrations():
            say("Bringing the tables to this version…")
            preparing.migrate(verbosity=0)
        say("Checking what came back…")
        damaged = tuple(_damaged(say))
        _refuse_another_log(source.manifest)
        is_known = bool(note or ledger.remembered_checkpoint())
        epoch = _go_on_with_the_log(note, at=at, is_known=is_known)
        disposed_again = documents.redo_disposals(actor=OPERATOR, at=at)
        _record(source.manifest, epoch, actor=OPERATOR, at=at)
    return Restored(
        folder=source.folder,
        manifest=source.manifest,
        epoch=epoch,
        is_known=is_known,
        lacking_keys=source.lacking_keys,
        damaged=damaged,
        disposed_again=disposed_again,
        numbers=documents.list_last_numbers(),
    )


def check(given: Path, *, say: Say, every_document: bool = True) -> Manifest:
    """Read every byte of a backup. Raises BackupNotUsable when one is not what was written. Changes nothing.

    Without `every_document`, of documents only whether they are there with their size: seconds instead of an hour.
    """
    folder = find_backup(given)
    say(f"Reading {folder}…")
    manifest = manifests.verify(folder)
    shared = BackupFolder(folder.parent)
    header = dossier_keys.verify(shared.dossier_keys, made_at=manifest.made_at)
    if header.installation != manifest.installation:
        raise BackupNotUsable(f"{shared.dossier_keys} is of another installation than {folder}.")
    progress = Progress(say, "documents", manifest.documents)
    for done, file in enumerate(manifests.listed_files(folder)):
        progress.at(done)
        if f"{file.institution_id}/{file.sha256}" not in manifest.unreadable:
            path = shared.document(file)
            if not (_sha256(path) == file.sha256 if every_document else is_copied(path, file.size_bytes)):
                raise BackupNotUsable(f"{path} is missing or was changed: take it from another copy of this folder.")
    return manifest


def _checkpoint_of(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        note = path.read_text(encoding="utf-8")
        ledger.unverified_head(note)
    except (OSError, UnicodeDecodeError, VerificationError) as error:
        raise NotRestored(
            f"{path} holds no checkpoint: give the file as it was published at /log/checkpoint."
        ) from error
    return note


def _checked(given: Path, keys: Path | None, say: Say) -> Source:
    folder, manifest = find_backup(given), check(given, say=say)
    unknown = set(manifest.migrations) - _known_migrations()
    if unknown:
        raise BackupNotUsable(
            f"{folder} was made by Ventanilla {manifest.version}, whose tables this version does not know: take that "
            "version or a newer one."
        )
    origin = manifest.installation.partition("+")[0]
    if origin != settings.LOG_ORIGIN:
        raise NotRestored(
            f"The public log of the backup is {origin}, and VENTANILLA_LOG_ORIGIN is {settings.LOG_ORIGIN}: set it to "
            "the name of the log, which never changes."
        )
    exported = keyring.open_export(keys) if keys else keyring.of_this_home()
    if exported.installation not in ("", manifest.installation):
        raise NotRestored(f"The keys in {keys} are of another installation than the backup {folder}.")
    lacking = keyring.differing(manifest.keys, exported.hashes)
    if MASTER_KEY in lacking:
        raise NotRestored(
            f"The key {MASTER_KEY}, without which no document opens, is not among the keys in {keys or 'the home'}: "
            "name the folder of `ventanilla keys export` with --keys."
        )
    return Source(folder, BackupFolder(folder.parent), manifest, exported, lacking)


def _known_migrations() -> set[str]:
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return {f"{app}.{name}" for app, name in known}


def _refuse_unless_empty(source: Source, *, again: bool) -> None:
    """A restore never mixes two installations or two states. What an unfinished one left may be written over.

    Documents that this installation kept after the backup may stay: nothing points to them, and the sweep takes them.
    """
    keyring.refuse_other_keys(source.keys)
    if again:
        return
    if connection.introspection.table_names():
        where = f"move {_home() / 'database'} away" if settings.DATABASE_IS_EMBEDDED else "make a new one with createdb"
        raise NotRestored(
            f"The database has tables already, and a restore goes into an empty one: run `ventanilla stop`, {where}, "
            "and run this again."
        )
    is_ours = MASTER_KEY in keyring.hashes()
    if not is_ours and documents.has_other_files(files=frozenset(manifests.listed_files(source.folder))):
        raise NotRestored(
            f"{_home() / 'documents'} has documents that are not of this backup: move that folder away and run this "
            "again."
        )


@contextmanager
def _marked(source: Source) -> Iterator[None]:
    """Keep the mark until the block ends well."""
    durable.replace(restore_mark(_home()), f"{source.folder}\n".encode())
    yield
    restore_mark(_home()).unlink()
    durable.sync_folder(_home())


def _put_documents(source: Source, say: Say) -> None:
    progress = Progress(say, "documents", source.manifest.documents)
    for done, file in enumerate(manifests.listed_files(source.folder)):
        progress.at(done)
        path = source.shared.document(file)
        if path.exists():
            documents.write_file(file=file, stored=path.read_bytes())


def _damaged(say: Say) -> Iterator[str]:
    progress = Progress(say, "documents")
    for done, file in enumerate(documents.list_files()):
        progress.at(done)
        try:
            documents.read_file(file=file)
        except BlobFault:
            yield f"{file.institution_id}/{file.sha256}"


def _refuse_another_log(manifest: Manifest) -> None:
    size = ledger.check_stored_tree()
    if size != manifest.log_size:
        raise NotRestored(f"The log came back with {size} entries and the backup says {manifest.log_size}.")


def _go_on_with_the_log(note: str, *, at: datetime, is_known: bool) -> LogEpoch | None:
    """A new epoch when something that was published is lost, when nobody knows, or when the key is not there."""
    lost = bool(note) and ledger.is_behind(note=note)
    try:
        ledger.check_not_rewound()
    except LogRewound:
        lost = True
    if is_known and not lost and ledger.can_sign():
        return None
    return ledger.begin_epoch(lost_note=note, actor=OPERATOR, at=at)


@operation
def _record(manifest: Manifest, epoch: LogEpoch | None, *, actor: ActorRef, at: datetime) -> None:
    ledger.append(
        kind="installation.restored",
        actor=actor,
        at=at,
        public={
            "backup_made_at": manifest.made_at.isoformat(timespec="seconds"),
            "backup_log_size": manifest.log_size,
            "epoch": (epoch or ledger.list_epochs()[-1]).number,
        },
    )


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def _home() -> Path:
    return Path(settings.VENTANILLA_HOME)
