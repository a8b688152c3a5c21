"""The form: names, conditions over earlier questions, options, who sees each datum, pages that nobody can reach."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from django.utils.translation import gettext as _

from ventanilla.common import feel
from ventanilla.common.canonical import Json
from ventanilla.kernel.services.checks.inspected import Inspected, expression_problem, join
from ventanilla.kernel.services.decisions import decisions_of
from ventanilla.kernel.services.expressions import RESERVED_NAMES
from ventanilla.kernel.services.folder.yaml_lines import Place
from ventanilla.kernel.services.forms import walk
from ventanilla.kernel.services.types import (
    APPLICANT_LANE,
    FACT_NAMES,
    Problem,
    Question,
    QuestionType,
    Severity,
    Source,
)

FORM = "form.yaml"
MAX_SITUATIONS = 50_000
_WITH_OPTIONS = (QuestionType.CHOICE, QuestionType.CHOICES)
_TEXTS = re.compile(r'"((?:\\.|[^"\\])*)"')
_CELLS = re.compile(r"<(?:\w+:)?text>([^<]*)</")
_NUMBERS = re.compile(r"\b[0-9]+\b")


def check_form(inspected: Inspected) -> Iterator[Problem]:
    """Everything about form.yaml. What nobody can reach is looked for when the conditions themselves are right."""
    problems = list(_pages(inspected))
    yield from problems
    if not problems:
        yield from _unreachable(inspected)


def _pages(inspected: Inspected) -> Iterator[Problem]:
    pages: set[str] = set()
    earlier: set[str] = set()
    for at, page in enumerate(inspected.definition.pages):
        here: Place = ("pages", at)
        if page.key in pages:
            yield inspected.problem(FORM, (*here, "key"), _("La página «%(key)s» está dos veces."), key=page.key)
        pages.add(page.key)
        yield from condition_problems(inspected, FORM, (*here, "when"), page.when, earlier)
        for index, question in enumerate(page.questions):
            place: Place = (*here, "questions", index)
            if question.key in earlier:
                sentence = _("La pregunta «%(key)s» está dos veces.")
                yield inspected.problem(FORM, (*place, "key"), sentence, key=question.key)
            yield from condition_problems(inspected, FORM, (*place, "when"), question.when, earlier)
            yield from question_problems(inspected, FORM, place, question)
            earlier.add(question.key)


def condition_problems(
    inspected: Inspected, path: str, place: Place, condition: str, known: Iterable[str]
) -> Iterator[Problem]:
    """A condition must be FEEL, and may read facts, what is answered above it, and decisions.

    A decision may read what stands below too: there it counts as not answered (Note [Names that decisions read]).
    """
    if not condition:
        return
    trouble = expression_problem(condition)
    if trouble:
        yield inspected.problem(path, place, trouble)
        return
    decisions = decisions_of(inspected.definition).names
    known = {*known, *decisions}
    for name in sorted({name.split(".")[0] for name in feel.compile(condition).names} - known - {"facts"}):
        sentence = _("La condición usa «%(name)s», que no se responde antes. Puede usar: %(known)s.")
        yield inspected.problem(path, place, sentence, name=name, known=join(sorted(known)))


def roots_of(inspected: Inspected, condition: str) -> set[str]:
    """The first names of what a condition reads; of a decision, what the decision reads."""
    decisions = decisions_of(inspected.definition)
    names = {name.split(".")[0] for name in feel.compile(condition).names}
    behind = {read for name in names & decisions.names for read in decisions.inputs_of(name)}
    return (names - decisions.names) | behind


def question_problems(inspected: Inspected, path: str, place: Place, question: Question) -> Iterator[Problem]:
    """What is wrong with one question by itself, in a form or in a task."""
    if question.key in RESERVED_NAMES:
        sentence = _("«%(key)s» es una palabra reservada. Use otro nombre.")
        yield inspected.problem(path, (*place, "key"), sentence, key=question.key)
    if bool(question.options) != (question.type in _WITH_OPTIONS):
        sentence = _(
            "La pregunta «%(key)s» es %(type)s: las opciones van solo en choice y choices, y ahí son necesarias."
        )
        yield inspected.problem(path, place, sentence, key=question.key, type=question.type.value)
    if question.source is not Source.ASKED and not question.fact:
        sentence = _("La pregunta «%(key)s» no se hace a la persona. Diga en «fact» qué dato se muestra.")
        yield inspected.problem(path, place, sentence, key=question.key)
    if question.fact and question.fact not in FACT_NAMES:
        sentence = _("No se conoce el dato «%(fact)s». Los que hay: %(known)s.")
        yield inspected.problem(path, (*place, "fact"), sentence, fact=question.fact, known=join(FACT_NAMES))
    if question.minimum is not None and question.maximum is not None and question.minimum > question.maximum:
        sentence = _("En «%(key)s» el mínimo es mayor que el máximo.")
        yield inspected.problem(path, (*place, "minimum"), sentence, key=question.key)
    lanes = {*inspected.definition.service.lanes, APPLICANT_LANE}
    for index, lane in enumerate(question.data.seen_by):
        if lane not in lanes:
            sentence = _("No existe el carril «%(lane)s». Los que hay: %(known)s.")
            where = (*place, "data", "seen_by", index)
            yield inspected.problem(path, where, sentence, lane=lane, known=join(sorted(lanes)))


def _unreachable(inspected: Inspected) -> Iterator[Problem]:
    """Try every situation that the conditions can tell apart, and name what never showed."""
    pages = inspected.definition.pages
    domains = _domains(inspected)
    situations = 1
    for values in domains.values():
        situations *= len(values)
    if situations > MAX_SITUATIONS:
        sentence = _("Las condiciones distinguen %(count)d situaciones: son muchas para probarlas todas.")
        yield inspected.problem(FORM, (), sentence, Severity.WARNING, count=situations)
        return
    facts = {question.fact: "·" for page in pages for question in page.questions if question.fact}
    shown: set[str] = set()
    for combination in product(*domains.values()):
        answers = dict(zip(domains, combination, strict=True))
        shown |= {question.key for _page, question in walk(inspected.definition, answers, facts)}
    for at, page in enumerate(pages):
        for index, question in enumerate(page.questions):
            if question.key not in shown:
                sentence = _("Ninguna respuesta lleva a la pregunta «%(key)s». Revise su condición.")
                yield inspected.problem(FORM, ("pages", at, "questions", index), sentence, key=question.key)


def _domains(inspected: Inspected) -> Mapping[str, tuple[Json, ...]]:
    """For each question that some condition reads, the answers that can make a difference."""
    pages = inspected.definition.pages
    conditions = [each.when for page in pages for each in (page, *page.questions) if each.when]
    names = {name for condition in conditions for name in roots_of(inspected, condition)}
    cells = [cell for _name, content in inspected.definition.rules for cell in _CELLS.findall(content.decode())]
    text = " ".join([*conditions, *cells])
    literals: list[Any] = [*_TEXTS.findall(text)]
    numbers = [int(found) + step for found in _NUMBERS.findall(text) for step in (-1, 0, 1)]
    questions = {question.key: question for page in pages for question in page.questions}
    return {name: _domain(questions[name], literals, numbers) for name in sorted(names & set(questions))}


def _domain(question: Question, literals: list[Json], numbers: list[int]) -> tuple[Json, ...]:
    if question.type in _WITH_OPTIONS:
        codes = [option.code for option in question.options]
        return (None, *codes) if question.type is QuestionType.CHOICE else (None, *([code] for code in codes))
    if question.type is QuestionType.YES_NO:
        return (None, True, False)
    if question.type in (QuestionType.MONEY, QuestionType.INTEGER):
        return (None, 0, *dict.fromkeys(numbers))
    return (None, "·", *literals)
