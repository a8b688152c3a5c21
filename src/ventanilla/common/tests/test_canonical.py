"""The canonical form is that of RFC 8785 for every value, by whichever way it was written."""

from enum import StrEnum

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from ventanilla.common.canonical import MAX_INTEGER, canonical, commitment

# Any text, with lone surrogates, control characters and characters past the basic plane.
TEXTS = st.text(st.characters(exclude_categories=()), max_size=20)
NAMES = TEXTS | st.text(st.characters(max_codepoint=127), max_size=20)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-MAX_INTEGER - 3, MAX_INTEGER + 3)
    | st.floats()
    | st.floats(-1e3, 1e3).map(lambda value: round(value, 2))
    | TEXTS
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(NAMES, inner, max_size=5) | st.tuples(inner, inner),
    max_leaves=20,
)


class Colour(StrEnum):
    RED = "red"


def reference(value: object) -> bytes | None:
    """What the library of RFC 8785 says; None when the value has no canonical form."""
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]
    except ValueError:
        return None


class TestCanonical:
    @given(VALUES)
    @example({"\U0001f600": 1, "\ufb33": 2})
    @example({"a": '\x00\x07\x08\x1f\x7f\u2028\\/"', "\n": []})
    @example([1.0, -0.0, 1e21, 1e-7, MAX_INTEGER, -MAX_INTEGER])
    def test_is_the_form_of_the_reference_or_refused_as_there(self, value):
        expected = reference(value)
        if expected is None:
            with pytest.raises(ValueError, match="no canonical JSON form"):
                canonical(value)
        else:
            assert canonical(value) == expected

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ({"b": 1, "a": [True, None, "ñ"]}, '{"a":[true,null,"ñ"],"b":1}'),
            ({"A": 1, "a": 2, "B": 3, "_": 4, "1": 5}, '{"1":5,"A":1,"B":3,"_":4,"a":2}'),
            # by UTF-16 units the emoji (D83D DE00) comes before U+FB33, by code points after it
            ({"\U0001f600": 1, "\ufb33": 2}, '{"\U0001f600":1,"\ufb33":2}'),
            ([Colour.RED, {Colour.RED: Colour.RED}], '["red",{"red":"red"}]'),
        ],
    )
    def test_orders_names_by_utf_16_and_writes_texts_as_they_are(self, value, expected):
        assert canonical(value) == expected.encode()

    @pytest.mark.parametrize(
        "value",
        [{1: "number as name"}, {"set": {1}}, [float("nan")], MAX_INTEGER + 1, b"bytes", "\ud800", {"\ud800": 1}],
    )
    def test_refuses_what_is_no_json(self, value):
        with pytest.raises(ValueError, match="no canonical JSON form"):
            canonical(value)


class TestCommitment:
    def test_depends_on_value_and_salt(self):
        salts = bytes(32), bytes(31) + b"\x01"
        made = {commitment(value, salt) for value in ({"a": 1}, {"a": 2}) for salt in salts}
        assert len(made) == 4

    def test_refuses_a_salt_of_another_length(self):
        with pytest.raises(ValueError, match="32 bytes"):
            commitment("value", bytes(31))
