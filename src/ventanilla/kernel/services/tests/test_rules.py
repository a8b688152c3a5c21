"""The rules of a version are analysed with it."""

from ventanilla.common.dmn.tests.models import decision, given, table, xml
from ventanilla.kernel.services.checks.folder import check_files
from ventanilla.kernel.services.folder.files import Folder
from ventanilla.kernel.services.testing import small_service
from ventanilla.kernel.services.types import Problem, Severity

RULES = (
    given("tables", "number") + "\n" + decision("dFee", table(["tables"], ["o"], ["< 5 | 1", "{} | 2"]), needs="tables")
)


def problems(**rules: bytes) -> tuple[Problem, ...]:
    files = small_service() | {f"1/rules/{name}.dmn": content for name, content in rules.items()}
    return check_files(Folder("permiso-de-prueba", files))


def of_rules(found: tuple[Problem, ...]) -> list[Problem]:
    return [problem for problem in found if "/rules/" in problem.file]


def test_rules_that_answer_every_case_have_no_problem():
    assert of_rules(problems(size=xml(RULES.replace("{}", ">= 5")))) == []


def test_a_gap_is_a_warning_with_the_line_of_its_decision():
    (problem,) = of_rules(problems(size=xml(RULES.replace("{}", "> 5"))))
    assert (problem.place, problem.severity) == ("1/rules/size.dmn:2", Severity.WARNING)
    assert problem.sentence == "dFee: Ninguna regla responde cuando «tables» es 5."


def test_an_overlap_is_an_error():
    (problem,) = of_rules(problems(size=xml(RULES.replace("{}", ">= 4"))))
    assert (problem.severity, problem.file) == (Severity.ERROR, "1/rules/size.dmn")
    assert "se cumplen a la vez" in problem.sentence


def test_a_file_that_is_no_model_is_told_first():
    (problem,) = problems(other=b"<a/>")
    assert (problem.severity, problem.file) == (Severity.ERROR, "1/rules/other.dmn")
