"""What the analysis finds in a model, and that it says nothing of one that is right."""

import pytest

from ventanilla.common.dmn.analysis import Finding, analyse
from ventanilla.common.dmn.analysis.findings import LANGUAGES
from ventanilla.common.dmn.tests.models import decision, given, literal, table, xml

TYPES = (
    '<itemDefinition name="tKind"><typeRef>string</typeRef>'
    '<allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>'
)
INPUTS = TYPES + given("x", "number") + given("k", "tKind") + given("b", "boolean") + given("on", "date")


def found(content: str) -> tuple[Finding, ...]:
    return analyse(xml(INPUTS + content))


def sentences(rules: list[str], *, columns: str = "x", policy: str = "UNIQUE", output: str = "o") -> list[str]:
    content = decision("d", table(columns.split(), [output], rules, policy=policy), needs=columns)
    return [finding.sentence() for finding in found(content)]


class TestTables:
    @pytest.mark.parametrize(
        ("columns", "rules"),
        [
            ("x", ["< 5 | 1", "[5..10) | 2", ">= 10 | 3"]),
            ("k b", ['"A" | - | 1', '"B" | true | 2', '"B" | false | 3']),
            ("on", ['< date("2026-01-01") | 1', '>= date("2026-01-01") | 2']),
            ("x", ["? > abs(-5) and ? < 8 | 1"]),
            ("x", ["? < 10 | 1", "? >= 10 and ? < 12 | 2", "12 <= ? | 3"]),
            ("x k", ["not(1, 2) | - | 1", '1, 2 | "A" | 2', '1, 2 | not("A") | 3']),
        ],
    )
    def test_a_table_that_answers_every_case_once_has_no_findings(self, columns: str, rules: list[str]):
        assert sentences(rules, columns=columns) == []

    def test_a_gap_is_told_with_its_values(self):
        assert sentences(["< 5 | 1", "> 5 | 2"]) == ["Ninguna regla responde cuando «x» es 5."]
        said = sentences(["[1..5] | true | 1", "- | false | 2"], columns="x b")
        assert said == [
            "Ninguna regla responde cuando «x» es menos de 1 o más de 5 y «b» es sí.",
        ]

    def test_a_rule_that_lacks_cells_is_read_as_if_they_asked_nothing(self):
        short = decision("d", table(["x", "b"], ["o"], ["< 5", ">= 5 | true | 2"]), needs="x b")
        assert [finding.code for finding in found(short)] == ["cells_of_inputs", "cells_of_outputs", "gap"]

    def test_a_default_fills_the_gaps(self):
        assert sentences(["< 5 | 1"], output="o: 1, 2 default 2") == []

    def test_two_rules_that_hold_at_once_are_told_with_their_values(self):
        said = sentences(["<= 5 | 1", ">= 5 | 2"])
        assert said == ["Las reglas 1 y 2 se cumplen a la vez cuando «x» es 5, y debe cumplirse una sola."]
        assert sentences(["<= 5 | 1", ">= 5 | 1"], policy="ANY") == []
        assert "dan resultados distintos" in sentences(["<= 5 | 1", ">= 5 | 2"], policy="ANY")[0]

    def test_a_rule_behind_others_is_never_reached(self):
        said = sentences(["< 5 | 1", "- | 2", "[1..3] | 3"], policy="FIRST")
        assert said == ["La regla 3 no se aplica nunca: las anteriores ya responden en todos sus casos."]

    def test_a_value_that_is_not_allowed_is_never_met(self):
        said = sentences(['"A" | 1', '"B" | 2', '"C" | 3'], columns="k")
        assert said == ["La regla 3 no se cumple nunca: «k» no puede ser «C»."]

    def test_a_constant_of_another_type_is_never_met(self):
        said = sentences(['"five" | 1', "- | 2"], policy="FIRST")
        assert "La celda pide «five», pero «x» es de tipo number: la regla nunca se cumple." in said

    def test_a_table_with_too_many_cases_says_so(self):
        rules = [" | ".join([f"{n}", f"> {n}", f"< {n}", f"!= {n}", f"[{n}..{n + 3}]", "1"]) for n in range(80)]
        content = "".join(given(f"x{n}", "number") for n in range(5))
        columns = [f"x{n}" for n in range(5)]
        content += decision("d", table(columns, ["o"], rules), needs=" ".join(columns))
        assert any(finding.code in ("too_large", "gap") for finding in found(content))


class TestTexts:
    @pytest.mark.parametrize(
        ("text", "needs", "code"),
        [
            ("y + 1", "x", "unknown_name"),
            ("x + y", "", "unknown_name"),
            ("1 +", "", "unreadable"),
            ('x = "a"', "x", "never_equal"),
            ('on > "2026-01-01"', "on", "never_equal"),
        ],
    )
    def test_what_is_wrong_is_told_with_its_place(self, text: str, needs: str, code: str):
        first = found(decision("d", literal(text), needs=needs))[0]
        assert (first.code, first.where) == (code, "d")

    @pytest.mark.parametrize(
        "text",
        [
            "for i in [x] return i + partial[-1]",
            "{a: x, b: a}.b",
            "[{n: 1}][n > item.n]",
            "function(p) p + x",
            "some i in [x] satisfies i > abs(x)",
            'on = date("2026-01-01") and x = null',
        ],
    )
    def test_names_that_a_text_defines_are_known(self, text: str):
        assert found(decision("d", literal(text), needs="x on")) == ()

    def test_a_result_that_cannot_be_of_its_type_is_told(self):
        findings = found(decision("d", literal("x + 1"), needs="x", type_ref="string"))
        assert [finding.sentence("en") for finding in findings] == [
            "The result is of type number and string was declared: it will have no value."
        ]

    def test_a_type_and_a_requirement_that_are_not_there_are_told(self):
        findings = found(decision("d", literal("1"), needs="gone", type_ref="tGone"))
        assert {finding.code for finding in findings} == {"unknown_type", "unknown_requirement"}


def test_a_cycle_is_told_by_the_name_of_a_decision():
    findings = found(decision("d1", literal("d2"), needs="d2") + decision("d2", literal("d1"), needs="d1"))
    assert [finding.sentence() for finding in findings] == ["La decisión «d1» depende de sí misma."]


def test_both_languages_have_the_same_sentences():
    assert LANGUAGES["es"].keys() == LANGUAGES["en"].keys()
