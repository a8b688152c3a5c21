"""Hostile texts: each is stopped by a stated limit, quickly, with a typed error that has its place and a sentence."""

import time

import pytest

from ventanilla.common import feel
from ventanilla.common.feel import limits

DOUBLING = "{{f: function(v, n) if n = 0 then v else f({again}, n - 1), r: {result}}}.r"

REFUSED = [
    ("1+" * 500_000 + "1", feel.ExpressionTooLong),
    ("1" + "+1" * limits.WORDS_MAX, feel.ExpressionTooLong),
    ("(" * 4_000 + "1" + ")" * 4_000, feel.ExpressionTooDeep),
    ("[" * 9_000, feel.ExpressionTooDeep),
    ("-" * 4_000 + "1", feel.ExpressionTooDeep),
    ("a" + ".a" * 4_000, feel.ExpressionTooDeep),
    ("1" + " = 1" * 4_000, feel.ExpressionTooDeep),
    ("1 instance of " + "list<" * 4_000, feel.ExpressionTooDeep),
    ("/*" * 20_000, feel.ValueExpected),
    ("/**/" * 10_000 + "$", feel.UnexpectedCharacter),
]

STOPPED = [
    ("for i in 1..1000000000 return i", feel.TooLarge),
    ("some i in 1..1000000000 satisfies false", feel.TooManySteps),
    ("for i in 1..100000, j in 1..100000 return 1", feel.TooLarge),
    ("for i in 1..100000 return partial", feel.TooManySteps),
    ("{f: function(n) f(n), r: f(1)}.r", feel.TooManyCalls),
    ("{f: function(n) 1 + f(n + 1), r: f(1)}.r", feel.TooManyCalls),
    (DOUBLING.format(again="v + v", result='f("0123456789", 60)'), feel.TooLarge),
    (DOUBLING.format(again="concatenate(v, v)", result="f([1], 60)"), feel.TooLarge),
    (DOUBLING.format(again="[v, v]", result="f(1, 60)"), feel.TooManySteps),
    (DOUBLING.format(again="[v, v]", result="string(f(1, 50))"), feel.TooManySteps),
    (DOUBLING.format(again="[v, v]", result="f(1, 50) = f(1, 50)"), feel.TooManySteps),
    ('replace("' + "a" * 40_000 + '", "a", "' + "b" * 5_000 + '")', feel.TooLarge),
    ('matches("a", "' + "a" * 2_000 + '")', feel.PatternRefused),
    ('matches("a", "a{5000}")', feel.PatternRefused),
    ('matches("a", "(((a{900}){900}){900})\\\\1")', feel.PatternRefused),
    ('matches("' + "a" * 40 + 'b", "^((a|aa)+)\\\\1$")', feel.PatternRefused),
    (DOUBLING.format(again="v + v", result='for i in 1..9999 return lower case(f("abc", 18))'), feel.TooManySteps),
    (
        DOUBLING.format(again="v + v", result='{b: f("abc", 18), l: for i in 1..9999 return upper case(b)}'),
        feel.TooManySteps,
    ),
    (DOUBLING.format(again="[v, v]", result="f({a: 1}, 50).a"), feel.TooManySteps),
    ("{l: for i in 1..9999 return {a: i}, r: for i in 1..9999 return l.a}", feel.TooManySteps),
    ("{l: for i in 1..9999 return i, r: for i in 1..9999 return sublist(l, 1)}", feel.TooManySteps),
    ("for i in 1..5000 return if i = 1 then [] else [partial[-1]]", feel.TooLarge),
]

HARMLESS = [
    "10 ** 1000000",
    "2 ** (10 ** 30)",
    "exp(1000000)",
    "1e999999999",
    'matches("' + "a" * 5_000 + '!", "(a+)+$")',
    'duration("P' + "9" * 150 + 'D")',
    'date("2020-01-01") + duration("P999999999999D")',
    'substring("abc", 1e300, 1e300)',
    "for i in 1..1e400 return i",
    'range("[-\\"a\\"..2]")',
    "1 in (" * 40 + "1" + ")" * 40,
    "true" + " and true" * 4_000,
]


@pytest.mark.parametrize(("text", "error"), REFUSED, ids=lambda value: str(value)[:30])
def test_a_text_beyond_the_limits_is_refused_when_read(text: str, error: type):
    started = time.process_time()
    with pytest.raises(error) as refusal:
        feel.compile(text)
    assert time.process_time() - started < 2
    assert 1 <= refusal.value.position <= len(text)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(("text", "error"), STOPPED, ids=lambda value: str(value)[:30])
def test_an_evaluation_beyond_the_limits_is_stopped(text: str, error: type):
    expression = feel.compile(text)
    started = time.process_time()
    with pytest.raises((error, feel.TooSlow)) as refusal:  # a machine that does other things meets the clock first
        expression.evaluate({})
    assert time.process_time() - started < limits.SECONDS_MAX + 2
    assert isinstance(refusal.value, feel.LimitReached)
    assert 1 <= refusal.value.position <= len(text)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("text", HARMLESS, ids=lambda text: text[:30])
def test_what_only_looks_large_has_its_value_at_once(text: str):
    started = time.process_time()
    feel.compile(text).evaluate({})
    assert time.process_time() - started < 2


def test_a_number_that_does_not_fit_is_null():
    assert feel.compile("10 ** 1000000").evaluate({}) is None
