"""A flow read from BPMN 2.0: what is supported becomes a Definition, the rest is refused by name with its id.

Supported: start, end and terminate end events, user tasks (`v:task`), service tasks (`v:effect`), exclusive gateways
with default and FEEL conditions, parallel gateways, interrupting boundary timers (`timeDuration`), lanes, untyped tasks
(BPMN 2.0 §13.3.3: passed by). Drawings, documentation, annotations and elements of other vocabularies are skipped, and
kept in the author's bytes. Whatever else would change how a case moves is refused.
"""

import hashlib
from collections import defaultdict
from dataclasses import replace
from types import MappingProxyType

from django.utils.translation import gettext
from lxml import etree

from ventanilla.common import feel
from ventanilla.kernel.workflow.bpmn_xml import bpmn_tag, children, own_attributes, read_root, text_of
from ventanilla.kernel.workflow.definition_errors import (
    ConditionRefused,
    DefinitionRefused,
    EffectMissing,
    ElementBroken,
    ElementUnsupported,
    ForksWithoutGateway,
    StartMissing,
)
from ventanilla.kernel.workflow.types import Definition, EffectName, Node, NodeKind, SequenceFlow

ID_MAX_CHARACTERS = 100

_SKIPPED = {"documentation", "extensionElements", "textAnnotation", "association", "group", "laneSet"}
_SKIPPED_INSIDE = {"documentation", "extensionElements", "incoming", "outgoing"}
_SKIPPED_IN_COLLABORATION = {*_SKIPPED, "participant"}
_KINDS = {
    "startEvent": NodeKind.START,
    "endEvent": NodeKind.END,
    "userTask": NodeKind.USER_TASK,
    "serviceTask": NodeKind.SERVICE_TASK,
    "task": NodeKind.UNTYPED,
    "exclusiveGateway": NodeKind.EXCLUSIVE,
    "parallelGateway": NodeKind.PARALLEL,
    "boundaryEvent": NodeKind.TIMER,
}
_INSIDE = {"endEvent": {"terminateEventDefinition"}, "boundaryEvent": {"timerEventDefinition"}}
_ONE_WAY = {NodeKind.START, NodeKind.USER_TASK, NodeKind.SERVICE_TASK, NodeKind.UNTYPED, NodeKind.TIMER}
_EFFECTS = {effect.value for effect in EffectName}
_UNUSUAL = {"isForCompensation": "false", "startQuantity": "1", "completionQuantity": "1", "cancelActivity": "true"}


def read(source: bytes) -> tuple[Definition | None, tuple[DefinitionRefused, ...]]:
    """The definition of `source`, or None and every reason why it cannot be loaded."""
    try:
        root = read_root(source)
    except DefinitionRefused as problem:
        return None, (problem,)
    reader = _Reader()
    definition = reader.read(root, source)
    return (None if reader.problems else definition), tuple(reader.problems)


class _Reader:
    """One pass over one file. Problems are collected, so that an author sees them together."""

    def __init__(self) -> None:
        self.problems: list[DefinitionRefused] = []
        self._nodes: dict[str, Node] = {}
        self._elements: dict[str, etree._Element] = {}
        self._flows: list[SequenceFlow] = []
        self._lanes: dict[str, str] = {}
        self._refused: set[str] = set()

    def read(self, root: etree._Element, source: bytes) -> Definition | None:
        for collaboration in children(root, "collaboration"):
            self._refuse_others(collaboration, _SKIPPED_IN_COLLABORATION)
        processes = children(root, "process")
        self.problems += [_unsupported(extra) for extra in processes[1:]]
        if not processes:
            self.problems.append(StartMissing(element="definitions", id=_id(root)))
            return None
        process = processes[0]
        for lane_set in children(process, "laneSet"):
            self._read_lanes(lane_set)
        for element in children(process):
            self._element(element)
        self._connect()
        self._attach_timers()
        starts = [node.id for node in self._nodes.values() if node.kind is NodeKind.START]
        if len(starts) != 1 and not self.problems:
            self.problems.append(StartMissing(element="process", id=_id(process)))
        if self.problems:
            return None
        return Definition(
            source=source,
            sha256=hashlib.sha256(source).hexdigest(),
            process_id=_id(process),
            name=process.get("name", ""),
            start=starts[0],
            nodes=MappingProxyType(self._nodes),
        )

    def _element(self, element: etree._Element) -> None:
        tag = bpmn_tag(element)
        if tag == "sequenceFlow":
            self._read_flow(element)
        elif tag in _KINDS:
            self._read_node(element, tag)
        elif tag not in _SKIPPED:
            self._refused.add(_id(element))
            self.problems.append(_unsupported(element))

    def _refuse_others(self, element: etree._Element, skipped: set[str]) -> None:
        self.problems += [_unsupported(child, element) for child in children(element) if bpmn_tag(child) not in skipped]

    def _read_lanes(self, lane_set: etree._Element) -> None:
        for lane in children(lane_set, "lane"):
            for reference in children(lane, "flowNodeRef"):
                self._lanes[text_of(reference)] = lane.get("id", "")
            for nested in children(lane, "childLaneSet"):
                self._read_lanes(nested)

    def _read_flow(self, element: etree._Element) -> None:
        if not self._has_good_id(element):
            return
        self._refuse_others(element, {*_SKIPPED_INSIDE, "conditionExpression"})
        source, target = element.get("sourceRef", ""), element.get("targetRef", "")
        self._flows.append(SequenceFlow(_id(element), source, target, self._condition(element)))
        self._elements[_id(element)] = element

    def _condition(self, flow: etree._Element) -> feel.Expression | None:
        for expression in children(flow, "conditionExpression"):
            language = expression.get("language", "")
            if language and "feel" not in language.lower():
                reason = gettext("Está escrita en «%(language)s», y aquí se usa FEEL.") % {"language": language}
                self.problems.append(ConditionRefused(element="sequenceFlow", id=_id(flow), reason=reason))
                continue
            try:
                return feel.compile(text_of(expression))
            except feel.InvalidExpression as error:
                reason = gettext(error.text) % error.params
                self.problems.append(ConditionRefused(element="sequenceFlow", id=_id(flow), reason=reason))
        return None

    def _read_node(self, element: etree._Element, tag: str) -> None:
        if not self._has_good_id(element):
            return
        for name, usual in _UNUSUAL.items():
            if element.get(name, usual) != usual:
                self.problems.append(_unsupported_named(f"{tag} {name}={element.get(name)}", element))
        self._refuse_others(element, _SKIPPED_INSIDE | _INSIDE.get(tag, set()))
        node = Node(
            id=_id(element),
            kind=_KINDS[tag],
            name=element.get("name", ""),
            key=_id(element),
            lane=self._lanes.get(_id(element), ""),
            default=element.get("default", ""),
        )
        self._elements[node.id] = element
        self._nodes[node.id] = self._with_own_parts(node, element)

    def _with_own_parts(self, node: Node, element: etree._Element) -> Node:
        """The node with what its kind adds: effect, key, timer. Attributes of ours elsewhere are refused: a slip."""
        own = own_attributes(element)
        if node.kind is NodeKind.SERVICE_TASK:
            found = own.pop("effect", "")
            if found not in _EFFECTS:
                names = ", ".join(EffectName)
                self.problems.append(EffectMissing(element="serviceTask", id=node.id, found=found, effects=names))
                return node
            return replace(node, effect=EffectName(found), params=MappingProxyType(own))
        if node.kind is NodeKind.USER_TASK:
            node = replace(node, key=own.pop("task", node.id))
        self.problems += [_unsupported_named(f"v:{name}", element) for name in own]
        if node.kind is NodeKind.END and children(element, "terminateEventDefinition"):
            return replace(node, kind=NodeKind.TERMINATE)
        if node.kind is NodeKind.TIMER:
            return replace(node, attached_to=element.get("attachedToRef", ""), term=self._term(element))
        return node

    def _term(self, event: etree._Element) -> str:
        """What a boundary timer waits for. Only a duration is a legal term; dates and cycles are refused by name."""
        definitions = children(event, "timerEventDefinition")
        if len(definitions) != 1:
            self._broken(event, gettext("necesita un temporizador"))
            return ""
        self._refuse_others(definitions[0], {*_SKIPPED_INSIDE, "timeDuration"})
        term = "".join(text_of(duration) for duration in children(definitions[0], "timeDuration"))
        if not term:
            self._broken(event, gettext("necesita «timeDuration» con el nombre de un plazo"))
        return term

    def _has_good_id(self, element: etree._Element) -> bool:
        if not 0 < len(_id(element)) <= ID_MAX_CHARACTERS:
            self._broken(element, gettext("necesita un «id» de hasta %(limit)d letras") % {"limit": ID_MAX_CHARACTERS})
            return False
        if _id(element) in self._elements:
            self._broken(element, gettext("otro elemento tiene el mismo «id»"))
            return False
        return True

    def _connect(self) -> None:
        """Give each node its arrows, in the author's order, and refuse what no engine could follow."""
        for flow in self._flows:
            unknown = {flow.source, flow.target} - self._nodes.keys()
            if unknown - self._refused:
                self._broken(self._elements[flow.id], gettext("no une dos elementos del proceso"))
        outgoing: dict[str, list[SequenceFlow]] = defaultdict(list)
        incoming: dict[str, list[str]] = defaultdict(list)
        for flow in self._flows:
            outgoing[flow.source].append(flow)
            incoming[flow.target].append(flow.id)
        for node in self._nodes.values():
            arrows, arriving = outgoing[node.id], tuple(incoming[node.id])
            self._check_arrows(node, arrows, arriving)
            plain = (replace(flow, condition=None) if flow.id == node.default else flow for flow in arrows)
            self._nodes[node.id] = replace(node, incoming=arriving, outgoing=tuple(plain))

    def _check_arrows(self, node: Node, outgoing: list[SequenceFlow], incoming: tuple[str, ...]) -> None:
        element = self._elements[node.id]
        chooses = node.kind is NodeKind.EXCLUSIVE and len(outgoing) > 1
        if node.kind in (NodeKind.START, NodeKind.TIMER) and incoming:
            self._broken(element, gettext("no puede recibir flechas"))
        if node.kind in (NodeKind.END, NodeKind.TERMINATE) and outgoing:
            self._broken(element, gettext("no puede tener salidas"))
        if node.kind in _ONE_WAY and len(outgoing) > 1:
            self.problems.append(ForksWithoutGateway(element=node.kind.value, id=node.id))
        if node.default and (node.kind is not NodeKind.EXCLUSIVE or node.default not in {flow.id for flow in outgoing}):
            self._broken(element, gettext("su flecha por defecto no es una de sus salidas"))
        if not chooses:
            conditions = [flow for flow in outgoing if flow.condition]
            self.problems += [_unsupported_named("conditionExpression", self._elements[f.id]) for f in conditions]

    def _attach_timers(self) -> None:
        for timer in [node for node in self._nodes.values() if node.kind is NodeKind.TIMER]:
            host = self._nodes.get(timer.attached_to)
            if timer.attached_to in self._refused:
                continue
            if host is None or not host.rests:
                self._broken(self._elements[timer.id], gettext("no está puesto sobre una tarea"))
            else:
                self._nodes[host.id] = replace(host, timers=(*host.timers, timer.id))

    def _broken(self, element: etree._Element, reason: str) -> None:
        self.problems.append(ElementBroken(element=bpmn_tag(element), id=_id(element), reason=reason))


def _id(element: etree._Element) -> str:
    return element.get("id", "")


def _unsupported(element: etree._Element, parent: etree._Element | None = None) -> ElementUnsupported:
    """Named by its own id, or by its parent's when it has none."""
    named = element if parent is None or _id(element) else parent
    return ElementUnsupported(element=bpmn_tag(element), id=_id(named))


def _unsupported_named(name: str, element: etree._Element) -> ElementUnsupported:
    return ElementUnsupported(element=name, id=_id(element))
