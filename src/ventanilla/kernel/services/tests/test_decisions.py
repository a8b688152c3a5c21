"""Decisions of rules/: read by conditions, by outcomes and by fees."""

import pytest

from ventanilla.kernel.services.decisions import Decisions, decisions_of
from ventanilla.kernel.services.definitions import definition_in_folder
from ventanilla.kernel.services.expressions import holds
from ventanilla.kernel.services.forms import visible_pages
from ventanilla.kernel.services.tasks import check_task, closed_outcomes, parse_task
from ventanilla.kernel.services.testing import small_folder
from ventanilla.kernel.services.types import ServiceDefinition

REFUSED = "Con más de diez mesas no se aprueba."
CLOSED = "outcomes: [approve, missing] → outcomes: [{code: approve, when: raw <= 20000}, missing]"
SAID = "approve: {label: Aprobar} → approve: {label: Aprobar, refused: Con más de diez mesas no se aprueba.}"


@pytest.fixture(scope="module")
def definition() -> ServiceDefinition:
    return definition_in_folder(small_folder(tasks=CLOSED, es=SAID).of_version(1), 1)


@pytest.fixture(scope="module")
def decisions(definition: ServiceDefinition) -> Decisions:
    return decisions_of(definition)


class TestDecisions:
    def test_have_the_names_of_their_files_in_order(self, decisions):
        assert list(decisions) == ["raw", "total"]

    def test_say_what_they_read_and_what_is_behind_it(self, decisions):
        assert set(decisions.inputs_of("total")) == {"tables", "price", "minimum"}

    def test_what_was_not_answered_is_null(self, decisions):
        assert decisions.decide("raw", {"tables": 3}).value is None
        assert decisions.decide("raw", {"tables": 3, "price": 2000}).value == 6000

    def test_a_condition_names_them_as_it_names_answers(self, decisions):
        given = {"tables": 3, "price": 2000}
        assert holds("raw = 6000", given, decisions)
        assert holds("raw + tables = 6003", given, decisions)
        assert not holds("raw = 6000", {"tables": 3}, decisions)

    def test_a_page_may_show_because_of_a_decision(self):
        folder = small_folder(form="when: outdoors = true → when: raw > 5000")
        definition = definition_in_folder(folder.of_version(1), 1)
        pages = [page.key for page in visible_pages(definition, {"tables": 9, "activity": "Café"})]
        assert "street" not in pages  # the tables are asked below: there they are not answered yet


class TestOutcomes:
    def test_one_whose_condition_does_not_hold_is_closed_and_says_why(self, definition):
        assert closed_outcomes(definition, "review", {"tables": 3, "price": 2000}) == {}
        assert closed_outcomes(definition, "review", {"tables": 11, "price": 2000}) == {"approve": REFUSED}

    def test_a_closed_one_is_an_error_with_its_sentence(self, definition):
        answers = {"tables": 11, "price": 2000}
        assert [error.text for error in parse_task(definition, "review", "approve", {}, answers).errors] == [REFUSED]
        assert [error.text for error in check_task(definition, "review", "approve", {}, answers).errors] == [REFUSED]

    def test_what_is_no_outcome_is_told_those_that_are_open(self, definition):
        (error,) = parse_task(definition, "review", "nothing", {}, {"tables": 11, "price": 2000}).errors
        assert error.text == "Elija cómo termina esta tarea: Falta algo."
