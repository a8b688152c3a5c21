"""A version as the checks read it: its documents with lines, its definition, its flow when that can be loaded."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from ventanilla.common import feel
from ventanilla.common.errors import Refusal
from ventanilla.kernel.services.folder.loading import LoadedVersion
from ventanilla.kernel.services.folder.yaml_lines import Place
from ventanilla.kernel.services.types import Problem, ServiceDefinition, Severity
from ventanilla.kernel.workflow.types import Definition as Flow


@dataclass(frozen=True, slots=True)
class Inspected:
    """`flow` is None when the diagram cannot be read: `checks.flow` says why, and the others do without it."""

    loaded: LoadedVersion
    definition: ServiceDefinition
    flow: Flow | None

    def problem(
        self, path: str, place: Place, sentence: str, severity: Severity = Severity.ERROR, **params: object
    ) -> Problem:
        """A problem at a place of a YAML file. `sentence` is already in the active language."""
        document = self.loaded.document(path)
        return Problem(document.file, document.line(place), sentence % params if params else sentence, severity)


def expression_problem(text: str) -> str:
    """Why a FEEL text cannot be used, empty when it can."""
    try:
        feel.compile(text)
    except Refusal as refusal:
        return gettext(refusal.text) % refusal.params
    return ""


def join(names: Sequence[str]) -> str:
    """Names in a sentence."""
    return ", ".join(names) or "—"
