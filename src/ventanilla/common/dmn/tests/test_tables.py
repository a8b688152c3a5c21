"""Decision tables: every hit policy, defaults, several outputs, and what happens when rules disagree."""

from decimal import Decimal

import pytest

from ventanilla.common.dmn.tests.models import decision, given, model, table
from ventanilla.common.feel.writing import written

RULES = ['[1..10] | "low"', '[5..20] | "middle"', '> 15 | "high"']


def decided(value: object, *, policy: str, output: str = "o", rules: list[str] = RULES, more: str = "") -> str:
    made = model(given("x") + decision("d", table(["x"], [output], rules, policy=policy, more=more), needs="x"))
    return written(made.decide("d", {"x": value}).value, inside=True)


@pytest.mark.parametrize(
    ("policy", "output", "value", "expected"),
    [
        ("UNIQUE", "o", 3, '"low"'),
        ("UNIQUE", "o", 7, "null"),
        ("UNIQUE", "o", 0, "null"),
        ("UNIQUE", 'o: "low", "none" default "none"', 0, '"none"'),
        ("FIRST", "o", 7, '"low"'),
        ("ANY", "o", 7, "null"),
        ("PRIORITY", 'o: "high", "middle", "low"', 7, '"middle"'),
        ("RULE ORDER", "o", 7, '["low", "middle"]'),
        ("OUTPUT ORDER", 'o: "high", "middle", "low"', 18, '["high", "middle"]'),
        ("COLLECT", "o", 7, '["low", "middle"]'),
        ("COLLECT", "o", 0, "[]"),
        ("SOMETHING", "o", 7, "null"),
    ],
)
def test_the_hit_policy_says_what_the_result_is(policy: str, output: str, value: int, expected: str):
    assert decided(value, policy=policy, output=output) == expected


@pytest.mark.parametrize(
    ("aggregation", "expected"), [("SUM", "30"), ("MIN", "10"), ("MAX", "20"), ("COUNT", "2"), ("NONE", "null")]
)
def test_collected_results_are_aggregated(aggregation: str, expected: str):
    rules = ["> 1 | 10", "> 2 | 20", "> 3 | 40"]
    assert decided(3, policy="COLLECT", rules=rules, more=f'aggregation="{aggregation}"') == expected


def test_any_is_content_when_the_rules_agree():
    assert decided(3, policy="ANY", rules=["> 1 | 1.0", "> 2 | 1"]) == "1"


def test_several_outputs_are_a_context():
    made = model(given("x") + decision("d", table(["x"], ["a", "b c"], ["- | x | x + 1"]), needs="x"))
    assert made.decide("d", {"x": 1}).value == {"a": Decimal(1), "b c": Decimal(2)}


def test_a_cell_may_speak_of_other_inputs_and_of_the_value():
    rules = ['? > y and ? < y + 5 | "near"', 'not(< y) | "above"', '- | "below"']
    made = model(given("x") + given("y") + decision("d", table(["x"], ["o"], rules, policy="FIRST"), needs="x y"))
    assert [made.decide("d", {"x": x, "y": 10}).value for x in (12, 16, 3)] == ["near", "above", "below"]


def test_it_says_which_rules_were_met_at_once():
    made = model(given("x") + decision("d", table(["x"], ["o"], RULES), needs="x"))
    remarks = made.decide("d", {"x": 7}).remarks
    assert [(remark.what, remark.about) for remark in remarks] == [("several_rules", "1, 2")]
