"""One version of a service, whole, as frozen values in one language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from ventanilla.common.canonical import Json
from ventanilla.kernel.services.types.form import FormPage, Question, TaskDefinition
from ventanilla.kernel.services.types.law import Fee, LegalBasis, Parameter, Silence, Term

# What a notice can name between braces; `cases` fills them in. The check refuses a notice that names anything else.
NOTICE_NAMES = ("code", "service", "institution", "missing", "due_on", "amount", "number", "appeal_term")


@dataclass(frozen=True, slots=True)
class DocumentDefinition:
    """A document that the service issues: `heading` as printed ("Decreto alcaldicio"), `title` its subject.

    `series` is its numbering series, empty when it has no act number. `source` is its Typst template.
    """

    key: str
    heading: str
    title: str
    series: str
    source: str


@dataclass(frozen=True, slots=True)
class RegisterDefinition:
    """A register entry that the service grants. `holds_until` is one of the rules of `fees.holds_until`."""

    key: str
    title: str
    holds_until: str
    shows: tuple[str, ...]
    norm: str


@dataclass(frozen=True, slots=True)
class RegisterPlan:
    """What a case enters in a register when it grants."""

    register: str
    title: str
    valid_from: date
    valid_until: date | None
    data: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class StateShown:
    """What a person reads while a case stands at one of `nodes` of the flow (tasks, effects or end events)."""

    key: str
    label: str
    explanation: str
    who: str
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeText:
    """Subject and body of a notice, with `{name}` for what the sender fills in."""

    key: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the procedure cost a person before it was digital."""

    visits: int
    days: int
    pages: int
    cost_clp: int
    source: str


@dataclass(frozen=True, slots=True)
class ServiceIdentity:
    """identity.yaml: what never changes."""

    uuid: UUID
    slug: str
    institution_kind: str
    legal_basis: LegalBasis


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """service.yaml. `decision_term` names the term in which the institution must decide."""

    audience: tuple[str, ...]
    life_events: tuple[str, ...]
    assurance: str
    channels: tuple[str, ...]
    sensitive: bool
    lanes: tuple[str, ...]
    decision_term: str
    terms: Mapping[str, Term]
    fees: Mapping[str, Fee]
    registers: Mapping[str, RegisterDefinition]
    states: tuple[StateShown, ...]
    silence: Silence
    baseline: Baseline


@dataclass(frozen=True, slots=True)
class ExampleTask:
    """What happens at one human task of an example: an outcome with its fields, or nobody answers."""

    task: str
    outcome: str
    fields: Mapping[str, Json]
    times_out: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A situation and what must come of it: the test, the documentation and the demonstration data at once."""

    key: str
    title: str
    filed_at: datetime
    comuna: str
    facts: Mapping[str, Json]
    parameters: Mapping[str, Decimal]
    answers: Mapping[str, Json]
    tasks: tuple[ExampleTask, ...]
    path: tuple[str, ...]
    outcome: str
    documents: tuple[str, ...]
    deadlines: Mapping[str, date]
    fees: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ServiceDefinition:
    """One version of a service, whole. Read-only, shared by every request of the process.

    `flow` and `rules` (the DMN files by name) are as the author wrote them: workflow and `decisions` read them.
    """

    sha256: str
    number: int
    language: str
    languages: tuple[str, ...]
    title: str
    summary: str
    identity: ServiceIdentity
    service: ServiceFacts
    pages: tuple[FormPage, ...]
    tasks: Mapping[str, TaskDefinition]
    flow: bytes = field(repr=False)
    rules: tuple[tuple[str, bytes], ...] = field(repr=False)
    parameters: Mapping[str, Parameter]
    documents: Mapping[str, DocumentDefinition]
    notices: Mapping[str, NoticeText]
    texts: Mapping[str, str] = field(repr=False)
    examples: tuple[Example, ...] = field(repr=False)

    @property
    def slug(self) -> str:
        return self.identity.slug

    @property
    def uuid(self) -> UUID:
        """The service's, the same in every version."""
        return self.identity.uuid

    @property
    def questions(self) -> Mapping[str, Question]:
        """Every question of the form by key, in order."""
        return {question.key: question for page in self.pages for question in page.questions}
