"""What cases gives to pages and to other packages: frozen, whole, already permitted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from ventanilla.common.canonical import Json
from ventanilla.common.errors import Refusal
from ventanilla.common.money import Money
from ventanilla.kernel.services.types import Explanation, FeeLine, FieldError, SummaryRow


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One line of the unfinished filings."""

    uuid: UUID
    version_id: int
    institution_name: str
    page: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class DraftData:
    """A filing being written. `answers` by question key; `facts` by name; `case_uuid` once it was filed."""

    uuid: UUID
    institution_id: int
    institution_name: str
    version_id: int
    service: str
    answers: Mapping[str, Json]
    facts: Mapping[str, Json]
    page: str
    saved_at: datetime
    case_uuid: UUID | None


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The draft after a page was saved, what is wrong on the page, and the files that were refused, by question."""

    draft: DraftData
    errors: tuple[FieldError, ...]
    refused: Mapping[str, Refusal]


@dataclass(frozen=True, slots=True)
class DraftReview:
    """The whole draft before it is filed, and what it would cost today; no fees while that cannot be known."""

    draft: DraftData
    fees: tuple[FeeLine, ...]


@dataclass(frozen=True, slots=True)
class FiledDocument:
    """A document of a filing: the question that it answers (`kind`), its title in the index, the name of its file."""

    kind: str
    title: str
    name: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The signed statement of one filing, and where the case is now.

    `statement` is what was signed, `signature` its compact signed form, `file` both, to keep and to verify without us.
    """

    case_uuid: UUID
    case_code: str
    service: str
    version_id: int
    institution_name: str
    comuna_code: str
    kind: str
    filed_at: datetime
    counts_from: datetime
    documents: tuple[FiledDocument, ...]
    filed_by_name: str
    statement: Mapping[str, Json]
    signature: str
    file: bytes
    stage: str
    tasks: tuple["CurrentTask", ...]
    clocks: tuple["ClockLine", ...]
    may_rate: bool


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of "my cases". `due_at` is the nearest instant that the person or the State must meet."""

    uuid: UUID
    code: str
    service: str
    version_id: int
    institution_name: str
    state: str
    stage: str
    outcome: str
    filed_at: datetime
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ActLine:
    """One line of the history: `kind` in code, `actor` in words, and what the person may read of it.

    `own` are the acts of who reads.
    """

    at: datetime
    kind: str
    actor: str
    own: bool
    details: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document of the index. `issued`: the institution made and sealed it."""

    uuid: UUID
    title: str
    kind: str
    media_type: str
    size_bytes: int
    added_at: datetime
    issued: bool


@dataclass(frozen=True, slots=True)
class ClockLine:
    kind: str
    norm: str
    due_on: date
    due_at: datetime
    explanation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CurrentTask:
    """An open task as a party sees it: which unit has it, who, until when (Ley 19.880 art. 17)."""

    uuid: UUID
    key: str
    unit_name: str
    holder_name: str
    for_applicant: bool
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChargeLine:
    uuid: UUID
    concept: str
    amount: Money
    due_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class CorrectionData:
    """What is missing, as the officials wrote it, until when it can be sent, and what was sent so far.

    `key` is the applicant's task, and `answers` are those of its questions.
    """

    key: str
    answers: Mapping[str, Json]
    items: tuple[str, ...]
    requested_at: datetime
    due_at: datetime
    result: str


@dataclass(frozen=True, slots=True)
class DecisionData:
    """The final decision. `number` is series, number and year of the act; the document may be a moment away."""

    outcome: str
    reasons: str
    decided_at: datetime
    decided_by: str
    series: str
    number: int | None
    year: int | None
    document_uuid: UUID | None
    verification_code: str
    appeal_until: date | None


@dataclass(frozen=True, slots=True)
class CaseView:
    """The case page of a party."""

    uuid: UUID
    code: str
    service: str
    version_id: int
    institution_id: int
    institution_name: str
    state: str
    stage: str
    outcome: str
    filed_at: datetime
    closed_at: datetime | None
    applicant_name: str
    tasks: tuple[CurrentTask, ...]
    clocks: tuple[ClockLine, ...]
    correction: CorrectionData | None
    charges: tuple[ChargeLine, ...]
    decision: DecisionData | None
    documents: tuple[DocumentLine, ...]
    history: tuple[ActLine, ...]
    granted: "Granted | None"
    may_rate: bool


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One task of the desk: what is needed to choose it, nothing of the file."""

    task_uuid: UUID
    key: str
    case_code: str
    service: str
    version_id: int
    holder_name: str
    holder_person_id: int | None
    unit_name: str
    opened_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of one view of the desk, and how many tasks each view has, counted as far as `COUNTED_MOST`."""

    COUNTED_MOST: ClassVar[int] = 100

    rows: tuple[DeskRow, ...]
    next_after: str | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task as its official sees it: only the answers and documents that tasks.yaml allows.

    `closed` are the outcomes that it may not have now, each with why.
    """

    uuid: UUID
    key: str
    state: str
    mine: bool
    holder_name: str
    due_at: datetime | None
    case_uuid: UUID
    case_code: str
    institution_id: int
    service: str
    version_id: int
    filed_at: datetime
    applicant_name: str
    rows: tuple[SummaryRow, ...]
    documents: tuple[DocumentLine, ...]
    reports: tuple["ReportLine", ...]
    fees: tuple[FeeLine, ...]
    closed: Mapping[str, str]
    explanations: tuple[Explanation, ...]
    decides: bool


@dataclass(frozen=True, slots=True)
class CaseReasons:
    """Why a case was decided so: what the official wrote, and how each rule of the service came out."""

    case_uuid: UUID
    case_code: str
    version_id: int
    reasons: str
    explanations: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A line of a search: enough to tell one case from another, and nothing that the applicant wrote."""

    uuid: UUID
    code: str
    version_id: int
    applicant_name: str
    state: str
    stage: str
    filed_at: datetime


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """The PDF of a decision before it is signed."""

    case_code: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ReportLine:
    """Who ended an earlier task and when. What it reported stands among the rows, as far as the task may see it."""

    key: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ReadLine:
    """Who saw my data, with the purpose and what was seen (DS 12; Ley 21.719).

    `purpose` is the title of an official's task, or a code of `cases.queries.reading`.
    """

    at: datetime
    reader: str
    post: str
    institution: str
    purpose: str
    what: str
    case_uuid: UUID | None
    case_code: str


@dataclass(frozen=True, slots=True)
class Granted:
    """How what a case granted stands today: a state of registers, and the last day that counts (None: no end)."""

    state: str
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Verification:
    """The two answers about an issued document: it is authentic, and whether what it grants is in force today.

    `granted` is None when the document grants nothing. A receipt never does: it proves that a filing was received.
    """

    code: str
    is_receipt: bool
    title: str
    institution_name: str
    issued_at: datetime
    sha256: str
    number: str
    annulled_reason: str
    granted: Granted | None
