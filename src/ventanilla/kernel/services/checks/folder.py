"""The check of a whole service folder, as `ventanilla services check` and the import ask for it."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from ventanilla.common.errors import Refusal
from ventanilla.kernel.services.checks.examples import check_examples
from ventanilla.kernel.services.checks.flow import check_flow
from ventanilla.kernel.services.checks.form import check_form
from ventanilla.kernel.services.checks.inspected import Inspected
from ventanilla.kernel.services.checks.law import check_law
from ventanilla.kernel.services.checks.rules import check_rules
from ventanilla.kernel.services.checks.tasks import check_tasks
from ventanilla.kernel.services.checks.texts import check_texts
from ventanilla.kernel.services.folder.building import build
from ventanilla.kernel.services.folder.files import CHANGES, Folder, read_folder
from ventanilla.kernel.services.folder.loading import LoadedVersion, load_version
from ventanilla.kernel.services.types import Problem, Severity
from ventanilla.kernel.workflow import api as workflow
from ventanilla.kernel.workflow.types import Definition as Flow

CHECKS = (check_form, check_tasks, check_law, check_rules, check_flow, check_texts)


def check_folder(path: Path) -> list[Problem]:
    """Every problem of a service folder, in the order of files and lines; empty when it may be published.

    The paths that examples take through a whole case are run by `cases`, above this package.
    """
    folder, problems = read_folder(path)
    return sorted({*problems, *check_files(folder)})


def check_files(folder: Folder) -> tuple[Problem, ...]:
    """As `check_folder`, of files already read."""
    if not folder.numbers:
        return (Problem(folder.name, 0, _("Falta la carpeta de la primera versión, que se llama 1.")),)
    problems = [*_changes(folder)]
    for number in folder.numbers:
        problems += check_version(folder, number)
    return tuple(sorted(set(problems)))


def check_version(folder: Folder, number: int) -> tuple[Problem, ...]:
    """What is wrong in one version. The checks of meaning are made only when every file has its form."""
    loaded, problems = load_version(folder.of_version(number), number)
    if problems:
        return problems
    definition = build(loaded, sha256="")
    inspected = Inspected(loaded, definition, _flow(loaded))
    found = [problem for check in CHECKS for problem in check(inspected)]
    if definition.slug != folder.name:
        sentence = _("La carpeta se llama «%(folder)s» y el trámite «%(slug)s». Deben llamarse igual.")
        found.append(inspected.problem("identity.yaml", ("slug",), sentence, folder=folder.name, slug=definition.slug))
    if not any(problem.severity is Severity.ERROR for problem in found):
        found += check_examples(inspected)  # they are counted with the form, the fees and the flow just checked
    return tuple(found)


def _flow(loaded: LoadedVersion) -> Flow | None:
    try:
        return workflow.load(loaded.flow)
    except Refusal:
        return None  # check_flow says why


def _changes(folder: Folder) -> Iterator[Problem]:
    """CHANGES.md tells each version under a heading with its number."""
    text = folder.files.get(CHANGES, b"").decode("utf-8", "replace")
    for number in folder.numbers:
        if not re.search(rf"^## {number}\b", text, re.MULTILINE):
            sentence = _("Falta contar la versión %(number)d bajo el título «## %(number)d».")
            yield Problem(CHANGES, 0, sentence % {"number": number})
