"""Verification codes: what a person may type, and what a slip of the finger does."""

from hypothesis import assume, given
from hypothesis import strategies as st

from ventanilla.kernel.documents import codes

printed = st.builds(lambda _n: codes.new_code(), st.integers())
position = st.integers(0, codes.CODE_SIGNS - 1)


def test_a_code_has_sixteen_signs_in_four_groups_and_at_least_sixty_random_bits() -> None:
    code = codes.new_code()
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert len(codes.ALPHABET) ** codes.RANDOM_SIGNS >= 2**60
    assert not set("ILOU") & set(codes.ALPHABET)


def test_codes_do_not_repeat() -> None:
    assert len({codes.new_code() for _ in range(2000)}) == 2000


@given(printed)
def test_what_is_printed_is_accepted_as_it_is(code: str) -> None:
    assert codes.normalise(code) == code


@given(printed, st.sampled_from(["", " ", "-", ".", "–", "\u00a0", " - "]), st.booleans())
def test_case_and_separators_do_not_matter(code: str, separator: str, lower: bool) -> None:
    typed = code.replace("-", separator)
    assert codes.normalise(f"  {typed.lower() if lower else typed}\n") == code


@given(printed, st.sampled_from(["Oo", "iIlL"]))
def test_signs_that_look_alike_are_read_as_the_right_one(code: str, confused: str) -> None:
    right = "0" if "o" in confused else "1"
    for wrong in confused:
        assert codes.normalise(code.replace(right, wrong)) == code


@given(printed, position, st.sampled_from(codes.ALPHABET))
def test_one_wrong_sign_is_always_found_out(code: str, place: int, sign: str) -> None:
    compact = list(code.replace("-", ""))
    assume(compact[place] != sign)
    compact[place] = sign
    assert codes.normalise("".join(compact)) is None


@given(printed, st.integers(0, codes.CODE_SIGNS - 2))
def test_two_neighbours_exchanged_are_found_out_but_for_one_pair(code: str, place: int) -> None:
    signs = list(code.replace("-", ""))
    assume(signs[place] != signs[place + 1])
    assume({signs[place], signs[place + 1]} != {codes.ALPHABET[0], codes.ALPHABET[-1]})
    signs[place], signs[place + 1] = signs[place + 1], signs[place]
    assert codes.normalise("".join(signs)) is None


@given(st.text())
def test_any_text_is_a_code_or_none(typed: str) -> None:
    answer = codes.normalise(typed)
    assert answer is None or codes.normalise(answer) == answer


def test_a_very_long_text_is_no_code() -> None:
    assert codes.normalise("7" * 1_000_000) is None
