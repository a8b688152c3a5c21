"""The public cases of the DMN Technology Compatibility Kit."""

from pathlib import Path

from ventanilla.common.dmn.tck import Result, run_folder

REFUSED_BY_DESIGN = "0076-feel-external-java"
"""Functions of Java: nothing of another language runs here."""


def failures(results: list[Result]) -> list[str]:
    return [f"{result.case.title}: {result.reason}" for result in results if not result.passed]


def test_every_case_of_level_2_passes(conformance: Path):
    results = list(run_folder(conformance / "dmn-tck" / "compliance-level-2"))
    assert len(results) > 100
    assert failures(results) == []


def test_every_case_of_level_3_passes_but_those_of_java(conformance: Path):
    results = list(run_folder(conformance / "dmn-tck" / "compliance-level-3"))
    assert len(results) > 1_000
    assert failures([result for result in results if result.case.group != REFUSED_BY_DESIGN]) == []


def test_the_cases_of_java_have_no_result(conformance: Path):
    results = run_folder(conformance / "dmn-tck" / "compliance-level-3" / REFUSED_BY_DESIGN)
    assert all(result.passed == (result.case.expected is None) for result in results)
