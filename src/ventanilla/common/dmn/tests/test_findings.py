"""What the analysis says of calls, types, shapes and names: each finding, and the texts beside it that are right."""

import pytest

from ventanilla.common.dmn.analysis import analyse
from ventanilla.common.dmn.tests.models import decision, given, literal, table, xml

TYPES = (
    '<itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>'
    "</itemDefinition>"
    '<itemDefinition name="tPeople" isCollection="true"><typeRef>tPerson</typeRef></itemDefinition>'
)
INPUTS = TYPES + "".join(
    given(name, kind)
    for name, kind in {"x": "number", "s": "string", "on": "date", "p": "tPerson", "ps": "tPeople"}.items()
)
GROW = (
    '<businessKnowledgeModel id="b" name="Grow"><variable name="Grow"/><encapsulatedLogic>'
    f'<formalParameter name="n" typeRef="number"/>{literal("n")}</encapsulatedLogic></businessKnowledgeModel>'
)


def codes(content: str) -> list[str]:
    return [finding.code for finding in analyse(xml(INPUTS + GROW + content))]


def of_text(text: str) -> list[str]:
    return codes(decision("d", literal(text), needs="x s on p ps", knows="b"))


def of_table(
    rules: list[str], *, columns: str = "x", policy: str = "UNIQUE", output: str = "o", more: str = ""
) -> list[str]:
    made = table(columns.split(), output.split(" / "), rules, policy=policy, more=more)
    return codes(decision("d", made, needs="x s on p"))


class TestTexts:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ('substring("a")', "call_count"),
            ('substring(1, "a")', "call_type"),
            ("abs(value: 1)", "call_names"),
            ("Grow(1, 2)", "call_count"),
            ('Grow("a")', "call_type"),
            ("Grow(m: 1)", "call_names"),
            ("x(1)", "not_callable"),
            ("p.nam", "unknown_field"),
            ("on.hour", "unknown_field"),
            ('ps[nam = "a"]', "unknown_name"),
            ('"a" + x', "no_operation"),
            ("on + 1", "no_operation"),
            ('x in ["a"]', "never_equal"),
            ('x between "a" and "b"', "never_equal"),
            ("if x then 1 else 2", "condition_type"),
            ('@"2020-13-45"', "no_literal"),
            ('date("2020-13-45")', "no_literal"),
            ('{a: 1, b: a + "x"}.b', "no_operation"),
            ('some i in [1, 2] satisfies i = "a"', "never_equal"),
            ("for person in ps return person.nam", "unknown_field"),
            ('(function(n: number) n + "a")(1)', "no_operation"),
        ],
    )
    def test_what_can_have_no_value_is_told(self, text: str, code: str):
        assert of_text(text) == [code]

    @pytest.mark.parametrize(
        "text",
        [
            'substring(s, 1) + "a" + string(x)',
            "Grow(n: x) + Grow([1])",
            "p.name",
            'ps[name = "a"].name',
            "ps[item.name = s]",
            'on + @"P1D" > date("2026-01-01")',
            "on.year + x",
            "x in [1, [2..3]] and [x] in [[1], [2]]",
            "x between 1 and 2",
            "if x > 1 then on else null",
            "{x: s, y: upper case(x)}.y",
            '{y: x + 1, x: "a"}.y',
            '{x: s, y: x + "a"}.y',
            "for person in ps, letter in [person.name] return letter",
            "(function(x) upper case(x))(s)",
            "for x in [s] return upper case(x)",
        ],
    )
    def test_what_may_have_a_value_is_not(self, text: str):
        assert of_text(text) == []

    def test_a_boxed_invocation_is_a_call(self):
        box = f'<invocation>{literal("Grow")}<binding><parameter name="m"/>{literal("1")}</binding></invocation>'
        assert codes(decision("d", box, knows="b")) == ["call_names"]


class TestTables:
    @pytest.mark.parametrize(
        ("rules", "kinds", "code"),
        [
            (["- | 1"], {"policy": "BEST"}, "hit_policy"),
            (["- | 1"], {"policy": "PRIORITY"}, "no_priorities"),
            (['- | "a"'], {"policy": "COLLECT", "more": 'aggregation="SUM"'}, "aggregation_type"),
            (
                ["- | 1 | 2"],
                {"policy": "COLLECT", "more": 'aggregation="SUM"', "output": "a / b"},
                "aggregation_outputs",
            ),
            (["- | 1"], {"policy": "COLLECT", "more": 'aggregation="AVG"'}, "aggregation"),
            (["- | 1 | 2"], {"output": "a / a"}, "output_name"),
            (["- | 1 | 2"], {}, "cells_of_outputs"),
            ([], {}, "no_rules"),
            (["- | 3"], {"output": "o: 1, 2"}, "output_not_allowed"),
            (["- | 1", "< 5 | 2"], {"policy": "PRIORITY", "output": "o: 1, 2"}, "outranked"),
            (
                ["> 5 | > 7 | 1", "<= 5 | - | 2", "> 5 | <= 5 | 3", "> 5 | <= 7 | 4"],
                {"columns": "x x"},
                "contradiction",
            ),
        ],
    )
    def test_its_shape_is_looked_at(self, rules: list[str], kinds: dict[str, str], code: str):
        assert code in of_table(rules, **kinds)

    def test_an_output_of_another_type_is_told(self):
        made = table(["x"], ["o"], ['- | "ten"']).replace("<output>", '<output typeRef="number">')
        assert codes(decision("d", made, needs="x")) == ["result_type"]
        assert codes(decision("d", table(["x"], ["o"], ['- | "ten"']), needs="x", type_ref="number")) == ["result_type"]

    @pytest.mark.parametrize(
        ("columns", "rules"),
        [
            ("on", ['[@"2025-01-01"..@"2025-12-31"] | 1', '[@"2026-01-01"..@"2026-12-31"] | 2']),
            ("x x", [">= 0 | < 5 | 1", ">= 5 | < 9 | 2", "< 0 | - | 3", ">= 9 | - | 4"]),
            ("s", ['? = "a" | 1', '? != "a" | 2']),
            ("x", ["? between 1 and 2 | 1", "? in [1..2] | 2"]),
        ],
    )
    def test_days_columns_and_questions_are_what_they_are(self, columns: str, rules: list[str]):
        if columns == "on":
            rules = [*rules, '< @"2025-01-01" | 3', '> @"2026-12-31" | 4']
        expected = ["overlap", "gap"] if "between" in rules[0] else []
        assert of_table(rules, columns=columns) == expected

    def test_a_gap_between_questions_is_told(self):
        assert of_table(["? < 10 | 1", "? > 10 | 2"]) == ["gap"]

    def test_what_is_not_shown_is_counted(self):
        assert of_table([f"{n} | {n} | 1" for n in range(5)], columns="x y")[-1] == "more_gaps"
        assert of_table(["- | 1"] * 8)[-1] == "more_overlaps"


class TestElements:
    def test_names_that_are_not_their_own_are_told(self):
        assert codes(decision("d", literal("1")).replace('name="d"', 'name="D"', 1)) == ["other_name"]
        assert codes(decision("d", literal("1")) + decision("d", literal("2")).replace('id="d"', 'id="e"')) == [
            "repeated_name"
        ]

    def test_a_decision_without_logic_is_told(self):
        assert codes(decision("d", "")) == ["no_logic"]

    def test_an_input_that_a_service_leaves_out_is_told(self):
        service = '<decisionService id="s1" name="S"><variable name="S"/><outputDecision href="#d"/></decisionService>'
        assert codes(decision("d", literal("x"), needs="x") + service) == ["undeclared_input"]

    @pytest.mark.parametrize(
        ("kind", "allowed", "code"),
        [("number", "[1..", "unreadable"), ("nummber", "1", "unknown_type"), ("t", "1", "circular_type")],
    )
    def test_a_type_that_checks_nothing_is_told(self, kind: str, allowed: str, code: str):
        item = (
            f'<itemDefinition name="t"><typeRef>{kind}</typeRef><allowedValues><text>{allowed}</text></allowedValues>'
        )
        assert codes(item + "</itemDefinition>") == [code]
