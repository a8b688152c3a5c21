"""Forms: what shows, what is read from a page, what the final check keeps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventanilla.kernel.services.definitions import definition_in_folder
from ventanilla.kernel.services.errors import UnknownPage
from ventanilla.kernel.services.forms import check_answers, parse_page, summary, visible_pages
from ventanilla.kernel.services.testing import small_folder
from ventanilla.kernel.services.types import ServiceDefinition

PLACE = {"street": "Prat", "number": "12", "extra": ""}
PLAN = {"document": "00000000-0000-4000-8000-000000000001", "name": "plano.pdf", "size": 10}
DEFINITION = definition_in_folder(small_folder().of_version(1), 1)


@pytest.fixture
def definition() -> ServiceDefinition:
    return DEFINITION


class TestVisiblePages:
    def keys(self, definition: ServiceDefinition, answers, facts=None):
        return [page.key for page in visible_pages(definition, answers, facts or {})]

    def test_a_page_shows_only_when_its_condition_holds(self, definition):
        assert self.keys(definition, {}) == ["what", "numbers"]
        assert self.keys(definition, {"outdoors": True}) == ["what", "street", "numbers"]

    def test_what_identity_knows_is_shown_when_it_is_known(self, definition):
        assert self.keys(definition, {}, {"name": "Ana"}) == ["who", "what", "numbers"]

    def test_a_condition_reads_only_answers_that_show_themselves(self):
        folder = small_folder(
            form="  - key: numbers → "
            "  - key: deeper\n    when: place != null\n    questions:\n      - {key: deep, type: text, required: false,"
            " data: {purpose: decide, retention: P1Y, seen_by: [oficina]}}\n  - key: numbers"
        )
        definition = definition_in_folder(folder.of_version(1), 1)
        assert "deeper" in self.keys(definition, {"outdoors": True, "place": PLACE})
        assert "deeper" not in self.keys(definition, {"outdoors": False, "place": PLACE})

    def test_labels_are_in_the_language_asked_for(self):
        definition = definition_in_folder(small_folder().of_version(1), 1, "en")
        assert visible_pages(definition, {})[0].questions[0].label == "Activity"
        assert definition.title == "Test permit for traffic"


class TestParsePage:
    def test_gives_typed_answers(self, definition):
        parsed = parse_page(definition, "what", {"activity": [" Café "], "outdoors": ["yes"]}, {})
        assert parsed.values == {"activity": "Café", "outdoors": True}
        assert parsed.errors == ()

    def test_keeps_what_is_right_beside_what_is_wrong(self, definition):
        parsed = parse_page(definition, "what", {"activity": ["Café"]}, {})
        assert parsed.values == {"activity": "Café"}
        (error,) = parsed.errors
        assert (error.question, error.field) == ("outdoors", "outdoors")

    def test_ignores_inputs_that_the_page_does_not_ask_for(self, definition):
        raw = {"activity": ["Café"], "outdoors": ["no"], "tables": ["3"], "is_admin": ["yes"], "name": ["Eva"]}
        assert set(parse_page(definition, "what", raw, {}).values) == {"activity", "outdoors"}

    def test_an_emptied_optional_answer_replaces_the_old_one(self):
        folder = small_folder(form="key: activity\n → key: activity\n        required: false\n")
        definition = definition_in_folder(folder.of_version(1), 1)
        parsed = parse_page(definition, "what", {"activity": [""], "outdoors": ["no"]}, {"activity": "Café"})
        assert parsed.values == {"activity": None, "outdoors": False}

    def test_leaves_a_file_to_its_own_request_and_counts_it_when_it_is_there(self):
        folder = small_folder(
            form="key: plan\n        type: file\n        required: false → key: plan\n        type: file"
        )
        definition = definition_in_folder(folder.of_version(1), 1)
        raw = {"place-street": ["Prat"], "place-number": ["12"], "plan": ["trick.pdf"]}
        without = parse_page(definition, "street", raw, {"outdoors": True})
        assert [error.question for error in without.errors] == ["plan"]
        with_file = parse_page(definition, "street", raw, {"outdoors": True, "plan": PLAN})
        assert with_file.errors == ()
        assert set(with_file.values) == {"place"}

    def test_an_error_names_the_input_to_go_to(self, definition):
        parsed = parse_page(definition, "street", {"place-street": ["Prat"]}, {"outdoors": True})
        assert parsed.errors[0].field == "place-number"

    def test_a_page_that_does_not_show_asks_nothing(self, definition):
        assert parse_page(definition, "street", {"place-street": ["Prat"]}, {"outdoors": False}).values == {}

    def test_refuses_a_page_that_is_not_there(self, definition):
        with pytest.raises(UnknownPage):
            parse_page(definition, "nowhere", {}, {})

    @given(
        st.dictionaries(
            st.sampled_from(["activity", "outdoors", "tables", "place-street", "other"]),
            st.lists(st.text(max_size=20), max_size=3),
        )
    )
    def test_whatever_is_sent_gives_values_or_errors(self, raw):
        for page in DEFINITION.pages:
            parsed = parse_page(DEFINITION, page.key, raw, {"outdoors": True})
            asked = {question.key for question in page.questions}
            assert set(parsed.values) <= asked
            assert {error.question for error in parsed.errors} <= asked
            assert not set(parsed.values) & {error.question for error in parsed.errors}


class TestCheckAnswers:
    def test_keeps_a_whole_form(self, definition):
        answers = {"activity": "Café", "outdoors": True, "place": PLACE, "plan": PLAN, "tables": 3}
        checked = check_answers(definition, answers)
        assert checked.answers == answers
        assert checked.errors == ()
        assert checked.first_page == ""

    def test_drops_answers_that_do_not_show(self, definition):
        checked = check_answers(definition, {"activity": "Café", "outdoors": False, "place": PLACE, "tables": 3})
        assert checked.answers == {"activity": "Café", "outdoors": False, "tables": 3}

    def test_drops_what_no_question_asks_for(self, definition):
        checked = check_answers(definition, {"activity": "Café", "outdoors": False, "tables": 3, "role": "mayor"})
        assert "role" not in checked.answers

    def test_names_everything_that_is_missing_and_the_first_page(self, definition):
        checked = check_answers(definition, {"activity": "Café", "outdoors": True})
        assert [error.question for error in checked.errors] == ["place", "tables"]
        assert checked.first_page == "street"

    def test_does_not_believe_a_stored_draft(self, definition):
        checked = check_answers(definition, {"activity": "a" * 201, "outdoors": "yes", "tables": 51})
        assert {error.question for error in checked.errors} == {"activity", "outdoors", "tables"}
        assert checked.answers == {}


class TestSummary:
    def test_shows_facts_answers_and_files_in_words(self, definition):
        answers = {"activity": "Café", "outdoors": True, "place": PLACE, "plan": PLAN, "tables": 3}
        rows = summary(definition, answers, {"name": "Ana"})
        assert [(row.label, row.value, row.changeable) for row in rows] == [
            ("Nombre", "Ana", False),
            ("Actividad", "Café", True),
            ("¿Es en la calle?", "Sí", True),
            ("Lugar", "Prat 12", True),
            ("Plano", "plano.pdf", True),
            ("Mesas", "3", True),
        ]
        assert rows[4].document == PLAN["document"]

    def test_says_what_was_left_empty(self, definition):
        rows = summary(definition, {"outdoors": True, "place": PLACE})
        assert {row.question: row.value for row in rows}["plan"] == "Sin respuesta"
