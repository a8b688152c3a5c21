"""The constructs of the language: names with spaces, loops, filters, ranges, types, functions, dates, unary tests."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ventanilla.common import feel
from ventanilla.common.feel.tests.asking import shown, value_of

NAMES = [
    ("First Name + Last Name", {"First Name": "Ana ", "Last Name": "Paz"}, '"Ana Paz"'),
    ("a - b", {"a - b": 7, "a": 5, "b": 1}, "7"),
    ("a - b", {"a": 5, "b": 1}, "4"),
    ("profit/loss", {"profit/loss": 3}, "3"),
    ("days in weekend", {"days in weekend": ["saturday"]}, '["saturday"]'),
    ("Person's age + 1", {"Person's age": 30}, "31"),
    ("date and time > 3", {"date": True, "time": 4}, "true"),
    ("count + 1", {"count": 1}, "2"),
    ("{first name: 1, b: first name + 1}.b", {}, "2"),
    ("[{full name: 1}, {full name: 2}][full name > 1].full name", {}, "[2]"),
    ("function(monthly rate) monthly rate", {}, "function(monthly rate)"),
    ("for my item in [1, 2] return my item * 2", {}, "[2, 4]"),
]

LOOPS = [
    ("for i in 1..3, j in [i, i * 10] return j", "[1, 10, 2, 20, 3, 30]"),
    ("for i in 3..1 return i", "[3, 2, 1]"),
    ("for i in (1..4) return i", "[2, 3]"),
    ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"),
    ("for i in 1..3 return partial", "[[], [[]], [[], [[]]]]"),
    ('for d in @"2020-01-31"..@"2020-02-01" return d.day', "[31, 1]"),
    ("for i in null return i", "null"),
    ("for i in 1.5..3 return i", "null"),
    ("some i in [1, 2] satisfies i > 1", "true"),
    ("every i in [] satisfies false", "true"),
    ("some i in [1, 2] satisfies null", "null"),
    ("every i in [1, 2], j in [3] satisfies i < j", "true"),
]

FILTERS = [
    ("[1, 2, 3][item > 1]", "[2, 3]"),
    ("[1, 2, 3][-1]", "3"),
    ("[1, 2, 3][5]", "null"),
    ("[[1, 2], [3]][2][1]", "3"),
    ("[{a: 1, item: 5}][item = 5]", "[{a: 1, item: 5}]"),
    ("[{a: 1}, {b: 2}][a = 1].a", "[1]"),
    ("{x: 2, r: [{x: 1}, {y: 1}][x = 2]}.r", "[{y: 1}]"),
    ("5[1]", "5"),
    ("5[false]", "[]"),
    ("[][1]", "null"),
    ("[][true]", "[]"),
]

FUNCTIONS = [
    ("{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(20)}.r", "2432902008176640000"),
    ('(function(a: number) a + 1)("x")', "null"),
    ("(function(a: number, b) a + b)(b: 1, a: 2)", "3"),
    ("(function(a) a)(1, 2)", "null"),
    ("(function(a) function(b) a * b)(3)(4)", "12"),
    ("{a: 1, f: function() a, a2: 5, r: f()}.r", "1"),
    ("[function(x) x + 1][1](1)", "2"),
    ('function(a) external {java: {class: "java.lang.Math"}}', "null"),
    ("(if true then abs else sqrt)(-4)", "4"),
]

TYPES = [
    ("1 instance of number", "true"),
    ("null instance of Any", "false"),
    ("[1, 2] instance of list<number>", "true"),
    ('[1, "a"] instance of list<number>', "false"),
    ("{a: 1, b: 2} instance of context<a: number>", "true"),
    ("[1..2] instance of range<number>", "true"),
    ("(function(a: string) 1) instance of function<string> -> number", "true"),
    ("(function(a: string) 1) instance of function<string> -> string", "false"),
    ('@"P1D" instance of days and time duration', "true"),
    ('@"P1D" instance of years and months duration', "false"),
    ("1 + 1 instance of number", "null"),
]

COMPARISONS = [
    ("5 in [1..10]", "true"),
    ("5 in (<= 5)", "true"),
    ("5 in (1, > 4)", "true"),
    ("5 in [[1..2], [4..6]]", "true"),
    ("5 in 5", "true"),
    ("5 in != 5", "false"),
    ("5 in null", "false"),
    ("[1, 2] in [[1, 2], 3]", "true"),
    ("2 between 1 and 3 and true", "true"),
    ('@"10:00:00Z" = @"12:00:00+02:00"', "true"),
    ('@"2020-01-01T00:00:00Z" < @"2020-01-01T00:00:00-01:00"', "true"),
    ("{a: 1, b: 2} = {b: 2, a: 1}", "true"),
    ("[1..5] = [1..5]", "true"),
    ('1 = "1"', "null"),
    ("1 != null", "true"),
]

TIMES = [
    ('@"2021-01-31" + @"P1M"', "2021-02-28"),
    ('@"2021-01-01" + @"PT36H"', "2021-01-02"),
    ('@"2021-01-01T10:00:00" - @"PT11H"', "2020-12-31T23:00:00"),
    ('@"23:00:00" + @"PT2H"', "01:00:00"),
    ('@"P1D" + @"2021-01-01"', "2021-01-02"),
    ('@"2021-01-01T00:00:00Z" - @"2021-01-01T00:00:00+01:00"', "PT1H"),
    ('@"2021-01-01T00:00:00Z" - @"2021-01-01T00:00:00"', "null"),
    ('@"P1Y" * 1.5', "P1Y6M"),
    ('@"P1D" / @"PT1H"', "24"),
    ('@"P1Y" - @"P1D"', "null"),
    ('@"2021-03-28T00:30:00@Europe/Paris" + @"PT2H"', "2021-03-28T03:30:00@Europe/Paris"),
    ('@"2021-07-01T00:00:00@Europe/Paris".time offset', "PT2H"),
    ('@"-0005-01-01".year', "-5"),
    ('@"999999999-12-31" + @"P1D"', "null"),
    ('@"2020-02-30"', "null"),
    ('@"-P1DT2H".hours', "-2"),
    ('-@"P1D"', "-P1D"),
]

TEXTS = [
    ('"\\u00f1\\U01F40E\\n"', "ñ\U0001f40e\n"),
    ('"\\uD83D\\uDC0E"', "\U0001f40e"),
    ('"\\\\d\\d"', "\\d\\d"),
    ('"a" // end\n + /* in */ "b"', "ab"),
]


@pytest.mark.parametrize(("text", "context", "expected"), NAMES)
def test_the_longest_known_name_wins(text: str, context: dict[str, object], expected: str):
    assert shown(text, **context) == expected


@pytest.mark.parametrize(("text", "expected"), [*LOOPS, *FILTERS, *FUNCTIONS, *TYPES, *COMPARISONS, *TIMES])
def test_a_construct_means_what_the_standard_says(text: str, expected: str):
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_a_text_is_read_with_its_escapes(text: str, expected: str):
    assert value_of(text) == expected


class TestUnaryTests:
    @pytest.mark.parametrize(
        ("text", "value", "passes"),
        [
            ("-", None, True),
            ("< 5", 4, True),
            ("[1..5), > 9", 10, True),
            ("not(1, 2)", 3, True),
            ("not(1, 2)", 2, False),
            ('"A", "B"', "B", True),
            ('"A", "B"', 1, None),
            ("? > 3 and ? < limit", 5, True),
            ('contains(?, "x")', "axb", True),
            ("limit", 10, True),
            ("all", 2, True),
            ("null", None, True),
            ("< 5", None, None),
            ("true", True, True),
            ('date("2020-01-01")', date(2020, 1, 1), True),
        ],
    )
    def test_a_value_passes_a_cell(self, text: str, value: object, passes: bool | None):
        tests = feel.compile_tests(text, frozenset({"limit", "all"}))
        assert tests.passes(value, {"limit": 10, "all": [1, 2, 3]}) is passes


class TestTheFrontDoor:
    def test_values_of_python_become_values_of_the_language(self):
        context = {"at": datetime(2026, 3, 2, 10, tzinfo=UTC), "on": date(2026, 3, 1), "rate": 0.1, "many": {1}}
        assert feel.compile('at - date and time(on, @"00:00:00Z") = @"P1DT10H"').holds(context)
        assert feel.compile("rate * 3").evaluate(context) == Decimal("0.3")
        assert feel.compile("many[1]").evaluate(context) == 1

    def test_the_clock_is_an_argument(self):
        assert feel.compile("today().year").evaluate({}, at=datetime(2026, 3, 2, tzinfo=UTC)) == 2026
        assert feel.compile("now()").evaluate({}) is None

    def test_it_says_why_something_became_null(self):
        value, remarks = feel.compile('abs("a")').examined({})
        assert value is None
        assert [(remark.position, remark.what, remark.about) for remark in remarks] == [(1, "arguments", "abs")]

    def test_it_reads_only_the_names_that_it_does_not_define(self):
        text = "for i in items return {a: i, b: a}.b + base.rate + count(others[item > limit])"
        assert feel.compile(text).names == {"items", "base.rate", "others", "limit"}
