"""The form of a human task: how it ends, and what each ending asks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from ventanilla.common import feel
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import FieldError, Parsed, Question, TaskDefinition
from ventanilla.portal.web.forms.questions import Inputs, form_of
from ventanilla.ui.types import Field, FieldKind, FormView, Option

OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class TaskForm:
    """The choice of an outcome and the questions. `view` has them all, for the error summary."""

    outcome: Field
    asks: tuple[Field, ...]

    @property
    def view(self) -> FormView:
        return FormView((self.outcome, *self.asks))


def chosen_in(inputs: Inputs) -> str:
    """The outcome that was chosen; "" when none was."""
    return (list(inputs.get(OUTCOME) or ()) or [""])[-1]


def task_form(
    task: TaskDefinition, inputs: Inputs, closed: Collection[str] = (), errors: Sequence[FieldError] = ()
) -> TaskForm:
    """Every question, each saying for which outcomes it is meant: this page needs no scripts.

    An outcome that is `closed` is no option.
    """
    wrong = {error.question: error.text for error in errors}
    outcome = Field(
        FieldKind.CHOICE,
        OUTCOME,
        _("¿Cómo termina esta tarea?"),
        value=chosen_in(inputs),
        error=wrong.get(OUTCOME, ""),
        options=tuple(Option(each.code, each.label, each.hint) for each in task.outcomes if each.code not in closed),
    )
    fields = form_of(task.asks, inputs, {}, errors).fields
    return TaskForm(outcome, tuple(_noted(*pair, task) for pair in zip(fields, task.asks, strict=True)))


def answered_rows(task: TaskDefinition, outcome: str, report: Parsed) -> list[dict[str, str]]:
    """What is about to be signed, for a summary list: the outcome and each answer, in words."""
    values = report.values
    label = next(each.label for each in task.outcomes if each.code == outcome)
    answered = (each for each in report.asked if each.key in values)
    return [
        {"key": _("Resultado"), "value": label},
        *({"key": each.label, "value": services.display_value(each, values[each.key])} for each in answered),
    ]


def _noted(field: Field, question: Question, task: TaskDefinition) -> Field:
    """The field with a line that says for which outcomes it is; none when it is for all."""
    labels = [each.label for each in task.outcomes if _holds(question, {OUTCOME: each.code})]
    if not labels or len(labels) == len(task.outcomes):
        return field
    names = _(" o ").join(_("“%(outcome)s”") % {"outcome": label} for label in labels)
    note = _("Solo si elige %(outcomes)s.") % {"outcomes": names}
    return replace(field, hint=f"{note} {field.hint}".strip())


def _holds(question: Question, known: dict[str, object]) -> bool:
    """Whether the question is asked, as far as it is known here. `cases` decides it with the whole file."""
    return not question.when or feel.compile(question.when).holds(known)
