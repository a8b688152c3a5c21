"""What workflow gives and takes: definitions, steps, tasks. All frozen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.feel import Expression


class NodeKind(StrEnum):
    START = "startEvent"
    END = "endEvent"
    TERMINATE = "terminateEndEvent"
    USER_TASK = "userTask"
    SERVICE_TASK = "serviceTask"
    UNTYPED = "task"
    EXCLUSIVE = "exclusiveGateway"
    PARALLEL = "parallelGateway"
    TIMER = "boundaryEvent"


class EffectName(StrEnum):
    """The closed list of what a service task may ask for. `cases` does them by the packages beside workflow."""

    CHARGE = "charge"
    ISSUE = "issue"
    NOTIFY = "notify"
    FETCH = "fetch"
    BOOK = "book"
    REGISTER = "register"
    PUBLISH = "publish"
    WAIT = "wait"


class TaskState(StrEnum):
    OPEN = "OPEN"
    CLAIMED = "CLAIMED"
    DONE = "DONE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class SequenceFlow:
    """An arrow. `condition` only where it leaves an exclusive gateway and is not its default."""

    id: str
    source: str
    target: str
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """An element where a token may be. `key` is what the service calls it: `v:task` of a user task, else the id.

    `timers` are the ids of the boundary timers of a task; `attached_to` and `term` belong to such a timer.
    """

    id: str
    kind: NodeKind
    name: str = ""
    key: str = ""
    lane: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[SequenceFlow, ...] = ()
    default: str = ""
    effect: EffectName | None = None
    params: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    timers: tuple[str, ...] = ()
    attached_to: str = ""
    term: str = ""

    @property
    def rests(self) -> bool:
        """Whether a token stays here until somebody or something acts."""
        return self.kind in (NodeKind.USER_TASK, NodeKind.SERVICE_TASK)


@dataclass(frozen=True)
class Definition:
    """A flow read from BPMN 2.0. `source` is the author's file, byte for byte, and `sha256` its hash in hex."""

    source: bytes = field(repr=False)
    sha256: str
    process_id: str
    name: str
    start: str
    nodes: Mapping[str, Node] = field(repr=False)

    def of_kind(self, *kinds: NodeKind) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes.values() if node.kind in kinds)

    @cached_property
    def task_keys(self) -> frozenset[str]:
        """Keys of the human tasks, as tasks.yaml names them."""
        return frozenset(node.key for node in self.of_kind(NodeKind.USER_TASK))

    @cached_property
    def keys(self) -> frozenset[str]:
        """Keys of tasks, effects and ends: what a state shown to a person may name."""
        kinds = (NodeKind.USER_TASK, NodeKind.SERVICE_TASK, NodeKind.END, NodeKind.TERMINATE)
        return frozenset(node.key for node in self.of_kind(*kinds))

    @cached_property
    def terms(self) -> frozenset[str]:
        """What the timers wait for: names of terms of the service, or ISO 8601 durations."""
        return frozenset(node.term for node in self.of_kind(NodeKind.TIMER))


class Severity(StrEnum):
    ERROR = "ERROR"
    WARNING = "WARNING"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct in a flow: the element's tag and id ("" when it is the file), and a sentence."""

    element: str
    element_id: str
    code: str
    sentence: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """Who a task goes to and until when. `unit_id` is None exactly when it is `for_applicant`."""

    unit_id: int | None
    action: str
    due_at: datetime | None = None
    for_applicant: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What a step asks of its caller: values for conditions, the plan of a task by key, when a timer's term ends."""

    values: Mapping[str, object]
    task: Callable[[str], TaskPlan]
    deadline: Callable[[str], datetime]


@dataclass(frozen=True, slots=True)
class TaskData:
    """A human task. `done_by` is who ended it; `holder_person_id` who has it now or had it when it ended."""

    uuid: UUID
    token_uuid: UUID
    process_id: int
    subject: UUID
    service: str
    institution_id: int
    key: str
    unit_id: int | None
    action: str
    for_applicant: bool
    state: TaskState
    holder_person_id: int | None
    opened_at: datetime
    due_at: datetime | None
    done_at: datetime | None = None
    outcome: str = ""
    done_by: ActorRef | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a service task asks for. Its token waits until `complete_effect`."""

    token_uuid: UUID
    name: EffectName
    params: Mapping[str, str]
    node_key: str


@dataclass(frozen=True, slots=True)
class Timer:
    """A token that must have moved by `due_at`; otherwise `fire_timer` moves it."""

    token_uuid: UUID
    subject: UUID
    node_key: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """What one step did. `positions` are the keys of all tasks and effects where the process stands after it.

    `ended` is the key of the end event when nothing is left to do, otherwise None.
    """

    process_id: int
    subject: UUID
    tasks_opened: tuple[TaskData, ...] = ()
    tasks_cancelled: tuple[TaskData, ...] = ()
    effects: tuple[Effect, ...] = ()
    timers: tuple[Timer, ...] = ()
    positions: frozenset[str] = frozenset()
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class ProcessData:
    """A running or ended flow of one subject (a case)."""

    id: int
    subject: UUID
    definition_sha256: str
    institution_id: int
    service: str
    started_at: datetime
    ended_at: datetime | None
    ended: str
