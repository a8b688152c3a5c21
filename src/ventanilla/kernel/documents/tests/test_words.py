"""Dates in words, as acts write them."""

from datetime import date

import pytest

from ventanilla.kernel.documents.rendering.words import date_in_words, long_date, number_in_words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 22), "veintidós de noviembre de dos mil veintiséis"),
        (date(2026, 1, 1), "primero de enero de dos mil veintiséis"),
        (date(2000, 12, 31), "treinta y uno de diciembre de dos mil"),
        (date(2031, 3, 16), "dieciséis de marzo de dos mil treinta y uno"),
        (date(2099, 5, 30), "treinta de mayo de dos mil noventa y nueve"),
    ],
)
def test_a_date_in_full_words(day: date, words: str) -> None:
    assert date_in_words(day, "es") == words


def test_every_number_of_a_date_has_its_own_words() -> None:
    numbers = [*range(100), *range(2000, 2100)]
    assert len({number_in_words(number) for number in numbers}) == len(numbers)


@pytest.mark.parametrize("number", [-1, 100, 1999, 2100])
def test_other_numbers_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="not written in words"):
        number_in_words(number)


def test_other_languages_use_their_long_date() -> None:
    assert long_date(date(2026, 11, 22), "es") == "22 de noviembre de 2026"
    assert date_in_words(date(2026, 11, 22), "en") == "22 November 2026"
