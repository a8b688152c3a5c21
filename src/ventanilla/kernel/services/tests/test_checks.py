"""The check of a folder: each kind of mistake is found, at its line, in a sentence."""

import pytest

from ventanilla.kernel.services.checks.folder import check_files, check_folder
from ventanilla.kernel.services.folder.files import Folder
from ventanilla.kernel.services.testing import small_folder, small_service, write_small_service
from ventanilla.kernel.services.types import Problem, Severity

ACTIVITY = "key: activity\n        type: text\n        data: {{purpose: decide, retention: P1Y, seen_by: [{}]}}"


def only(**replaced: str) -> Problem:
    problems = check_files(small_folder(**replaced))
    assert len(problems) == 1, [f"{each.place}: {each.sentence}" for each in problems]
    return problems[0]


def sentences(**replaced: str) -> str:
    return "\n".join(f"{each.place} {each.sentence}" for each in check_files(small_folder(**replaced)))


def test_the_small_service_has_no_problem(tmp_path):
    assert check_folder(write_small_service(tmp_path)) == []


class TestForm:
    def test_a_condition_over_a_later_answer(self):
        problem = only(form="when: outdoors = true → when: tables > 3")
        assert problem.file == "1/form.yaml"
        assert problem.line == 16
        assert "«tables»" in problem.sentence

    def test_a_condition_that_is_not_feel(self):
        assert "1/form.yaml:16" in sentences(form="when: outdoors = true → when: outdoors = and true")

    def test_a_page_that_no_answer_leads_to(self):
        said = sentences(form='when: outdoors = true → when: outdoors = "maybe"')
        assert "«place»" in said
        assert "Ninguna respuesta" in said

    def test_a_lane_that_nobody_has(self):
        said = sentences(form=ACTIVITY.format("oficina") + " → " + ACTIVITY.format("obras"))
        assert "«obras»" in said

    def test_a_choice_without_options(self):
        assert "opciones" in sentences(form="key: activity\n        type: text → key: activity\n        type: choice")

    def test_a_reserved_name(self):
        assert "«outcome»" in sentences(form="key: activity\n → key: outcome\n")

    def test_a_fact_that_nobody_knows(self):
        assert "«shoe_size»" in only(form="fact: name → fact: shoe_size").sentence

    def test_the_same_question_twice(self):
        assert "dos veces" in sentences(form="key: tables\n → key: activity\n")


class TestTasks:
    def test_a_task_that_is_not_in_the_flow(self):
        said = sentences(flow='<b:userTask id="fix" /> → <b:userTask id="fix" v:task="repair" />')
        assert "«fix» no está en el diagrama" in said
        assert "«repair»" in said

    def test_a_task_that_shows_what_its_lane_may_not_see(self):
        said = sentences(form=ACTIVITY.format("oficina") + " → " + ACTIVITY.format("applicant"))
        assert "seen_by" in said

    def test_a_task_without_a_known_term(self):
        assert "«someday»" in only(tasks="term: decision → term: someday").sentence

    def test_an_action_that_is_not_for_that_lane(self):
        assert "cases.decide" in only(tasks="action: cases.decide → action: cases.decides").sentence
        assert "cases.correct" in only(tasks="action: cases.correct → action: cases.work").sentence

    def test_a_report_that_no_task_leaves(self):
        assert "tasks.review.nothing" in only(tasks="[tasks.review.missing_text] → [tasks.review.nothing]").sentence


class TestRules:
    def test_a_file_that_is_no_model(self):
        assert "1/rules/fee.dmn" in only(fee="</definitions> → </nothing>").place

    def test_a_decision_with_the_name_of_a_question(self):
        said = sentences(fee='<variable name="raw" → <variable name="tables"')
        assert "«tables» ya es el nombre de otra cosa." in said


class TestLaw:
    def test_a_fee_over_a_name_that_is_not_there(self):
        problems = check_files(small_folder(fee='variable name="tables" → variable name="chairs"'))
        told = [problem.place for problem in problems if "chairs" in problem.sentence]
        assert told == ["1/rules/fee.dmn:3", "1/rules/fee.dmn:6", "1/rules/fee.dmn:12", "1/service.yaml:15"]

    def test_a_fee_of_a_decision_that_is_not_there(self):
        assert "raw, total" in sentences(service="decision: total → decision: sum_of_all")

    def test_a_value_out_of_its_legal_range(self):
        said = sentences(minimum="monthly: true → monthly: true\nminimum: 5500")
        assert "5000" in said

    def test_a_document_without_its_template(self):
        files = small_service()
        del files["1/documents/permit.typ"]
        problems = check_files(Folder("permiso-de-prueba", files))
        assert ["documents/permit.typ" in each.sentence for each in problems] == [True]

    def test_a_point_of_the_flow_that_no_state_tells(self):
        assert "«review»" in sentences(service="{key: reviewing, nodes: [review]} → {key: reviewing, nodes: [closed]}")

    def test_an_institution_parameter_without_a_range(self):
        assert "mínimo y el máximo" in sentences(price="maximum: 9000\n → ")


class TestFlow:
    def test_an_effect_over_a_document_that_is_not_there(self):
        said = sentences(flow='v:document="permit" → v:document="licence"')
        assert "v:document" in said
        assert "1/flow.bpmn:22" in said

    def test_a_condition_over_a_task_that_is_not_there(self):
        assert "tasks.revision.outcome" in sentences(flow="tasks.review.outcome → tasks.revision.outcome")

    def test_a_timer_over_a_term_that_is_not_there(self):
        assert "«whenever»" in sentences(flow=">correction< → >whenever<")

    def test_a_diagram_that_cannot_be_read(self):
        said = sentences(flow="</b:process> → ")
        assert "1/flow.bpmn" in said


class TestTexts:
    def test_a_text_missing_in_one_language(self):
        problem = only(en="life_events: {probar: Probar} → life_events: {}")
        assert problem.file == "1/texts/en.yaml"
        assert "life_events.probar" in problem.sentence

    def test_a_hint_that_only_one_language_has(self):
        problem = only(es="activity: {label: Actividad} → activity: {label: Actividad, hint: Por ejemplo un café.}")
        assert problem.file == "1/texts/en.yaml"

    def test_a_text_that_nobody_uses_is_a_warning(self):
        problem = only(es="purposes: {decide: Decidir.} → purposes: {decide: Decidir., amuse: Reír.}")
        assert problem.severity is Severity.WARNING

    def test_running_text_that_is_hard_to_read(self):
        hard = (
            "La administración procederá a la determinación reglamentaria de las contribuciones correspondientes"
            " considerando las disposiciones anteriormente individualizadas y sus modificaciones posteriores"
        )
        problem = only(es=f"explanation: Se revisa. → explanation: {hard}")
        assert "INFLESZ" in problem.sentence
        assert "states.reviewing.explanation" in problem.sentence

    def test_a_notice_that_names_what_nobody_fills_in(self):
        assert "{password}" in only(es="Su permiso {code} → Su permiso {password}").sentence


class TestExamples:
    def test_fewer_than_six(self):
        files = small_service()
        del files["1/examples/ejemplo-6.yaml"]
        (problem,) = check_files(Folder("permiso-de-prueba", files))
        assert "5" in problem.sentence

    @pytest.mark.parametrize(
        ("change", "word"),
        [
            ({"ejemplo-1": "tables: 1} → tables: 1.5}"}, "leer"),
            ({"ejemplo-1": "outdoors: false → outdoors: false, place: {street: a, number: b, extra: c}"}, "sobra"),
            ({"ejemplo-1": "outcome: approve → outcome: forget"}, "Aprobar"),
            ({"ejemplo-1": "fees: {base: 5000} → fees: {base: 4999}"}, "5000"),
            ({"ejemplo-1": "deadlines: {} → deadlines: {decision: 2026-01-05}"}, "vence"),
            ({"ejemplo-1": "outcome: granted → outcome: lost"}, "final"),
            ({"ejemplo-1": "documents: [permit] → documents: [passport]"}, "passport"),
            ({"ejemplo-1": "path: [review, → path: [preview,"}, "preview"),
        ],
    )
    def test_an_example_that_cannot_happen(self, change: dict[str, str], word: str):
        problem = only(**change)
        assert problem.file == "1/examples/ejemplo-1.yaml"
        assert word in problem.sentence


class TestFolder:
    def test_a_version_that_the_changes_do_not_tell(self):
        assert only(CHANGES="## 1 → ## 2").file == "CHANGES.md"

    def test_a_folder_with_another_name(self):
        (problem,) = check_files(Folder("otro", small_service()))
        assert "«otro»" in problem.sentence

    def test_a_folder_without_versions(self):
        (problem,) = check_files(Folder("vacio", {}))
        assert "primera versión" in problem.sentence
