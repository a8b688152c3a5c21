"""Why a decision is what it is, in sentences: what was considered, which rule holds, what refused each other rule."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ventanilla.common.dmn import model
from ventanilla.common.dmn.engine import Outcome
from ventanilla.common.dmn.sentences import LANGUAGES
from ventanilla.common.dmn.table import SINGLE
from ventanilla.common.dmn.trace import InputTrace, RuleTrace, Source, Step, TableTrace
from ventanilla.common.dmn.wording import Words
from ventanilla.common.feel.machine import Remark
from ventanilla.common.feel.temporal import Date
from ventanilla.common.feel.values import FeelValue

DEPTH_MAX = 20
LINES_MAX = 500
RULES_SHOWN = 60
REASONS_SHOWN = 3
_SOURCES = ("asked", "register", "exchange", "identity", "parameter")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence. `depth` says inside what it stands: 0 is a decision."""

    depth: int
    sentence: str


def explain(
    outcome: Outcome,
    language: str = "es",
    labels: Mapping[str, str] | None = None,
    show: Callable[[str, FeelValue], str | None] | None = None,
) -> tuple[Line, ...]:
    """The sentences of an outcome that was decided with its trace: what was asked first, then what it required.

    `language` is es, en or pt; another one is read in Spanish. `labels` and `show` say how people name and write what
    has a name in the model (`Words`). No more than `LINES_MAX`.
    """
    spoken = language[:2] if language[:2] in LANGUAGES else "es"
    words = Words(spoken, labels or {}, show or (lambda name, value: None))
    lines: list[Line] = []
    for step in reversed(outcome.steps):
        for line in _step(words, step, 0):
            if len(lines) >= LINES_MAX:
                return tuple(lines)
            lines.append(line)
    return tuple(lines)


def value_in_words(value: FeelValue, language: str = "es") -> str:
    """A value as a person writes it."""
    return Words(language if language in LANGUAGES else "es").value(value)


def explained(outcome: Outcome, language: str = "es", labels: Mapping[str, str] | None = None) -> str:
    """The same as one text, each depth two blanks further in."""
    return "\n".join("  " * line.depth + line.sentence for line in explain(outcome, language, labels))


def _step(words: Words, step: Step, depth: int) -> Iterator[Line]:
    key = "decision_null" if step.value is None and step.kind == "decision" else step.kind
    yield Line(depth, words.say(key, name=words.label(step.name), value=words.value_of(step.name, step.value)))
    if step.question and not words.labels:
        yield Line(depth + 1, words.say("question", question=step.question))
    if step.node is not None and (text := words.formula(step.text, step.node)):
        yield Line(depth + 1, words.say("calculated", text=text))
    for given in step.inputs:
        if words.value_of(given.name, given.value):
            yield Line(depth + 1, _input(words, given))
    if depth < DEPTH_MAX:
        for event in step.inside:
            inner = _table(words, event) if isinstance(event, TableTrace) else _step(words, event, 0)
            yield from (Line(depth + 1 + line.depth, line.sentence) for line in inner)
    if step.value is None:
        yield from (Line(depth + 1, why) for why in _reasons(words, step))


def _input(words: Words, given: InputTrace) -> str:
    source = _source(words, given.source, words.label(given.name)) if given.source else ""
    value = words.value_of(given.name, given.value)
    return words.say("input", name=words.label(given.name), value=value, source=source)


def _source(words: Words, source: Source, name: str) -> str:
    """Where a value came from, unless its name says it; a parameter with the day since which it holds, and its law."""
    kind = source.kind.lower() if source.kind.lower() in _SOURCES else "other"
    text = "" if source.label == name else words.say(f"source_{kind}", label=source.label)
    if source.on is not None:
        on = Date(source.on.year, source.on.month, source.on.day)
        text += words.say("source_on", on=words.value(on))
    text += words.say("source_law", law=source.law) if source.law else ""
    return text + (words.say("source_provisional") if source.provisional else "")


def _reasons(words: Words, step: Step) -> Iterator[str]:
    """Why a step has no result: what was remarked, or else what was missing."""
    for remark in step.remarks[:REASONS_SHOWN]:
        yield words.say("because", reason=_remark(words, remark))
    missing = [words.quoted(words.label(given.name)) for given in step.inputs if given.value is None]
    if missing and not step.remarks:
        yield words.say("because", reason=words.say("missing", names=words.say("and").join(missing)))


def reason(remark: Remark, language: str = "es") -> str:
    """Why something became null, as the rest of a sentence."""
    return _remark(Words(language if language in LANGUAGES else "es"), remark)


def no_result(outcome: Outcome, language: str = "es") -> Iterator[str]:
    """Why an outcome without a value has none, in sentences."""
    words = Words(language if language in LANGUAGES else "es")
    for remark in dict.fromkeys(outcome.remarks if outcome.value is None else ()):
        yield words.say("because", reason=_remark(words, remark))


def _remark(words: Words, remark: Remark) -> str:
    """The reason of what could not be read is a word of its own (`invalid`)."""
    key = f"remark_{remark.what}"
    own = f"{key}_{remark.about}"
    known = next((each for each in (own, key) if each in LANGUAGES[words.language]), "remark_other")
    return words.say(known, about=words.label(remark.about))


def _table(words: Words, told: TableTrace) -> Iterator[Line]:
    for rule in told.rules[:RULES_SHOWN]:
        if rule.matched:
            yield Line(0, _matched(words, told, rule))
            yield from (Line(1, words.say("note", note=note.rstrip(". "))) for note in rule.rule.annotations if note)
    if told.table.hit_policy == "FIRST" and sum(rule.matched for rule in told.rules) > 1:
        yield Line(0, words.say("used", number=told.used[0]))
    elif told.table.hit_policy not in SINGLE and len(told.used) > 1:
        yield Line(0, words.say("used_many", numbers=words.enumerated(list(map(str, told.used)))))
    elif not told.used:
        default = any(output.default for output in told.table.outputs)
        yield Line(0, words.say("default" if default else "none"))
    yield from (Line(0, line) for line in _all_refused(words, told))


def _all_refused(words: Words, told: TableTrace) -> Iterator[str]:
    """What refused each rule. What is missing is said once, for all the rules that ask it."""
    refused = [(rule, rule.column) for rule in told.rules[:RULES_SHOWN] if rule.column is not None]
    for rule, column in refused:
        if rule.value is not None:
            yield _refused(words, told.table, rule, column)
    lacking = dict.fromkeys(column for rule, column in refused if rule.value is None)
    for column in lacking:
        numbers = [str(rule.number) for rule, place in refused if place == column and rule.value is None]
        name = _name(words, told.table.inputs[column])
        key = "lacking" if len(numbers) > 1 else "lacking_one"
        yield words.say(key, column=name, numbers=words.enumerated(numbers))


def _matched(words: Words, told: TableTrace, rule: RuleTrace) -> str:
    conditions = [
        _condition(words, column, value, test)
        for column, value, test in zip(told.table.inputs, told.values, rule.rule.inputs, strict=False)
        if test != "-"
    ]
    if not conditions:
        return words.say("matched_always", number=rule.number)
    return words.say("matched", number=rule.number, conditions=words.say("and").join(conditions))


def _condition(words: Words, column: model.InputClause, value: FeelValue, test: str) -> str:
    """What a column is, and what was asked of it unless that is the same."""
    name, shown = _name(words, column), _shown(words, column, value)
    asked = words.tests(test, column.expression.text)
    if asked == shown:
        return words.say("condition_equal", column=name, value=shown)
    return words.say("condition", column=name, value=shown, test=asked)


def _name(words: Words, column: model.InputClause) -> str:
    """A column by the name that people give to what it reads, or as its author labelled it."""
    return words.label(column.expression.text, column.label)


def _shown(words: Words, column: model.InputClause, value: FeelValue) -> str:
    return words.value_of(column.expression.text, value)


def _refused(words: Words, table: model.DecisionTable, rule: RuleTrace, column: int) -> str:
    return words.say(
        "refused",
        number=rule.number,
        column=_name(words, table.inputs[column]),
        value=_shown(words, table.inputs[column], rule.value),
        test=words.tests(rule.test, table.inputs[column].expression.text),
    )
