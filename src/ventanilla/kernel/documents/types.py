"""What documents takes and hands out: frozen values, never rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json


class Origin(StrEnum):
    """How a document came into the dossier (DS 10)."""

    FILED = "FILED"  # a party gave it
    ISSUED = "ISSUED"  # the institution made and sealed it here
    RECEIVED = "RECEIVED"  # another organ gave it through the exchange (DS 12)
    DIGITISED = "DIGITISED"  # copied from paper that the institution keeps (DS 4 arts. 29-33)


class ScanState(StrEnum):
    """What the antivirus says. NOT_SCANNED is a state like the others, and pages show it.

    NOT_NEEDED: the document was made here.
    """

    NOT_SCANNED = "NOT_SCANNED"
    CLEAN = "CLEAN"
    INFECTED = "INFECTED"
    NOT_NEEDED = "NOT_NEEDED"


@dataclass(frozen=True, slots=True)
class DocumentData:
    """One document of a dossier. `sha256` is of the document as people see it, in hexadecimal.

    Of a document whose dossier was disposed of, `disposed_at` is set, `sha256` is empty and `read` refuses.
    """

    id: int
    uuid: UUID
    dossier: UUID
    institution_id: int
    name: str
    kind: str
    media_type: str
    size_bytes: int
    sha256: str
    scan_state: ScanState
    origin: Origin
    stored_at: datetime
    stored_by: ActorRef
    metadata: Mapping[str, Json]
    disposed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A JSON file inside a PDF: what its page says, in the form that a program checks. Readers list it by `name`."""

    name: str
    description: str
    content: bytes


@dataclass(frozen=True, slots=True)
class IssueTemplate:
    """The Typst `source` of what is issued, and its `assets` by file name ("logo.svg" is read as "/logo.svg").

    The source imports "/letterhead.typ", begins with `#show: act` (or `#show: sheet`, without the title and the signers
    of an act), and takes its values from `data`. With `attachments` the file is PDF/A-3a, because PDF/A-2 allows none.
    """

    source: str
    assets: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, as the act shows it (Leyes 18.834 and 18.883).

    `capacity` is HOLDER, SUBSTITUTE, DEPUTY or DELEGATE; a delegate signs by order of the post `by_order_of`, or of
    the authority when it is not said.
    """

    name: str
    post: str
    capacity: str = "HOLDER"
    by_order_of: str = ""


@dataclass(frozen=True, slots=True)
class ActNumber:
    """A number of a gapless series of one institution and year: DECRETO 1.234 of 2026."""

    series: str
    year: int
    number: int


@dataclass(frozen=True, slots=True)
class Act:
    """What an act says of itself, beside the text of its template.

    `heading` is its kind as printed ("Decreto alcaldicio"), `title` its subject ("Otorga patente comercial a …"),
    `unit_name` the unit that speaks, under the name of the institution. `valid_from` and `valid_until` are kept for
    the public verification; the template prints them if it wants.
    """

    heading: str
    title: str
    number: ActNumber | None = None
    signers: tuple[Signatory, ...] = ()
    unit_name: str = ""
    lang: str = "es"
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Annulment:
    """An act number that was annulled: it stays, with its reason."""

    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """What was issued with this code: the answer of `issue` and of the public verification.

    It says that the document is authentic and whether its number was annulled. Whether what it grants is in force
    today is another answer, of registers. `valid_from` and `valid_until` are what the document itself says.
    """

    document: UUID
    dossier: UUID
    institution_id: int
    code: str
    kind: str
    heading: str
    title: str
    sha256: str
    size_bytes: int
    issued_at: datetime
    act_number: ActNumber | None
    signers: tuple[Signatory, ...]
    valid_from: date | None
    valid_until: date | None
    annulment: Annulment | None


@dataclass(frozen=True, slots=True)
class KeptFile:
    """The encrypted file of a blob. `sha256` is of its stored bytes, and its address within the institution."""

    institution_id: int
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class LastNumber:
    """Up to which number a series of acts of one institution and year has come, and when."""

    institution_id: int
    institution: str
    series: str
    year: int
    number: int
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What a PDF's signature says. `valid` is the one answer; the rest explains it.

    `intact`: the signed bytes are unchanged. `trusted`: the signer's certificate chains to a root of ours and was
    valid at `signed_at` (which the signer claims: PAdES B-B has no time stamp). `covers_whole_file`: nothing was
    added after signing. `problem` is a stable code: "" | "not_a_pdf" | "unsigned" | "altered" | "added_to" |
    "unknown_signer". `title` and `subject` are what the PDF calls itself; only a valid one means anything by it.
    """

    intact: bool
    trusted: bool
    covers_whole_file: bool
    signer: str = ""
    signer_rut: str = ""
    signed_at: datetime | None = None
    signature_count: int = 0
    problem: str = ""
    title: str = ""
    subject: str = ""

    @property
    def valid(self) -> bool:
        return self.intact and self.trusted and self.covers_whole_file


__all__ = [
    "Act",
    "ActNumber",
    "Annulment",
    "Attachment",
    "DocumentData",
    "IssueTemplate",
    "IssuedDocument",
    "KeptFile",
    "LastNumber",
    "Origin",
    "ScanState",
    "Signatory",
    "SignatureReport",
]
