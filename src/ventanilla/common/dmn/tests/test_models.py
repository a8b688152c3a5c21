"""Models: what their parts mean, what they are refused for, and that hostile files are stopped."""

from datetime import UTC, datetime

import pytest

from ventanilla.common.dmn import (
    DocumentType,
    EmptyModel,
    InvalidModel,
    MissingImport,
    ModelTooDeep,
    ModelTooLarge,
    NotXml,
    RepeatedId,
    RequirementCycle,
    UnknownDecision,
    UnknownLanguage,
    UnknownVersion,
    UnreadableModel,
    load,
)
from ventanilla.common.dmn.tests.models import NAMESPACES, decision, given, literal, model, xml
from ventanilla.common.feel import TooManyCalls
from ventanilla.common.feel.writing import written

TYPES = """
<itemDefinition name="tAge"><typeRef>number</typeRef>
<allowedValues><text>[0..130]</text></allowedValues></itemDefinition>
<itemDefinition name="tAges" isCollection="true"><typeRef>tAge</typeRef></itemDefinition>
<itemDefinition name="tPerson"><itemComponent name="full name"><typeRef>string</typeRef></itemComponent>
<itemComponent name="age"><typeRef>tAge</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tTwo" isCollection="true"><typeRef>number</typeRef>
<typeConstraint><text>count(?) = 2</text></typeConstraint></itemDefinition>
<itemDefinition name="tLoop"><typeRef>tLoop</typeRef></itemDefinition>
"""


def shown(content: str, name: str = "d", **inputs: object) -> str:
    return written(model(content).decide(name, inputs).value, inside=True)


class TestTypes:
    @pytest.mark.parametrize(
        ("type_ref", "value", "expected"),
        [
            ("tAge", 30, "30"),
            ("tAge", 200, "null"),
            ("tAge", [30], "30"),
            ("tAges", 30, "[30]"),
            ("tAges", [30, 200], "null"),
            ("tPerson", {"full name": "Ana", "age": 1}, '{full name: "Ana", age: 1}'),
            ("tPerson", {"full name": "Ana"}, "null"),
            ("tTwo", [1, 2], "[1, 2]"),
            ("tTwo", [1], "null"),
            ("tLoop", 1, "1"),
            ("date and time", datetime(2026, 1, 1, tzinfo=UTC).date(), "2026-01-01T00:00:00Z"),
            ("tMissing", 1, "1"),
        ],
    )
    def test_an_input_is_read_as_its_type_or_is_null(self, type_ref: str, value: object, expected: str):
        content = TYPES + given("x", type_ref) + decision("d", literal("x"), needs="x")
        assert shown(content, x=value) == expected

    def test_the_parts_of_a_type_are_names(self):
        content = TYPES + given("p", "tPerson") + decision("d", literal("p.full name + string(p.age)"), needs="p")
        assert shown(content, p={"full name": "Ana", "age": 5}) == '"Ana5"'


CONTEXT = """<context><contextEntry><variable name="base"/>{base}</contextEntry>
<contextEntry><variable name="double it"/><functionDefinition><formalParameter name="n" typeRef="number"/>{body}
</functionDefinition></contextEntry><contextEntry>{result}</contextEntry></context>"""


def inside(name: str, text: str) -> str:
    return f"<{name}>{literal(text)}</{name}>"


class TestBoxes:
    @pytest.mark.parametrize(
        ("box", "expected"),
        [
            (CONTEXT.format(base=literal("2"), body=literal("n * 2"), result=literal("double it(base)")), "4"),
            (f"<conditional>{inside('if', '1 > 2')}{inside('then', '1')}{inside('else', '2')}</conditional>", "2"),
            (f"<filter>{inside('in', '[1, 2, 3]')}{inside('match', 'item > 1')}</filter>", "[2, 3]"),
            (f'<for iteratorVariable="i">{inside("in", "1..3")}{inside("return", "i")}</for>', "null"),
            (f'<for iteratorVariable="i">{inside("in", "[1..3]")}{inside("return", "i + 1")}</for>', "[2, 3, 4]"),
            (f'<some iteratorVariable="i">{inside("in", "[1, 2]")}{inside("satisfies", "i > 1")}</some>', "true"),
            (
                f'<relation><column name="a"/><column name="b"/><row>{literal("1")}{literal("2")}</row></relation>',
                "[{a: 1, b: 2}]",
            ),
            (f"<list>{literal('1')}{literal('x')}</list>", "[1, null]"),
            (f'<invocation>{literal("abs")}<binding><parameter name="n"/>{literal("-1")}</binding></invocation>', "1"),
            (f'<functionDefinition kind="Java">{literal("1")}</functionDefinition>', "null"),
        ],
    )
    def test_each_box_has_its_value(self, box: str, expected: str):
        assert shown(decision("d", box)) == expected


KNOWLEDGE = (
    '<businessKnowledgeModel id="b" name="Grow"><variable name="Grow"/><encapsulatedLogic>'
    '<formalParameter name="n" typeRef="number"/>'
    + literal("if n > 99 then n else Grow(n * 2)")
    + "</encapsulatedLogic></businessKnowledgeModel>"
)
SERVICE = (
    '<decisionService id="s" name="Serve"><variable name="Serve"/><outputDecision href="#dOut"/>'
    '<inputDecision href="#dIn"/><inputData href="#x"/></decisionService>'
    + decision("dIn", literal("1"), type_ref="number")
    + decision("dOut", literal("x + dIn"), needs="x dIn")
)


class TestFunctions:
    def test_knowledge_is_called_by_its_name_and_may_call_itself(self):
        assert shown(KNOWLEDGE + decision("d", literal("Grow(3)"), knows="b")) == "192"
        assert shown(KNOWLEDGE, "Grow", n=3) == "192"

    def test_a_service_is_called_as_a_function_and_by_the_caller(self):
        content = given("x", "number") + SERVICE + decision("d", literal("Serve(1, 10)"), knows="s")
        assert shown(content) == "11"
        assert shown(content, "Serve", x=1, dIn=5) == "6"
        assert shown(content, "dOut", x=1) == "2"

    def test_an_argument_of_another_type_makes_the_call_null(self):
        assert shown(KNOWLEDGE + decision("d", literal('Grow("a")'), knows="b")) == "null"


def required(name: str, hrefs: str, text: str) -> str:
    """A decision that requires decisions of other files."""
    needs = "".join(
        f'<informationRequirement><requiredDecision href="{href}"/></informationRequirement>' for href in hrefs.split()
    )
    return f'<decision id="{name}" name="{name}"><variable name="{name}"/>{needs}{literal(text)}</decision>'


class TestFiles:
    @pytest.mark.parametrize("version", NAMESPACES)
    def test_all_versions_are_read(self, version: str):
        content = '<inputData id="x" name="x"><variable name="x" typeRef="feel:number"/></inputData>'
        made = load(xml(content + decision("d", literal("x * 2"), needs="x"), version=version))
        assert made.decide("d", {"x": 2}).value == 4

    @pytest.mark.parametrize("alias", ["lib", ""])
    def test_an_import_gives_its_types_inputs_and_functions(self, alias: str):
        prefix = f"{alias}." if alias else ""
        library = xml(TYPES + KNOWLEDGE + given("x"), namespace="urn:lib", name="lib")
        main = (
            f'<import name="{alias}" namespace="urn:lib" importType="{NAMESPACES["1.5"]}"/>'
            f'<decision id="d" name="d"><variable name="d" typeRef="{prefix}tAge"/>'
            '<informationRequirement><requiredInput href="urn:lib#x"/></informationRequirement>'
            '<knowledgeRequirement><requiredKnowledge href="urn:lib#b"/></knowledgeRequirement>'
            f"{literal(f'{prefix}Grow({prefix}x)')}</decision>"
        )
        made = load(xml(main), [library])
        inputs = {alias: {"x": 60}} if alias else {"x": 60}
        assert made.decide("d", inputs).value == 120
        assert made.decide("d", {"x": 70}).value is None
        with pytest.raises(MissingImport):
            load(xml(main))

    def test_a_model_that_is_imported_by_two_ways_has_its_own_inputs_on_each(self):
        base = xml(given("who") + decision("dHello", literal('"Hello " + who'), needs="who"), namespace="urn:a")
        middle = [
            xml(
                f'<import name="A" namespace="urn:a" importType="{NAMESPACES["1.5"]}"/>'
                + required("dSay", "urn:a#dHello", 'A.dHello + "!"'),
                namespace=f"urn:{name}",
            )
            for name in ("b", "c")
        ]
        imports = "".join(
            f'<import name="{name.upper()}" namespace="urn:{name}" importType="{NAMESPACES["1.5"]}"/>' for name in "bc"
        )
        main = imports + required("d", "urn:b#dSay urn:c#dSay", "B.dSay + C.dSay")
        made = load(xml(main), [base, *middle])
        inputs = {"B": {"A": {"who": "Ana"}}, "C": {"A": {"who": "Luis"}}}
        assert made.decide("d", inputs).value == "Hello Ana!Hello Luis!"
        assert made.decide("d", {"who": "Eva"}).value == "Hello Eva!Hello Eva!"
        assert made.inputs_of("d") == ("who",)

    def test_a_text_that_cannot_be_read_is_a_problem_with_its_place_and_null(self):
        made = model(decision("d", literal("1 +")) + decision("d2", literal("2")))
        assert made.decide("d", {}).value is None
        assert made.decide("d2", {}).value == 2
        assert [(problem.where, problem.error.position) for problem in made.problems] == [("d", 4)]

    def test_a_decision_that_is_not_there_is_refused(self):
        with pytest.raises(UnknownDecision):
            model(given("x")).decide("x", {})

    def test_the_names_inside_a_result_are_known_to_what_requires_it(self):
        later = decision("d1", literal("{first name: 1, other: 2}"))
        assert shown(decision("d", literal("d1.first name + d1.other"), needs="d1") + later) == "3"

    def test_a_decision_without_logic_is_null(self):
        assert shown(decision("d", "")) == "null"


BOMB = b"""<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="&c;"/>"""
OUTSIDE = b"""<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="x">&a;</definitions>"""


GROOVY = 'expressionLanguage="http://groovy"'


class TestHostileFiles:
    @pytest.mark.parametrize(
        ("content", "error"),
        [
            (b"", EmptyModel),
            (b" \n", EmptyModel),
            (b"<a", UnreadableModel),
            (b'{"x": 1}', NotXml),
            (b"\x00\xff", UnreadableModel),
            (BOMB, DocumentType),
            (OUTSIDE, DocumentType),
            (b"<a/>", UnknownVersion),
            (xml("<context>" * 100 + "</context>" * 100), ModelTooDeep),
            (xml(given("x") + given("x")), RepeatedId),
            (xml(decision("d", literal("1").replace(">", f" {GROOVY}>", 1))), UnknownLanguage),
            (b" " * 5_000_001, ModelTooLarge),
            (xml("<a/>" * 100_001), ModelTooLarge),
        ],
        ids=lambda value: str(value)[:20],
    )
    def test_it_is_refused_by_type(self, content: bytes, error: type):
        with pytest.raises(error) as refusal:
            load(content)
        assert isinstance(refusal.value, InvalidModel)
        assert str(refusal.value).endswith(".")

    def test_decisions_that_require_each_other_are_refused(self):
        with pytest.raises(RequirementCycle):
            model(decision("d1", literal("d2"), needs="d2") + decision("d2", literal("d1"), needs="d1"))

    def test_a_file_that_imports_itself_is_refused(self):
        with pytest.raises(RequirementCycle):
            load(xml('<import name="me" namespace="urn:test" importType=""/>'), [xml("")])

    def test_a_long_chain_of_decisions_is_evaluated_without_recursion(self):
        chain = decision("d0", literal("1"))
        chain += "".join(decision(f"d{n}", literal(f"d{n - 1} + 1"), needs=f"d{n - 1}") for n in range(1, 3_000))
        assert shown(chain, "d2999") == "3000"

    def test_knowledge_without_end_is_stopped(self):
        endless = KNOWLEDGE.replace("if n > 99 then n else ", "")
        with pytest.raises(TooManyCalls):
            shown(endless.replace("&lt;", "<") + decision("d", literal("Grow(1)"), knows="b"))
