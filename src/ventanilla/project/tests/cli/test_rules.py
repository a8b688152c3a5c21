"""dmn run and dmn tck, as an operator types them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ventanilla.common.dmn.tests.models import decision, given, literal, table, xml
from ventanilla.project.cli import main

MODEL = xml(
    given("since", "date")
    + decision(
        "d", table(["since"], ["o"], ['< date("2026-01-01") | "old"', '- | "new"'], policy="FIRST"), needs="since"
    )
    + decision("d2", literal("{days: [1.5, 2], when: since}"), needs="since")
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["dmn", *map(str, arguments)])


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    model, inputs = tmp_path / "rules.dmn", tmp_path / "input.json"
    model.write_bytes(MODEL)
    inputs.write_text('{"since": "2025-12-31"}')
    return model, inputs


class TestRun:
    def test_it_prints_the_value_as_json(self, files: tuple[Path, Path]):
        model, inputs = files
        assert json.loads(run("run", model, "--decision", "d", "--input", inputs).output) == "old"
        value = json.loads(run("run", model, "--decision", "d2", "--input", inputs).output)
        assert value == {"days": [1.5, 2], "when": "2025-12-31"}

    def test_it_says_why(self, files: tuple[Path, Path]):
        model, inputs = files
        said = run("run", model, "--decision", "d", "--input", inputs, "--explain").output
        assert "«since» es 31 de diciembre de 2025 (antes del 1 de enero de 2026)" in said
        said = run("run", model, "--decision", "d", "--input", inputs, "--explain", "--language", "en").output
        assert "Rule 1 is met" in said

    @pytest.mark.parametrize("inputs", ["[", "[1]", "1e5"])
    def test_what_is_no_object_is_refused_in_one_sentence(self, files: tuple[Path, Path], inputs: str):
        files[1].write_text(inputs)
        result = run("run", files[0], "--decision", "d", "--input", files[1])
        assert result.exit_code == 1
        assert "Traceback" not in result.output

    def test_a_decision_that_is_not_there_is_refused_in_one_sentence(self, files: tuple[Path, Path]):
        result = run("run", files[0], "--decision", "fee")
        assert result.exit_code == 1
        assert "«fee»" in result.output


BROKEN = xml(
    given("capital", "number")
    + given("rate_per_thousand", "number")
    + decision("d", literal("capital * rate_per_thousand / 1000"), needs="capital rate_per_thousand")
    + decision("dBad", literal("1 +"))
    + decision("dNext", literal("dBad"), needs="dBad")
)


@pytest.fixture
def broken(tmp_path: Path) -> tuple[Path, Path]:
    model, inputs = tmp_path / "broken.dmn", tmp_path / "broken.json"
    model.write_bytes(BROKEN)
    inputs.write_text('{"capital": 12345678901234567.89, "rate": 5}')
    return model, inputs


class TestSaying:
    def test_what_is_given_in_vain_and_what_is_missing_are_named(self, broken: tuple[Path, Path]):
        result = run("run", broken[0], "--decision", "d", "--input", broken[1])
        assert result.stdout.strip() == "null"
        assert result.stderr.splitlines() == [
            "El archivo de datos trae «rate», que «d» no lee: lee «capital» y «rate_per_thousand».",
            "Falta «rate_per_thousand».",
        ]

    def test_all_that_is_said_is_in_one_language(self, broken: tuple[Path, Path]):
        result = run("run", broken[0], "--decision", "d", "--input", broken[1], "--language", "en")
        assert "“rate_per_thousand” is missing." in result.stderr
        assert "There is no decision “fee”." in run("run", broken[0], "--decision", "fee", "--language", "en").stderr
        assert "is not XML" in run("run", broken[1], "--decision", "d", "--language", "en").stderr
        broken[1].write_text("[")
        assert (
            "is not JSON, at line 1"
            in run("run", broken[0], "--decision", "d", "--input", broken[1], "--language", "en").stderr
        )

    @pytest.mark.parametrize(("decision", "code", "told"), [("d", 0, False), ("dBad", 1, True), ("dNext", 0, True)])
    def test_a_text_that_cannot_be_read_matters_to_who_needs_it(
        self, broken: tuple[Path, Path], decision: str, code: int, told: bool
    ):
        result = run("run", broken[0], "--decision", decision)
        assert result.exit_code == code
        assert ("Se esperaba un valor y el texto termina" in result.stderr) is told

    def test_a_value_too_deep_or_a_number_too_long_leaks_no_text_of_the_interpreter(self, broken: tuple[Path, Path]):
        for text in ("[" * 100_000, '{"capital": ' + "[" * 500 + "]" * 500 + "}", '{"capital": ' + "9" * 5_000 + "}"):
            broken[1].write_text(text)
            said = run("run", broken[0], "--decision", "d", "--input", broken[1]).stderr
            assert "recursion" not in said
            assert "digits" not in said


CASES = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<modelName>rules.dmn</modelName>
<testCase id="1">
<resultNode name="d"><expected><value xsi:type="xsd:string">new</value></expected></resultNode></testCase>
<testCase id="2">
<resultNode name="d"><expected><value xsi:type="xsd:string">old</value></expected></resultNode></testCase>
</testCases>"""


def test_the_cases_of_a_folder_are_counted_and_those_that_fail_are_named(files: tuple[Path, Path]):
    folder = files[0].parent
    (folder / "cases.xml").write_text(CASES)
    result = run("tck", folder)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == "1 passed, 1 failed"
    assert " 2 d: " in result.output


def test_a_file_that_cannot_be_read_is_named_and_the_others_run(files: tuple[Path, Path]):
    folder = files[0].parent
    (folder / "cases.xml").write_text(CASES)
    (folder / "another.xml").write_text("<!DOCTYPE a><a/>")
    result = run("tck", folder)
    assert "another.xml: El archivo de reglas declara un tipo de documento" in result.stderr
    assert result.stdout.splitlines()[-1] == "1 passed, 1 failed"


def test_a_folder_without_cases_is_no_success(tmp_path: Path):
    result = run("tck", tmp_path)
    assert result.exit_code == 1
    assert "No hay casos" in result.output
