"""Why: what each decision of a version considered and found, in sentences (Ley 21.719, automated decisions), pure.

Names are those that the form, the parameters and the texts give; numbers are written as fees and answers are.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from django.utils.translation import gettext as _

from ventanilla.common.canonical import Json
from ventanilla.common.dmn import Source, explain, value_in_words
from ventanilla.common.feel import FeelValue
from ventanilla.common.money import Money
from ventanilla.kernel.services.answers.display import display_value
from ventanilla.kernel.services.decisions import decisions_of
from ventanilla.kernel.services.fees import Values, in_unit, values_used
from ventanilla.kernel.services.tasks import OUTCOME, TaskResults
from ventanilla.kernel.services.types import (
    AdoptionData,
    Explanation,
    QuestionType,
    ServiceDefinition,
    ValueUsed,
)

Show = Callable[[str, FeelValue], str | None]


def explain_decisions(
    definition: ServiceDefinition,
    adoption: AdoptionData,
    answers: Mapping[str, Json],
    tasks: TaskResults,
    on: date,
) -> tuple[Explanation, ...]:
    """How each decision of the version comes out in the end with the values of day `on`, in the definition's language.

    Raises NoValueInForce when a parameter has no value that day.
    """
    ends = decisions_of(definition).ends
    return tuple(explained(definition, adoption.values, name, answers, tasks, on) for name in ends)


def explained(
    definition: ServiceDefinition,
    recorded: Values,
    name: str,
    answers: Mapping[str, Json],
    tasks: TaskResults,
    on: date,
) -> Explanation:
    """As `explain_decisions`, of one decision, with the values recorded beside the version."""
    decisions = decisions_of(definition)
    used = values_used(definition, decisions.inputs_of(name), recorded, on)
    context: dict[str, object] = {**answers, **{each.key: each.value for each in used}, "tasks": tasks}
    outcome = decisions.decide(name, context, sources=_sources(used), trace=True)
    show = _show(definition, used)
    lines = explain(outcome, definition.language, labels=_labels(definition), show=show)
    return Explanation(
        decision=name,
        label=definition.texts.get(f"decisions.{name}", name),
        result=show(name, outcome.value) or value_in_words(outcome.value, definition.language),
        lines=tuple((line.depth, line.sentence) for line in lines),
    )


def _sources(used: Collection[ValueUsed]) -> dict[str, Source]:
    return {each.key: Source("parameter", each.label, each.starts_on, each.norm, each.provisional) for each in used}


def _labels(definition: ServiceDefinition) -> dict[str, str]:
    """What people call each name of the model: questions, parameters, decisions, and what tasks reported."""
    head = "decisions."
    decided = {key.removeprefix(head): text for key, text in definition.texts.items() if key.startswith(head)}
    labels = {key: question.label for key, question in definition.questions.items()}
    labels |= {key: parameter.label for key, parameter in definition.parameters.items()}
    for key, task in definition.tasks.items():
        labels |= {f"tasks.{key}.{each.key}": each.label for each in task.asks}
        labels[f"tasks.{key}.{OUTCOME}"] = task.title
    return {**labels, **decided}


def _show(definition: ServiceDefinition, used: Collection[ValueUsed]) -> Show:
    """How the value of a name is written: an amount in pesos, an option by its label, a document by its question."""
    units = {each.key: each.unit for each in used}
    amounts = set(decisions_of(definition).behind(fee.decision for fee in definition.service.fees.values()))
    outcomes = {
        f"tasks.{key}.{OUTCOME}": {each.code: each.label for each in task.outcomes}
        for key, task in definition.tasks.items()
    }

    def quoted(text: str) -> str:
        return value_in_words(text, definition.language)

    def show(name: str, value: FeelValue) -> str | None:
        if value is None:
            return None
        if isinstance(value, Decimal) and name in units:
            return in_unit(value, units[name])
        if isinstance(value, Decimal) and name in amounts:
            return Money.rounded(value).display()
        if name in outcomes:
            return quoted(outcomes[name].get(str(value), str(value)))
        if name == "tasks":
            return ""  # what each task said stands where a column reads it
        if question := definition.questions.get(name):
            plain = int(value) if isinstance(value, Decimal) else value
            shown = display_value(question, cast("Json", plain))
            return quoted(shown) if shown and question.options else shown or None
        return _documents(definition, value)

    return show


def _documents(definition: ServiceDefinition, value: FeelValue) -> str | None:
    """A list of questions of the form by their labels; None when it is something else."""
    if not isinstance(value, list):
        return None
    keys = [str(item) for item in value]
    asked = [each for each in keys if each in definition.questions]
    if len(asked) != len(keys):
        return None
    files = [definition.questions[each] for each in asked]
    if any(question.type is not QuestionType.FILE for question in files):
        return None
    return ", ".join(question.label for question in files) or _("ninguno")
