"""Reading BPMN: what is understood, and what is refused by name, with its id, in a sentence."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ventanilla.kernel.workflow import bpmn
from ventanilla.kernel.workflow.definition_errors import DefinitionRefused
from ventanilla.kernel.workflow.testing import Choice, Do, Seq, Stop, Task, flow
from ventanilla.kernel.workflow.types import Definition, EffectName, NodeKind

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:v="https://ventanilla.dev/bpmn" '
    'xmlns:x="https://example.org/x"><process id="p" name="Patente">'
)
TAIL = "</process></definitions>"
START = '<startEvent id="s"/><sequenceFlow id="s-t" sourceRef="s" targetRef="t"/>'
END = '<sequenceFlow id="t-e" sourceRef="t" targetRef="e"/><endEvent id="e"/>'


def document(middle: str = '<userTask id="t"/>', before: str = START, after: str = END) -> bytes:
    return (HEAD + before + middle + after + TAIL).encode()


def loaded(source: bytes) -> Definition:
    definition, problems = bpmn.read(source)
    assert problems == ()
    assert definition is not None
    return definition


def refusals(source: bytes) -> list[DefinitionRefused]:
    definition, problems = bpmn.read(source)
    assert definition is None
    return list(problems)


class TestUnderstood:
    def test_the_authors_bytes_are_kept_with_their_hash(self):
        source = document()
        definition = loaded(source)
        assert definition.source == source
        assert definition.sha256 == hashlib.sha256(source).hexdigest()
        assert (definition.process_id, definition.name, definition.start) == ("p", "Patente", "s")

    def test_a_user_task_is_called_by_our_attribute_or_else_by_its_id(self):
        assert loaded(document('<userTask id="t" v:task="review"/>')).task_keys == {"review"}
        assert loaded(document()).task_keys == {"t"}

    def test_a_service_task_has_an_effect_and_its_parameters(self):
        node = loaded(document('<serviceTask id="t" v:effect="issue" v:document="decision" x:y="z"/>')).nodes["t"]
        assert node.effect is EffectName.ISSUE
        assert node.params == {"document": "decision"}

    def test_conditions_defaults_timers_lanes_and_terminate_ends_are_read(self):
        lanes = '<laneSet id="ls"><lane id="works" name="Obras"><flowNodeRef>review</flowNodeRef></lane></laneSet>'
        block = Seq(
            [Task("review", "correction", Stop("withdrawn")), Choice({"capital > 10": Do("charge", "pay")}, None)]
        )
        definition = loaded(
            flow(block).replace(b'<startEvent id="started">', lanes.encode() + b'<startEvent id="started">')
        )
        review = definition.nodes["review"]
        assert review.lane == "works"
        assert review.timers == ("review_late",)
        assert definition.nodes["review_late"].term == "correction"
        assert definition.nodes["withdrawn"].kind is NodeKind.TERMINATE
        assert definition.terms == {"correction"}
        assert definition.keys == {"review", "withdrawn", "finished", "pay"}
        split = next(node for node in definition.nodes.values() if node.default)
        assert [arrow.condition and arrow.condition.text for arrow in split.outgoing] == ["capital > 10", None]

    def test_drawings_documentation_and_other_vocabularies_are_skipped(self):
        extra = (
            "<documentation>texto</documentation><extensionElements><x:anything/></extensionElements>"
            '<textAnnotation id="n"><text>nota</text></textAnnotation>'
            '<association id="as" sourceRef="t" targetRef="n"/>'
            '<x:drawing id="d"/><!-- nota --><?aviso nota?>'
        )
        inside = '<userTask id="t"><documentation>texto</documentation><incoming>s-t</incoming></userTask>'
        assert set(loaded(document(extra + inside)).nodes) == {"s", "t", "e"}

    def test_an_encoding_other_than_utf_8_is_read(self):
        text = '<?xml version="1.0" encoding="ISO-8859-1"?>' + document('<userTask id="t" name="Revisión"/>').decode()
        assert loaded(text.encode("iso-8859-1")).nodes["t"].name == "Revisión"


# what is written → (element, id) of each refusal
REFUSED: dict[str, tuple[bytes, list[tuple[str, str]]]] = {
    "a script": (document('<scriptTask id="t"/>'), [("scriptTask", "t")]),
    "a subprocess": (document('<subProcess id="t"/>'), [("subProcess", "t")]),
    "an inclusive gateway": (document('<inclusiveGateway id="t"/>'), [("inclusiveGateway", "t")]),
    "a message": (document('<intermediateCatchEvent id="t"/>'), [("intermediateCatchEvent", "t")]),
    "data": (document('<dataObject id="d"/><userTask id="t"/>'), [("dataObject", "d")]),
    "a repeated task": (
        document('<userTask id="t"><multiInstanceLoopCharacteristics/></userTask>'),
        [("multiInstanceLoopCharacteristics", "t")],
    ),
    "an error end": (
        document(after=END.replace('<endEvent id="e"/>', '<endEvent id="e"><errorEventDefinition id="x"/></endEvent>')),
        [("errorEventDefinition", "x")],
    ),
    "a message start": (
        document(
            before=START.replace('<startEvent id="s"/>', '<startEvent id="s"><messageEventDefinition/></startEvent>')
        ),
        [("messageEventDefinition", "s")],
    ),
    "compensation": (
        document('<userTask id="t" isForCompensation="true"/>'),
        [("userTask isForCompensation=true", "t")],
    ),
    "a timer that does not interrupt": (
        document(
            '<userTask id="t"/><boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><timerEventDefinition>'
            "<timeDuration>P5D</timeDuration></timerEventDefinition></boundaryEvent>"
        ),
        [("boundaryEvent cancelActivity=false", "b")],
    ),
    "a timer by date": (
        document(
            '<userTask id="t"/><boundaryEvent id="b" attachedToRef="t"><timerEventDefinition id="d">'
            "<timeDate>2026-01-01</timeDate></timerEventDefinition></boundaryEvent>"
        ),
        [("timeDate", "d"), ("boundaryEvent", "b")],
    ),
    "a boundary message": (
        document('<userTask id="t"/><boundaryEvent id="b" attachedToRef="t"><messageEventDefinition/></boundaryEvent>'),
        [("messageEventDefinition", "b"), ("boundaryEvent", "b")],
    ),
    "a timer on nothing": (
        document(
            '<userTask id="t"/><boundaryEvent id="b" attachedToRef="s"><timerEventDefinition>'
            "<timeDuration>P5D</timeDuration></timerEventDefinition></boundaryEvent>"
        ),
        [("boundaryEvent", "b")],
    ),
    "a slip in an attribute of ours": (document('<userTask id="t" v:tsak="x"/>'), [("v:tsak", "t")]),
    "no effect": (document('<serviceTask id="t"/>'), [("serviceTask", "t")]),
    "an effect that is not in the list": (document('<serviceTask id="t" v:effect="exec"/>'), [("serviceTask", "t")]),
    "a condition in another language": (
        document(
            before='<startEvent id="s"/><sequenceFlow id="s-t" sourceRef="s" targetRef="t">'
            '<conditionExpression language="javascript">true</conditionExpression></sequenceFlow>'
        ),
        [("sequenceFlow", "s-t")],
    ),
    "a condition where nothing is chosen": (
        document(
            before='<startEvent id="s"/><sequenceFlow id="s-t" sourceRef="s" targetRef="t">'
            "<conditionExpression>x</conditionExpression></sequenceFlow>"
        ),
        [("conditionExpression", "s-t")],
    ),
    "an arrow to nowhere": (
        document('<userTask id="t"/><sequenceFlow id="f" sourceRef="t" targetRef="gone"/>'),
        [("sequenceFlow", "f"), ("userTask", "t")],
    ),
    "a fork without gateway": (
        document('<userTask id="t"/><userTask id="u"/><sequenceFlow id="t-u" sourceRef="t" targetRef="u"/>'),
        [("userTask", "t")],
    ),
    "an arrow into the start": (
        document('<userTask id="t"/><userTask id="u"/><sequenceFlow id="u-s" sourceRef="u" targetRef="s"/>'),
        [("startEvent", "s")],
    ),
    "an arrow out of the end": (
        document('<userTask id="t"/><userTask id="u"/><sequenceFlow id="e-u" sourceRef="e" targetRef="u"/>'),
        [("endEvent", "e")],
    ),
    "a default that is no arrow of it": (
        document('<exclusiveGateway id="t" default="x"/>'),
        [("exclusiveGateway", "t")],
    ),
    "no id": (document('<userTask id="t"/><userTask name="sin id"/>'), [("userTask", "")]),
    "an id of a hundred letters and one": (
        document(f'<userTask id="t"/><userTask id="{"x" * 101}"/>'),
        [("userTask", "x" * 101)],
    ),
    "two elements of one id": (document('<userTask id="t"/><task id="t"/>'), [("task", "t")]),
    "two starts": (document('<userTask id="t"/><startEvent id="s2"/>'), [("process", "p")]),
    "no start": (document(before=""), [("process", "p")]),
    "no process": (
        (HEAD + TAIL).replace('<process id="p" name="Patente"></process>', "").encode(),
        [("definitions", "")],
    ),
    "two processes": (document().replace(b"</definitions>", b'<process id="q"/></definitions>'), [("process", "q")]),
    "a message between pools": (
        document().replace(b"<process", b'<collaboration id="c"><messageFlow id="m"/></collaboration><process'),
        [("messageFlow", "m")],
    ),
    "another vocabulary": (b"<definitions/>", [("", "")]),
    "no XML": (b"name: patente", [("", "")]),
    "nothing": (b"", [("", "")]),
    "entities": (b'<!DOCTYPE d [<!ENTITY a "aaaa">]>' + document('<userTask id="t" name="&a;"/>'), [("", "")]),
    "an entity from a file": (
        b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + document('<userTask id="t">&a;</userTask>'),
        [("", "")],
    ),
    "too many bytes": (document() + b" " * 1_000_000, [("", "")]),
    "too many elements": (document('<userTask id="t"/>' + "<documentation/>" * 10_001), [("", "")]),
    "depth": (document('<userTask id="t"/>' + "<documentation>" * 300 + "</documentation>" * 300), [("", "")]),
}


class TestRefused:
    @pytest.mark.parametrize("title", REFUSED)
    def test_by_name_and_id_in_a_sentence(self, title: str):
        source, expected = REFUSED[title]
        found = refusals(source)
        assert [(each.element, each.element_id) for each in found] == expected
        assert all(each.sentence().endswith(".") and "%(" not in each.sentence() for each in found)

    def test_a_condition_that_is_not_feel_says_where(self):
        (refusal,) = refusals(flow(Choice({"${approved}": Task("a")}, None)))
        assert refusal.code == "workflow.condition_refused"
        assert "carácter 1" in refusal.sentence()


class TestAnyBytes:
    good = flow(Seq([Task("review", "correction", Stop("out")), Choice({"capital > 10": Do("charge")}, None)]))

    @settings(max_examples=300)
    @given(st.data())
    def test_a_damaged_flow_is_read_or_refused_and_nothing_else(self, data: st.DataObject):
        damaged = bytearray(self.good)
        for _change in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(damaged) - 1))
            length = data.draw(st.integers(0, 40))
            damaged[at : at + length] = data.draw(
                st.binary(max_size=8) | st.sampled_from([b"<task/>", b'id="x"', b"&a;"])
            )
        definition, problems = bpmn.read(bytes(damaged))
        assert (definition is None) == bool(problems)
