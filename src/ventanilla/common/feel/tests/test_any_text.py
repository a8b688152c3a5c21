"""For any text, nothing but the typed errors is ever raised: by reading it, or by evaluating what it says."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ventanilla.common import feel
from ventanilla.common.feel.builtins import BUILTINS

_SIGNS = st.sampled_from([*"+-*/=<>()[]{},.:@?'", "**", "!=", "..", "<=", ">=", "->", "//", "/*"])
_WORDS = st.sampled_from(
    [
        *("and", "or", "not", "in", "between", "if", "then", "else", "for", "return", "some", "every", "satisfies"),
        *("function", "external", "instance", "of", "null", "true", "false", "item", "partial", "x", "list", "a b"),
    ]
)
_VALUES = st.sampled_from(
    [
        *("1", "2.5", "-3", "1e300", '"t"', '"(a+)+"', '@"2020-02-29"', '@"P1D"', '@"P1M"', '@"10:00:00Z"'),
        *('@"2020-01-01T00:00:00@Europe/Paris"', "[1, 2]", "{a: 1}", "[1..5]", "(< 3)", "null", "function(a) a"),
    ]
)
_CONTEXT = {"x": 1, "a": {"b": "c"}, "list": [1, "a", None], "a b": 2}


def _calls(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    calls = st.tuples(st.sampled_from(sorted(BUILTINS)), st.lists(inner, max_size=4)).map(
        lambda call: f"{call[0]}({', '.join(call[1])})"
    )
    pairs = st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "**", "=", "<", ">=", "and", "in"]), inner)
    return st.one_of(
        calls,
        pairs.map(lambda pair: f"({pair[0]} {pair[1]} {pair[2]})"),
        inner.map(lambda text: f"[{text}]"),
        inner.map(lambda text: f"{{a: {text}}}.a"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]})[{pair[1]}]"),
        st.tuples(inner, inner).map(lambda pair: f"(for x in {pair[0]} return {pair[1]})"),
    )


EXPRESSIONS = st.recursive(_VALUES, _calls, max_leaves=12)
PIECES = st.lists(st.one_of(_SIGNS, _WORDS, _VALUES, st.sampled_from(sorted(BUILTINS))), max_size=30).map(" ".join)
ANYTHING = st.one_of(EXPRESSIONS, PIECES, st.text(max_size=60))


def _try(text: str) -> None:
    for compiled in (feel.compile, feel.compile_tests):
        try:
            made = compiled(text, frozenset(_CONTEXT))
            if isinstance(made, feel.Expression):
                made.evaluate(_CONTEXT)
            else:
                made.passes(3, _CONTEXT)
        except feel.InvalidExpression as refusal:
            assert 1 <= refusal.position <= len(text) + 1
            assert str(refusal).endswith(".")


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
def test_it_has_a_value_or_is_refused_by_type(text: str):
    _try(text)


@pytest.mark.long
@settings(max_examples=150_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(ANYTHING)
def test_it_has_a_value_or_is_refused_by_type_for_ten_minutes(text: str):
    _try(text)
