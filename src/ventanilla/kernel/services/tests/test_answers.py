"""Answers: from what is typed to JSON, with sentences for what cannot be."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventanilla.common import run as run_numbers
from ventanilla.kernel.services.answers.display import display_value, to_inputs
from ventanilla.kernel.services.answers.errors import AnswerError
from ventanilla.kernel.services.answers.reading import input_names, read_answer
from ventanilla.kernel.services.answers.values import check_value, is_empty
from ventanilla.kernel.services.types import DataUse, Option, Question, QuestionType, Source

USE = DataUse("decide", "Decidir.", "P1Y", ("oficina",))
OPTIONS = (Option("one", "Uno"), Option("two", "Dos"), Option("three", "Tres"))


def question(kind: str, **extra: object) -> Question:
    type_ = QuestionType(kind)
    options = OPTIONS if type_ in (QuestionType.CHOICE, QuestionType.CHOICES) else ()
    given_ = {"options": options, "max_chars": 2000 if kind == "long_text" else 200, **extra}
    return Question("q", type_, "Pregunta", "", True, "", Source.ASKED, USE, **given_)  # type: ignore[arg-type]


def read(kind: str, *typed: str, **extra: object) -> object:
    asked = question(kind, **extra)
    value = read_answer(asked, dict(zip(input_names(asked), ([each] for each in typed), strict=False)))
    if not is_empty(value):
        check_value(asked, value)
    return value


def sentence(kind: str, *typed: str, **extra: object) -> str:
    with pytest.raises(AnswerError) as caught:
        read(kind, *typed, **extra)
    return caught.value.text


class TestMoney:
    @pytest.mark.parametrize(
        "typed", ["1500000", "1.500.000", "$1.500.000", "$ 1.500.000", " 1 500 000 ", "1.500.000 CLP"]
    )
    def test_reads_what_people_write(self, typed: str):
        assert read("money", typed) == 1_500_000

    @pytest.mark.parametrize(
        "typed", ["1,500,000", "1.5", "1500,50", "-5", "un millón", "1.50.000", "١٢٣", "1e6", "9" * 41]
    )
    def test_says_what_is_accepted_with_an_example(self, typed: str):
        said = sentence("money", typed)
        assert "sin decimales" in said
        assert "1.500.000" in said

    def test_keeps_to_its_bounds(self):
        assert "$\u00a0500" in sentence("money", "500", minimum=1000)
        assert "$\u00a01.000" in sentence("money", "500", minimum=1000)

    @given(st.integers(min_value=0, max_value=10**15))
    def test_what_is_shown_again_is_read_the_same(self, amount: int):
        asked = question("money")
        assert read_answer(asked, to_inputs(asked, amount)) == amount
        assert read("money", display_value(asked, amount)) == amount


class TestRun:
    @given(st.integers(min_value=1_000_000, max_value=99_999_999))
    def test_reads_with_and_without_dots(self, number: int):
        stored = f"{number}-{run_numbers.check_digit(number)}"
        assert read("run", stored) == stored
        assert read("run", run_numbers.display(stored)) == stored
        assert read("run", stored.replace("-", "")) == stored

    @given(st.integers(min_value=1_000_000, max_value=99_999_999))
    def test_a_wrong_last_digit_is_told_as_such(self, number: int):
        wrong = "1" if run_numbers.check_digit(number) != "1" else "2"
        assert "último dígito" in sentence("run", f"{number}-{wrong}")

    def test_another_text_is_told_with_an_example(self):
        assert "12.345.678-5" in sentence("run", "mi carnet")


class TestDate:
    def test_has_three_parts(self):
        assert input_names(question("date")) == ("q-day", "q-month", "q-year")
        assert read("date", "2", "3", "2026") == "2026-03-02"

    def test_nothing_is_no_answer(self):
        assert read("date", "", "", "") is None

    def test_names_the_part_that_is_missing(self):
        with pytest.raises(AnswerError) as caught:
            read("date", "2", "", "2026")
        assert caught.value.part == "month"
        assert "el mes" in caught.value.text

    @pytest.mark.parametrize(
        "typed", [("31", "2", "2026"), ("x", "2", "2026"), ("1", "13", "2026"), ("1", "1", "26"), ("0", "1", "2026")]
    )
    def test_a_day_that_does_not_exist_is_told(self, typed: tuple[str, str, str]):
        assert "27 3 2026" in sentence("date", *typed)

    def test_keeps_to_its_bounds(self):
        assert "01/01/2020" in sentence("date", "31", "12", "2019", not_before="2020-01-01")
        assert "31/12/2026" in sentence("date", "1", "1", "2027", not_after="2026-12-31")

    @given(st.dates())
    def test_what_is_shown_again_is_read_the_same(self, day):
        asked = question("date")
        if day.year >= 1000:
            assert read_answer(asked, to_inputs(asked, day.isoformat())) == day.isoformat()


class TestText:
    def test_too_long_says_how_long(self):
        said = sentence("text", "a" * 201)
        assert "201" in said
        assert "200" in said

    @pytest.mark.parametrize(
        "character", ["\x00", "\x07", "\x1b", "\u202e", "\u2066", "\ufffe", "\ud800", "\ue000", "\u2028"]
    )
    def test_refuses_characters_that_nobody_reads(self, character: str):
        assert f"U+{ord(character):04X}" in sentence("text", f"a{character}b")

    def test_a_long_text_keeps_its_lines_and_a_text_has_one(self):
        assert read("long_text", "uno\r\ndos") == "uno\ndos"
        assert read("text", "uno\r\ndos") == "uno dos"

    def test_accents_are_one_character_however_typed(self):
        assert read("text", "circulacio\u0301n") == "circulación"


class TestOthers:
    @pytest.mark.parametrize("typed", ["987654321", "9 8765 4321", "+56 9 8765 4321", "56987654321", "(9) 8765-4321"])
    def test_a_chilean_phone_has_one_form(self, typed: str):
        assert read("phone", typed) == "+56987654321"

    def test_a_foreign_phone_keeps_its_country(self):
        assert read("phone", "+34 612 345 678") == "+34612345678"

    @pytest.mark.parametrize("typed", ["12345", "87654321", "+569876543", "abc", "+0 123 456 789"])
    def test_a_phone_that_cannot_be_is_told_with_an_example(self, typed: str):
        assert "9 8765 4321" in sentence("phone", typed)

    @pytest.mark.parametrize("typed", ["ana", "ana@", "@x.cl", "ana lopez@x.cl", "a@b", "a" * 250 + "@x.cl"])
    def test_an_email_that_cannot_be_is_told_with_an_example(self, typed: str):
        assert "ana@correo.cl" in sentence("email", typed)

    def test_a_choice_outside_the_list_is_told_with_the_list(self):
        assert "Uno, Dos, Tres" in sentence("choice", "four")

    def test_choices_come_in_the_order_of_the_form_and_once(self):
        asked = question("choices")
        assert read_answer(asked, {"q": ["three", "one", "one", ""]}) == ["one", "three"]

    def test_yes_and_no(self):
        assert read("yes_no", "yes") is True
        assert read("yes_no", "no") is False
        assert "sí o no" in sentence("yes_no", "maybe")

    def test_an_address_needs_street_and_number(self):
        assert read("address", "Prat", "S/N", "") == {"street": "Prat", "number": "S/N", "extra": ""}
        with pytest.raises(AnswerError) as caught:
            read("address", "Prat", "", "depto 2")
        assert caught.value.part == "number"
        assert "S/N" in caught.value.text

    @pytest.mark.parametrize("number", ["145", "145-B", "Parcela 3", "s/n", "SN", "S/N.", "sin número", "km 5"])
    def test_a_number_of_a_street_has_a_digit_or_says_that_there_is_none(self, number: str):
        assert read("address", "Prat", number, "") == {"street": "Prat", "number": number, "extra": ""}

    @pytest.mark.parametrize("number", ["abc", "-", "no sé"])
    def test_a_word_is_no_number_of_a_street(self, number: str):
        with pytest.raises(AnswerError) as caught:
            read("address", "Prat", number, "")
        assert caught.value.part == "number"
        assert number in caught.value.text

    def test_a_comuna_is_one_of_the_346(self):
        assert read("comuna", "13101") == "13101"
        assert "lista" in sentence("comuna", "99999")

    def test_the_last_value_of_an_input_counts(self):
        assert read_answer(question("text"), {"q": ["first", "last"]}) == "last"


KINDS = st.sampled_from([kind for kind in QuestionType if kind is not QuestionType.FILE])
ANYTHING = st.text(max_size=60) | st.text(alphabet=string.digits + ".-$ +kK", max_size=15)


class TestWhateverIsTyped:
    @given(KINDS, st.lists(ANYTHING, min_size=3, max_size=3))
    def test_is_a_valid_answer_or_a_sentence(self, kind: QuestionType, typed: list[str]):
        """Never another exception, and never a value that the final check refuses."""
        asked = question(kind.value)
        raw = {name: [text] for name, text in zip(input_names(asked), typed, strict=False)}
        try:
            value = read_answer(asked, raw)
            if not is_empty(value):
                check_value(asked, value)
        except AnswerError as error:
            assert error.text
            return
        if not is_empty(value):
            assert read_answer(asked, to_inputs(asked, value)) == value
            assert display_value(asked, value)

    @given(
        KINDS | st.just(QuestionType.FILE),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=9),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
            max_leaves=4,
        ),
    )
    def test_any_stored_json_is_judged_without_another_exception(self, kind: QuestionType, value: object):
        asked = question(kind.value)
        if not is_empty(value):  # type: ignore[arg-type]
            try:
                check_value(asked, value)  # type: ignore[arg-type]
            except AnswerError as error:
                assert error.text
            else:
                assert display_value(asked, value) is not None  # type: ignore[arg-type]
