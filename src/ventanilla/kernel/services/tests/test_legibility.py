"""INFLESZ: syllables of Spanish, and texts that people know to be easy or hard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventanilla.kernel.services.legibility import inflesz, syllable_count

EASY = "El niño come pan. La casa es roja. El sol sale y el gato duerme. Mi mamá lee un libro."
HARD = (
    "La administración municipal procederá a la determinación reglamentaria de las contribuciones correspondientes,"
    " considerando las disposiciones anteriormente individualizadas y las modificaciones introducidas posteriormente."
)


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        *(("casa", 2), ("patente", 3), ("río", 2), ("ciudad", 2), ("aéreo", 4), ("guitarra", 3), ("pingüino", 3)),
        *(("averiguáis", 4), ("hay", 1), ("rey", 1), ("construcción", 3), ("huevo", 2), ("país", 2), ("poeta", 3)),
        *(("que", 1), ("y", 1), ("inspección", 3), ("leer", 2), ("Ñuñoa", 3), ("20", 2)),
    ],
)
def test_syllables_are_those_of_the_grammar(word: str, syllables: int):
    assert syllable_count(word) == syllables


def test_an_easy_text_is_far_above_a_hard_one():
    assert inflesz(EASY) > 80
    assert inflesz(HARD) < 20


def test_the_formula_by_hand():
    """Six words, ten syllables, two sentences: 206.835 − 62.3 × 10/6 − 6/2."""
    assert inflesz("La casa roja. El perro come.") == pytest.approx(206.835 - 62.3 * 10 / 6 - 3)


def test_a_place_to_fill_counts_as_one_short_word():
    assert inflesz("Pague {amount} hoy.") == pytest.approx(inflesz("Pague dato hoy."))


def test_a_text_without_words_has_no_index():
    with pytest.raises(ValueError, match="no index"):
        inflesz("¿…?")


@given(st.text(alphabet="abcdefghijklmnñopqrstuvwxyzáéíóúü", min_size=1, max_size=30))
def test_every_word_has_a_syllable(word: str):
    assert 1 <= syllable_count(word) <= len(word)
