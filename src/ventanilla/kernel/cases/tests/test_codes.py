"""Case codes: read aloud without a mistake, or the mistake is found."""

import pytest
from stdnum.iso7064 import mod_37_36

from ventanilla.kernel.cases.codes import ALPHABET, new_code

CODES = [new_code("SAUCE", 2026) for _ in range(300)]


def test_no_part_that_is_drawn_has_a_letter_that_looks_like_another():
    for code in CODES:
        institution, year, body, check = code.split("-")
        assert (institution, year, len(body), len(check)) == ("SAUCE", "2026", 7, 1)
        assert set(body + check) <= set(ALPHABET)


@pytest.mark.parametrize("place", range(11, 17))
def test_one_wrong_character_is_found(place: int):
    code = CODES[0]
    for wrong in set(ALPHABET) - {code[place]}:
        assert not mod_37_36.is_valid((code[:place] + wrong + code[place + 1 :]).replace("-", ""))


def test_each_is_another():
    assert len(set(CODES)) == len(CODES)
