"""Calls: how deep they may go, what their names mean, and numbers at the end of the range."""

from decimal import Decimal
from itertools import product

import pytest

from ventanilla.common.feel import TooManyCalls, TooSlow
from ventanilla.common.feel.builtins import BUILTINS
from ventanilla.common.feel.machine import State
from ventanilla.common.feel.scope import Names
from ventanilla.common.feel.tests.asking import shown, value_of

FACT = "{{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f({n})}}.r"
LIST = "{f: function(n) if n = 0 then [] else concatenate([n], f(n - 1)), r: count(f(1000))}.r"
LOOPS = "{f: function(n) if n = 0 then 0 else (for a in [1], b in [2], c in [3] return f(n - 1))[1] + 1, r: f(800)}.r"
IFS = "{f: function(n) if n = 0 then 0 else if n = -1 then 1 else if n = -2 then 2 else 1 + f(n - 1), r: f(1000)}.r"


class TestDepth:
    @pytest.mark.parametrize(("text", "expected"), [(LIST, "1000"), (LOOPS, "800"), (IFS, "1000")])
    def test_a_thousand_calls_inside_each_other_have_their_value(self, text: str, expected: str):
        assert shown(text) == expected
        assert shown(FACT.format(n=1_000)).startswith("40238")

    def test_one_without_end_is_stopped(self):
        with pytest.raises(TooManyCalls):
            value_of(FACT.format(n=100_000))

    def test_what_goes_deep_many_times_has_its_value(self):
        fib = "fib: function(n) if n < 2 then n else fib(n - 1) + fib(n - 2)"
        deep = "deep: function(n) if n = 0 then fib(12) else deep(n - 1)"
        assert shown(f"{{{fib}, {deep}, r: deep(48)}}.r") == "144"


class TestTime:
    def test_searches_that_each_take_less_than_their_time_are_stopped_together(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("ventanilla.common.feel.machine.SECONDS_MAX", 0.2)
        text = 'for i in 1..1000 return matches("' + "a" * 22 + 'z", "^(a|aa)+(c?)\\\\2[xd]$")'
        with pytest.raises(TooSlow):
            value_of(text)


class TestPartial:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ('{partial: "abc", r: partial}.r', '"abc"'),
            ("(function(partial) partial + 1)(2)", "3"),
            ("some partial in [1, 2] satisfies partial = 2", "true"),
            ("for partial in [1, 2] return partial", "[1, 2]"),
            ("for i in 1..3 return count(partial)", "[0, 1, 2]"),
            ("for i in [1, 2] return [{partial: 7}][partial = 7][1].partial", "[7, 7]"),
        ],
    )
    def test_only_inside_a_loop_it_is_the_list_of_the_loop(self, text: str, expected: str):
        assert shown(text) == expected


class TestNamedArguments:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("before(range: [2..3], point: 1)", "false"),
            ("before(point: 1, range: [2..3])", "true"),
            ("after(range: [1..2], point: 0)", "true"),
            ("append(list: [1], item: 2)", "[1, 2]"),
            ("concatenate(list: [1])", "[1]"),
            ("sublist(length: 1, list: [1, 2], start position: 2)", "[2]"),
        ],
    )
    def test_the_signature_is_that_of_the_names_in_their_order(self, text: str, expected: str):
        assert shown(text) == expected


EXTREMES = (Decimal("9.999999999999999999999999999999999E+6144"), Decimal("-9E+6144"), Decimal("1E-6176"), Decimal(2))


@pytest.mark.parametrize("name", [name for name in BUILTINS if name not in ("now", "today")])
def test_no_function_of_numbers_gives_what_is_no_number(name: str):
    for count in (1, 2, 3):
        for arguments in product(EXTREMES, repeat=count):
            for given in (arguments, (list(arguments),)):
                value = BUILTINS[name].invoke(State(), given) if BUILTINS[name].accepts(len(given)) else None
                values = value if isinstance(value, list) else [value]
                assert all(not isinstance(item, Decimal) or item.is_finite() for item in values)


def test_the_median_of_numbers_whose_sum_does_not_fit_is_null():
    assert value_of("median([1e6144, 9e6144])") is None


def test_many_names_of_one_first_word_are_added_and_found_at_once():
    names = Names(f"a b{place}" for place in range(50_000))
    assert "a b49999" in names


class TestClocksThatGoBack:
    def test_the_second_of_two_equal_times_is_an_hour_later(self):
        first = '@"2024-04-06T23:30:00@America/Santiago"'
        assert shown(f'({first} + @"PT1H") - {first}') == "PT1H"
        assert shown(f'{first} + @"PT1H"') == "2024-04-06T23:30:00-04:00"
        assert shown(f'{first} + @"PT1H" + @"PT1H"') == "2024-04-07T00:30:00@America/Santiago"
        assert shown(f'{first} + @"PT1H" = {first}') == "false"
        assert shown(f'{first} + @"PT1H" + @"P1D"') == "2024-04-07T23:30:00@America/Santiago"
