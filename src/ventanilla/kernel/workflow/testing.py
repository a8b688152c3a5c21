"""Flows for tests, written from blocks: `flow(Seq(Task("review"), Choice({"ok": Do("issue")}, Task("reject"))))`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from ventanilla.kernel.workflow.bpmn_xml import BPMN, VENTANILLA


@dataclass(frozen=True)
class Task:
    """A human task; without key the writer gives it one. After `term` its timer takes the token through `late`."""

    key: str = ""
    term: str = ""
    late: "Block | None" = None


@dataclass(frozen=True)
class Do:
    """A service task. After `term` its timer takes the token through `late`."""

    effect: str
    id: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    term: str = ""
    late: "Block | None" = None


@dataclass(frozen=True)
class Seq:
    blocks: Sequence["Block"]


@dataclass(frozen=True)
class Choice:
    """The first branch whose condition holds, otherwise `default`. None is an empty branch."""

    branches: Mapping[str, "Block | None"]
    default: "Block | None" = None


@dataclass(frozen=True)
class Fork:
    """All branches at once, joined."""

    branches: Sequence["Block"]


@dataclass(frozen=True)
class Loop:
    """The body, again while the condition holds."""

    body: "Block"
    again: str


@dataclass(frozen=True)
class Stop:
    """A terminate end event: nothing follows."""

    id: str = ""


@dataclass(frozen=True)
class End:
    """An end event of its own: nothing follows."""

    id: str = ""


Block: TypeAlias = Task | Do | Seq | Choice | Fork | Loop | Stop | End


def flow(block: Block, *, end: str = "finished") -> bytes:
    """The BPMN of a process that does `block` from its start to the end event `end`."""
    writer = _Writer()
    first, last = writer.write(block)
    writer.connect(writer.node("startEvent", "started"), first)
    if last:
        writer.connect(last, writer.node("endEvent", end))
    return writer.document()


class _Writer:
    """`write` gives the first and the last node of a block; the last is "" when nothing may follow."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._arrows: list[str] = []
        self._defaults: dict[str, str] = {}
        self._opened: list[tuple[str, str, str, str]] = []

    def document(self) -> bytes:
        nodes = [self._element(*opened) for opened in self._opened]
        body = "\n".join([*nodes, *self._arrows])
        text = (
            f'<definitions xmlns="{BPMN}" xmlns:v="{VENTANILLA}"><process id="flow">\n{body}\n</process></definitions>'
        )
        return text.encode()

    def _element(self, tag: str, node_id: str, attributes: str, inner: str) -> str:
        default = f" default={quoteattr(self._defaults[node_id])}" if node_id in self._defaults else ""
        return f"<{tag} id={quoteattr(node_id)}{attributes}{default}>{inner}</{tag}>"

    def node(self, tag: str, node_id: str = "", attributes: Mapping[str, str] | None = None, inner: str = "") -> str:
        node_id = node_id or f"{tag}_{next(self._numbers)}"
        text = "".join(f" {name}={quoteattr(value)}" for name, value in (attributes or {}).items())
        self._opened.append((tag, node_id, text, inner))
        return node_id

    def connect(self, source: str, target: str, condition: str = "", *, default: bool = False) -> None:
        arrow = f"arrow_{next(self._numbers)}"
        inner = f"<conditionExpression>{escape(condition)}</conditionExpression>" if condition else ""
        if default:
            self._defaults[source] = arrow
        self._arrows.append(
            f"<sequenceFlow id={quoteattr(arrow)} sourceRef={quoteattr(source)} targetRef={quoteattr(target)}>"
            f"{inner}</sequenceFlow>"
        )

    def write(self, block: Block) -> tuple[str, str]:
        match block:
            case Task():
                own = {"v:task": block.key} if block.key else {}
                return self._timed(self.node("userTask", block.key, own), block)
            case Do():
                own = {f"v:{name}": value for name, value in block.params.items()}
                return self._timed(self.node("serviceTask", block.id, {"v:effect": block.effect, **own}), block)
            case Seq():
                return self._sequence(block)
            case Choice():
                return self._choice(block)
            case Fork():
                return self._fork(block)
            case Loop():
                return self._loop(block)
            case Stop():
                return self.node("endEvent", block.id, inner="<terminateEventDefinition/>"), ""
            case End():
                return self.node("endEvent", block.id), ""

    def _timed(self, host: str, block: Task | Do) -> tuple[str, str]:
        if not block.term:
            return host, host
        duration = f"<timerEventDefinition><timeDuration>{escape(block.term)}</timeDuration></timerEventDefinition>"
        timer = self.node("boundaryEvent", f"{host}_late", {"attachedToRef": host}, duration)
        merge = self.node("exclusiveGateway")
        self.connect(host, merge)
        self._branch(timer, block.late, merge)
        return host, merge

    def _sequence(self, block: Seq) -> tuple[str, str]:
        pairs = [self.write(each) for each in block.blocks]
        for (_first, last), (following, _end) in pairwise(pairs):
            self.connect(last, following)
        return pairs[0][0], pairs[-1][1]

    def _choice(self, block: Choice) -> tuple[str, str]:
        split, merge = self.node("exclusiveGateway"), self.node("exclusiveGateway")
        for condition, branch in block.branches.items():
            self._branch(split, branch, merge, condition)
        self._branch(split, block.default, merge, default=True)
        return split, merge

    def _fork(self, block: Fork) -> tuple[str, str]:
        split, join = self.node("parallelGateway"), self.node("parallelGateway")
        for branch in block.branches:
            self._branch(split, branch, join)
        return split, join

    def _loop(self, block: Loop) -> tuple[str, str]:
        merge, split, after = (self.node("exclusiveGateway") for _ in range(3))
        self._branch(merge, block.body, split)
        self.connect(split, merge, block.again)
        self.connect(split, after, default=True)
        return merge, after

    def _branch(
        self, source: str, branch: Block | None, target: str, condition: str = "", *, default: bool = False
    ) -> None:
        if branch is None:
            self.connect(source, target, condition, default=default)
            return
        first, last = self.write(branch)
        self.connect(source, first, condition, default=default)
        if last:
            self.connect(last, target)
