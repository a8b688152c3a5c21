"""What expressions mean, what they refuse, and that no text makes them fail in another way."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ventanilla.common import feel

CONTEXT = {
    "capital": 5_000_000,
    "rate": 2.5,
    "name": "Ana",
    "activities": ["FOOD", "RETAIL"],
    "outcomes": {"review": "APPROVE", "visit": None},
    "day": date(2026, 3, 2),
    "rented": True,
    "unknown": None,
    "id": UUID(int=1),
    "año": 2026,
}


def value_of(text: str) -> object:
    return feel.compile(text).evaluate(CONTEXT)


class TestMeaning:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("1 + 2 * 3", Decimal(7)),
            ("(1 + 2) * 3", Decimal(9)),
            ("7 - 2 - 1", Decimal(4)),
            ("8 / 4 / 2", Decimal(1)),
            ("2 ** 3 ** 2", Decimal(64)),
            ("-2 ** 2", Decimal(4)),
            ("--3", Decimal(3)),
            ("-1234567890123456789012345678901234", Decimal("-1234567890123456789012345678901234")),
            ("0.1 + 0.2", Decimal("0.3")),
            (".5 * 2", Decimal("1.0")),
            ("capital * rate / 1000", Decimal("12500")),
            ('"a" + "b"', "ab"),
            ('"say \\"hi\\"\\n"', 'say "hi"\n'),
            ("[1, 2]", [Decimal(1), Decimal(2)]),
            ("[]", []),
            ("null", None),
            ("day.year", Decimal(2026)),
            ("outcomes.review", "APPROVE"),
            ("año", Decimal(2026)),
            ("if capital > 10 then 1 else 2", Decimal(1)),
            ("if unknown then 1 else 2", Decimal(2)),
            ("if true then if false then 1 else 2 else 3", Decimal(2)),
        ],
    )
    def test_values(self, text: str, value: object):
        assert value_of(text) == value

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("capital = 5000000", True),
            ("capital != 5000000", False),
            ('outcomes.review = "APPROVE"', True),
            ("1 < 2", True),
            ("2 <= 2", True),
            ('"a" < "b"', True),
            ('day >= date("2026-03-01")', True),
            ("day = date(2026, 3, 2)", True),
            ("capital between 1 and 10", False),
            ("capital between 1 and 5000000 and rented", True),
            ('name in ("Ana", "Luis")', True),
            ('"FOOD" in activities', True),
            ('"BAR" in activities', False),
            ("5 in [1..5]", True),
            ("5 in [1..5)", False),
            ("1 in (1..5]", False),
            ("7 in (1, [3..5], > 6)", True),
            ("2 in (1, [3..5], > 6)", False),
            ("3 in < 4", True),
            ("3 in (1 + 2)", True),
            ("rented and capital > 1", True),
            ("not(rented)", False),
            ("[1, 2] = [1, 2]", True),
            ("null = null", True),
            ("name = null", False),
            ("unknown = null", True),
            ("missing = null", True),
        ],
    )
    def test_conditions(self, text: str, value: bool):
        assert value_of(text) is value

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("true and null", None),
            ("null and true", None),
            ("false and null", False),
            ("null and false", False),
            ("true or null", True),
            ("null or true", True),
            ("false or null", None),
            ("null or false", None),
            ("not(null)", None),
            ('true and "x"', None),
        ],
    )
    def test_and_or_and_not_have_three_values(self, text: str, value: bool | None):
        assert value_of(text) is value

    @pytest.mark.parametrize(
        "text",
        [
            "missing",
            "outcomes.missing.deeper",
            "name.first",
            "1 / 0",
            '1 + "a"',
            '1 = "1"',
            '1 < "a"',
            "true < false",
            "missing < 3",
            "-name",
            "9 ** (9 ** 9)",
            "0 ** -1",
            "unknown between 1 and 2",
            'date("2026-13-01")',
            "date(2026, 1.5, 1)",
            "count(unknown)",
            "abs(name)",
            'min(1, "a")',
            "min([])",
            "sum([])",
            'sum(1, "a")',
            "contains(name, 1)",
            "round half up(1, 9999999)",
        ],
    )
    def test_what_cannot_be_known_is_null(self, text: str):
        assert value_of(text) is None

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("min(3, 1, 2)", 1),
            ("max([3, 1, 2])", 3),
            ("max(2, 2)", 2),
            ('max("a", "b")', "b"),
            ("sum(1, 2, 3)", 6),
            ("count(activities)", 2),
            ("abs(-3)", 3),
            ("floor(-1.5)", -2),
            ("ceiling(1.2)", 2),
            ("round half up(2.5, 0)", 3),
            ("round half up(-2.5, 0)", -3),
            ("round half up(1234.567, 2)", Decimal("1234.57")),
            ("round half up(1250, -2)", 1300),
            ('contains("patente", "ten")', True),
            ('list contains(activities, "FOOD")', True),
            ("round half up(count(activities) / 2 , 0) + 1", 2),
        ],
    )
    def test_functions(self, text: str, value: object):
        assert value_of(text) == value

    def test_a_condition_holds_only_when_it_is_exactly_true(self):
        assert feel.compile("capital > 1").holds(CONTEXT)
        assert not feel.compile("unknown").holds(CONTEXT)
        assert not feel.compile("name").holds(CONTEXT)

    def test_numbers_keep_34_digits_whatever_the_caller_set(self):
        assert value_of("1 / 3") == Decimal("0.3333333333333333333333333333333333")

    def test_an_identifier_is_compared_as_text(self):
        assert value_of('id = "00000000-0000-0000-0000-000000000001"') is True


class TestNames:
    def test_it_knows_the_paths_that_it_reads(self):
        expression = feel.compile('outcomes.review = "A" and max(capital, rate) > 1 and "FOOD" in activities')
        assert expression.names == {"outcomes.review", "capital", "rate", "activities"}

    def test_the_same_text_is_compiled_once(self):
        assert feel.compile("capital > 1") is feel.compile("capital > 1")


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "error", "position"),
        [
            ("", feel.UnexpectedWord, 1),
            ("1 +", feel.UnexpectedWord, 4),
            ("1 2", feel.UnexpectedWord, 3),
            ("(1", feel.UnexpectedWord, 3),
            ("[1, ", feel.UnexpectedWord, 5),
            ("x in [1..5", feel.UnexpectedWord, 11),
            ("if a then b", feel.UnexpectedWord, 12),
            ("a between 1 or 2", feel.UnexpectedWord, 13),
            ("a.", feel.UnexpectedWord, 3),
            ("round half 3", feel.EndExpected, 7),
            ("and", feel.UnexpectedWord, 1),
            ('x = "abc', feel.UnclosedText, 5),
            ("a && b", feel.UnexpectedCharacter, 3),
            ("${approved}", feel.UnexpectedCharacter, 1),
            ("a; b", feel.UnexpectedCharacter, 2),
            ("1 + exec(2)", feel.UnknownFunction, 5),
            ("abs(1, 2)", feel.WrongArguments, 1),
            ("not()", feel.WrongArguments, 1),
            ("date(1, 2)", feel.WrongArguments, 1),
        ],
    )
    def test_an_error_has_its_type_its_place_and_a_sentence(self, text: str, error: type, position: int):
        with pytest.raises(feel.InvalidExpression) as refusal:
            feel.compile(text)
        assert isinstance(refusal.value, error)
        assert refusal.value.position == position
        assert str(refusal.value).endswith(".")

    def test_it_refuses_a_text_that_is_too_long(self):
        with pytest.raises(feel.ExpressionTooLong):
            feel.compile("1" * (feel.LENGTH_MAX_CHARACTERS + 1))

    def test_it_refuses_too_many_words(self):
        with pytest.raises(feel.ExpressionTooLong):
            feel.compile("1" + "+1" * feel.WORDS_MAX)

    @pytest.mark.parametrize("text", ["(" * 60 + "1" + ")" * 60, "-" * 60 + "1", "[" * 60 + "]" * 60])
    def test_it_refuses_a_text_that_is_too_deep(self, text: str):
        with pytest.raises(feel.ExpressionTooDeep):
            feel.compile(text)

    def test_a_context_may_not_hold_what_feel_has_no_value_for(self):
        with pytest.raises(TypeError, match="object"):
            feel.compile("at").evaluate({"at": object()})


_SIGNS = st.sampled_from([*"+-*/=<()[],.§", "**", "!=", ".."])
_WORDS = st.sampled_from(
    ["and", "or", "not", "in", "between", "if", "then", "else", "abs", "min", "date", "half", "up"]
)
_VALUES = st.sampled_from(["1", "2.5", ".5", "x", "a.b", '"t"', "true", "null", "round half up", "count"])
_PIECES = st.one_of(_SIGNS, _WORDS, _VALUES)


class TestAnyText:
    @given(st.one_of(st.lists(_PIECES, max_size=40).map(" ".join), st.text(max_size=60)))
    @example("1" + " + 1" * 199)
    def test_it_has_a_value_or_is_refused_by_type(self, text: str):
        try:
            expression = feel.compile(text)
        except feel.InvalidExpression as refusal:
            assert 1 <= refusal.position <= len(text) + 1
        else:
            expression.evaluate({"x": 1, "a": {"b": "c"}})
