"""The front door of documents: keep, read, issue, verify; act numbers; signed statements."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.documents.backing import (
    DOSSIER_KEYS_TABLE,
    dossier_keys_script,
    dump_dossier_keys,
    files_held,
    has_other_files,
    list_files,
    list_last_numbers,
    read_file,
    redo_disposals,
    write_file,
)
from ventanilla.kernel.documents.keyring import list_keys
from ventanilla.kernel.documents.limits import DOCUMENT_BYTES
from ventanilla.kernel.documents.operations import issuing
from ventanilla.kernel.documents.operations.documents import discard, dispose, store
from ventanilla.kernel.documents.operations.keys import rotate_receipt_key, rotate_seal
from ventanilla.kernel.documents.operations.numbers import annul_act_number, annul_numbers_up_to, take_act_number
from ventanilla.kernel.documents.queries import (
    file_inside,
    find_issued,
    get,
    get_issued,
    get_many,
    list_of,
    preview,
    read,
    validate_pdf,
)
from ventanilla.kernel.documents.sealing.publishing import list_public_keys, list_roots
from ventanilla.kernel.documents.sealing.statements import (
    public_key_id,
    receipt_public_key,
    receipt_public_keys,
    sign_statement,
    statement_key_id,
    verify_statement,
)
from ventanilla.kernel.documents.storing.formats import ACCEPTED as ACCEPTED_FORMATS
from ventanilla.kernel.documents.storing.formats import MEDIA_TYPES as ACCEPTED_MEDIA_TYPES
from ventanilla.kernel.documents.storing.scanning import use_scanner
from ventanilla.kernel.documents.storing.vault import ensure_master_key
from ventanilla.kernel.documents.types import Act, IssuedDocument, IssueTemplate
from ventanilla.kernel.identity import api as identity


def issue(
    *,
    dossier: UUID,
    institution_id: int,
    kind: str,
    act: Act,
    template: IssueTemplate,
    data: Mapping[str, Json],
    actor: ActorRef,
    at: datetime,
    service: str = "",
    sensitive: bool = False,
    key: str | None = None,
) -> IssuedDocument:
    """Typeset, seal and keep an act; the same `key` again answers the first one. See operations.issuing.issue."""
    document = issuing.issue(
        dossier=dossier,
        institution_id=institution_id,
        kind=kind,
        act=act,
        template=template,
        data=data,
        actor=actor,
        at=at,
        service=service,
        sensitive=sensitive,
        key=key,
    )
    return get_issued(document=document)


def ensure_seal(*, institution_id: int, at: datetime) -> str:
    """Make the seal and the receipt key of the institution unless they exist; the seal's fingerprint (SHA-256, hex).

    Raises KeyFault when the files are open to others, or do not belong together or to this institution.
    """
    receipt_public_key(institution_id=institution_id)
    return issuing.seal_of(identity.get_institution(id=institution_id), at=at).fingerprint


__all__ = [
    "ACCEPTED_FORMATS",
    "ACCEPTED_MEDIA_TYPES",
    "DOCUMENT_BYTES",
    "DOSSIER_KEYS_TABLE",
    "annul_act_number",
    "annul_numbers_up_to",
    "discard",
    "dispose",
    "dossier_keys_script",
    "dump_dossier_keys",
    "ensure_master_key",
    "ensure_seal",
    "file_inside",
    "files_held",
    "find_issued",
    "get",
    "get_issued",
    "get_many",
    "has_other_files",
    "issue",
    "list_files",
    "list_keys",
    "list_last_numbers",
    "list_of",
    "list_public_keys",
    "list_roots",
    "preview",
    "public_key_id",
    "read",
    "read_file",
    "receipt_public_key",
    "receipt_public_keys",
    "redo_disposals",
    "rotate_receipt_key",
    "rotate_seal",
    "sign_statement",
    "statement_key_id",
    "store",
    "take_act_number",
    "use_scanner",
    "validate_pdf",
    "verify_statement",
    "write_file",
]
