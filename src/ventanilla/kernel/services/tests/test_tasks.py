"""Human tasks: what is shown, what is asked with each outcome."""

import pytest

from ventanilla.kernel.services.definitions import definition_in_folder
from ventanilla.kernel.services.errors import UnknownTask
from ventanilla.kernel.services.tasks import check_task, parse_task, task_rows
from ventanilla.kernel.services.testing import small_folder
from ventanilla.kernel.services.types import ServiceDefinition

PLAN = {"document": "00000000-0000-4000-8000-000000000001", "name": "plano.pdf", "size": 10}
ANSWERS = {"activity": "Café", "outdoors": True, "place": {"street": "A", "number": "1", "extra": ""}, "plan": PLAN}


@pytest.fixture(scope="module")
def definition() -> ServiceDefinition:
    return definition_in_folder(small_folder().of_version(1), 1)


class TestParseTask:
    def test_asks_only_what_the_outcome_needs(self, definition):
        assert parse_task(definition, "review", "approve", {"missing_text": ["x"]}).values == {}
        parsed = parse_task(definition, "review", "missing", {"missing_text": ["Falta el plano"]})
        assert parsed.values == {"missing_text": "Falta el plano"}

    def test_an_unknown_outcome_is_told_with_those_that_exist(self, definition):
        (error,) = parse_task(definition, "review", "burn", {}).errors
        assert error.question == "outcome"
        assert "Aprobar" in error.text

    def test_what_is_missing_must_be_said(self, definition):
        parsed = parse_task(definition, "review", "missing", {})
        assert [error.question for error in parsed.errors] == ["missing_text"]

    def test_a_file_of_the_task_is_part_of_its_report(self):
        ask = "- {key: answer, type: long_text, data: {purpose: decide, retention: P1Y, seen_by: [oficina]}}"
        file = ask.replace("key: answer, type: long_text", "key: proof, type: file")
        folder = small_folder(tasks=f"{ask} → {ask}\n      {file}")
        definition = definition_in_folder(folder.of_version(1), 1)
        assert parse_task(definition, "fix", "corrected", {"answer": ["Va"]}).errors[0].question == "proof"
        parsed = parse_task(definition, "fix", "corrected", {"answer": ["Va"]}, {}, {"proof": PLAN})
        assert parsed.values == {"answer": "Va", "proof": PLAN}

    def test_refuses_a_task_that_is_not_there(self, definition):
        with pytest.raises(UnknownTask):
            parse_task(definition, "nothing", "approve", {})


class TestCheckTask:
    def test_drops_what_the_outcome_does_not_ask_for(self, definition):
        checked = check_task(definition, "review", "approve", {"missing_text": "x"}, {})
        assert checked.answers == {}
        assert checked.errors == ()

    def test_does_not_believe_a_stored_report(self, definition):
        assert check_task(definition, "review", "missing", {"missing_text": 3}, {}).errors


class TestTaskRows:
    def test_shows_only_what_the_task_names(self, definition):
        rows = task_rows(definition, "review", {**ANSWERS, "tables": 4}, {}, {"name": "Ana"})
        assert [row.question for row in rows] == ["name", "activity", "plan"]

    def test_documents_are_those_that_the_lane_may_see(self):
        folder = small_folder(
            form="required: false\n        data: {purpose: decide, retention: P1Y, seen_by: [oficina]} → "
            "required: false\n        data: {purpose: decide, retention: P1Y, seen_by: [applicant]}"
        )
        definition = definition_in_folder(folder.of_version(1), 1)
        assert "plan" not in [row.question for row in task_rows(definition, "review", ANSWERS)]

    def test_shows_what_another_task_left(self, definition):
        (row,) = task_rows(definition, "fix", ANSWERS, {"review": {"outcome": "missing", "missing_text": "El plano"}})
        assert (row.label, row.value) == ("Qué falta", "El plano")

    def test_shows_nothing_of_a_task_that_left_nothing(self, definition):
        assert task_rows(definition, "fix", ANSWERS, {"review": {"outcome": "approve"}}) == ()
