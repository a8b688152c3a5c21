"""Keep a document, take it back while it is not part of a file, and dispose of a dossier's documents."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json, canonical
from ventanilla.common.errors import Fault
from ventanilla.kernel.documents import limits
from ventanilla.kernel.documents.errors import DocumentInfected, DocumentNotFound, NotDiscardable, TooManyDocuments
from ventanilla.kernel.documents.models import Document, Issued
from ventanilla.kernel.documents.operations.records import record
from ventanilla.kernel.documents.queries import document_data
from ventanilla.kernel.documents.storing import formats, scanning, vault
from ventanilla.kernel.documents.types import DocumentData, Origin, ScanState
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.outbox.api import operation


@dataclass(frozen=True, slots=True)
class Incoming:
    """What is about to be kept, after its checks."""

    dossier: UUID
    institution_id: int
    name: str
    kind: str
    media_type: str
    content: bytes
    scan_state: ScanState
    origin: Origin
    metadata: Mapping[str, Json]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@operation
def store(
    *,
    dossier: UUID,
    institution_id: int,
    name: str,
    content: bytes,
    kind: str,
    actor: ActorRef,
    at: datetime,
    origin: Origin | str = Origin.FILED,
    metadata: Mapping[str, Json] | None = None,
    service: str = "",
    sensitive: bool = False,
) -> DocumentData:
    """Keep what somebody sent, encrypted with the key of its dossier; the same bytes twice take disk once.

    Raises NameNotAccepted, EmptyDocument, DocumentTooLarge, FormatNotAccepted, FormatMismatch, DocumentDamaged,
    DocumentInfected, TooManyDocuments, DocumentDisposed; Fault on metadata over the limit. Writes the file (durably,
    before the commit), blob, document and entry "document.stored" with a commitment to its SHA-256.
    """
    clean = formats.clean_name(name)
    found = formats.recognise(name=clean, content=content)
    if Document.objects.filter(dossier=dossier).count() >= limits.DOCUMENTS_PER_DOSSIER:
        raise TooManyDocuments(limit=limits.DOCUMENTS_PER_DOSSIER)
    incoming = Incoming(
        dossier=dossier,
        institution_id=institution_id,
        name=clean,
        kind=kind,
        media_type=found.media_type,
        content=content,
        scan_state=_scanned(clean, content),
        origin=Origin(origin),
        metadata=metadata or {},
    )
    entry = record(
        "document.stored",
        actor=actor,
        at=at,
        institution=identity.get_institution(id=institution_id).uuid,
        service=service,
        sensitive=sensitive,
        private={"sha256": incoming.sha256},
    )
    return document_data(keep(incoming, entry, actor=actor, at=at))


def _scanned(name: str, content: bytes) -> ScanState:
    state = scanning.scan(content)
    if state is ScanState.INFECTED:
        raise DocumentInfected(name=name)
    return state


def keep(incoming: Incoming, entry: dict[str, Json], *, actor: ActorRef, at: datetime) -> Document:
    """Put the content in the vault and write the row of the document, with its ledger entry."""
    if len(canonical(dict(incoming.metadata))) > limits.METADATA_BYTES:
        raise Fault(f"The metadata of a document take at most {limits.METADATA_BYTES} bytes.")
    blob_id = vault.put(
        dossier=incoming.dossier, institution_id=incoming.institution_id, content=incoming.content, at=at
    )
    return Document.objects.create(
        institution_id=incoming.institution_id,
        dossier=incoming.dossier,
        blob_id=blob_id,
        name=incoming.name,
        kind=incoming.kind,
        media_type=incoming.media_type,
        size_bytes=len(incoming.content),
        sha256=incoming.sha256,
        scan_state=incoming.scan_state.value,
        origin=incoming.origin.value,
        stored_at=at,
        stored_by=actor.as_json(),
        metadata=dict(incoming.metadata),
        acts=[entry],
    )


@operation
def discard(*, uuid: UUID, actor: ActorRef, at: datetime, service: str = "", sensitive: bool = False) -> None:
    """Take back a document that is not part of a file yet (an upload of a draft). The caller knows that it is not.

    Raises DocumentNotFound, NotDiscardable when it was issued. Deletes the row and its reference to the blob; writes
    the entry "document.discarded". The file goes with the next sweep, unless another document has the same bytes.
    """
    row = Document.objects.select_for_update().filter(uuid=uuid).first()
    if row is None:
        raise DocumentNotFound
    if row.origin == Origin.ISSUED:
        raise NotDiscardable
    blob_id = row.blob_id
    institution = identity.get_institution(id=row.institution_id)
    row.delete()
    if blob_id is not None:
        vault.release([blob_id])
    record("document.discarded", actor=actor, at=at, institution=institution.uuid, service=service, sensitive=sensitive)


@operation
def dispose(*, dossier: UUID, actor: ActorRef, at: datetime, service: str = "", sensitive: bool = False) -> int:
    """Erase the key of the dossier, and with it every copy of its documents, those in backups too; how many they were.

    The rows stay, without name, hash, metadata and salts: that the documents existed and when they went. An issued
    document is still found by its code, without its title. Writes the entry "dossier.disposed". Twice is harmless.
    """
    rows = list(Document.objects.select_for_update().filter(dossier=dossier, disposed_at__isnull=True))
    if not rows:
        return 0
    vault.erase_key(dossier=dossier, at=at)
    ids = [row.id for row in rows]
    Issued.objects.filter(document_id__in=ids).update(title="")
    vault_references = [row.blob_id for row in rows if row.blob_id is not None]
    for row in rows:
        row.blob_id, row.name, row.sha256, row.metadata, row.disposed_at = None, "", "", {}, at
        row.acts = [{name: value for name, value in act.items() if name != "salts"} for act in row.acts]
    Document.objects.bulk_update(rows, ["blob_id", "name", "sha256", "metadata", "disposed_at", "acts"])
    vault.release(vault_references)
    institution = identity.get_institution(id=rows[0].institution_id)
    record(
        "dossier.disposed",
        actor=actor,
        at=at,
        institution=institution.uuid,
        service=service,
        sensitive=sensitive,
        public={"documents": len(rows)},
    )
    return len(rows)
