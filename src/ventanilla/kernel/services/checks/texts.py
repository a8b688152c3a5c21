"""Every sentence a person reads: none missing in any language, none left over, and running text easy to read."""

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from ventanilla.kernel.services.checks.inspected import Inspected, join
from ventanilla.kernel.services.decisions import decisions_of
from ventanilla.kernel.services.folder.loading import SOURCE_LANGUAGE
from ventanilla.kernel.services.folder.texts import flatten
from ventanilla.kernel.services.folder.yaml_lines import Place
from ventanilla.kernel.services.legibility import INFLESZ_MINIMUM, RUNNING_TEXT_WORDS, inflesz, word_count
from ventanilla.kernel.services.types import NOTICE_NAMES, Problem, Question, QuestionType, ServiceDefinition, Severity
from ventanilla.kernel.workflow.types import NodeKind

KEYWORDS = "keywords"
_NAMES = re.compile(r"\{([^{}]*)\}")


def check_texts(inspected: Inspected) -> Iterator[Problem]:
    """Everything about texts/. A text that is allowed and not needed must be in every language or in none."""
    needed, allowed = needed_texts(inspected), _optional_texts(inspected.definition)
    unread = ("outcomes.", "notices.") if inspected.flow is None else ()  # who uses them is not known
    languages = {lang: flatten(each.data) for lang, each in inspected.loaded.inside("texts").items()}
    given_somewhere = {key for sentences in languages.values() for key in sentences}
    for lang, sentences in languages.items():
        path = f"texts/{lang}.yaml"
        for key in sorted(needed - set(sentences)):
            yield inspected.problem(path, _place(key), _("Falta el texto «%(key)s»."), key=key)
        for key in sorted((given_somewhere & allowed) - set(sentences)):
            yield inspected.problem(path, _place(key), _("Falta el texto «%(key)s», que otro idioma tiene."), key=key)
        for key in sorted(set(sentences) - needed - allowed):
            if key.startswith(unread):
                continue
            yield inspected.problem(path, _place(key), _("Nadie usa el texto «%(key)s»."), Severity.WARNING, key=key)
        yield from _unknown_names(inspected, lang, sentences)
    yield from _hard_to_read(inspected, languages.get(SOURCE_LANGUAGE, {}))


def _place(key: str) -> Place:
    return tuple(key.split("."))


def needed_texts(inspected: Inspected) -> set[str]:
    """The keys that the definition reads."""
    definition = inspected.definition
    keys = {"title", "summary", KEYWORDS}
    keys |= {f"pages.{page.key}.title" for page in definition.pages}
    for question in definition.questions.values():
        keys |= _question_texts("questions", question)
    for key, task in definition.tasks.items():
        keys.add(f"tasks.{key}.title")
        keys |= {f"tasks.{key}.outcomes.{outcome.code}.label" for outcome in task.outcomes}
        keys |= {f"tasks.{key}.outcomes.{outcome.code}.refused" for outcome in task.outcomes if outcome.when}
        for question in task.asks:
            keys |= _question_texts(f"tasks.{key}.questions", question)
    service = definition.service
    keys |= {f"terms.{key}" for key in service.terms} | {f"registers.{key}" for key in service.registers}
    keys |= {f"fees.{key}.{part}" for key in service.fees for part in ("concept", "explanation")}
    keys |= {f"parameters.{key}" for key in definition.parameters}
    keys |= {f"decisions.{name}" for name in decisions_of(definition)}
    keys |= {f"documents.{key}.{part}" for key in definition.documents for part in ("heading", "title")}
    keys |= {f"states.{state.key}.{part}" for state in service.states for part in ("label", "explanation", "who")}
    keys |= {f"life_events.{each}" for each in service.life_events}
    return keys | _flow_texts(inspected)


def _question_texts(place: str, question: Question) -> set[str]:
    here = f"{place}.{question.key}"
    options = {f"{here}.options.{option.code}.label" for option in question.options}
    return {f"{here}.label", f"purposes.{question.data.purpose}", *options}


def _flow_texts(inspected: Inspected) -> set[str]:
    if inspected.flow is None:
        return set()
    ends = inspected.flow.of_kind(NodeKind.END, NodeKind.TERMINATE)
    sent = {node.params["text"] for node in inspected.flow.of_kind(NodeKind.SERVICE_TASK) if "text" in node.params}
    return {f"outcomes.{end.key}" for end in ends} | {
        f"notices.{text}.{part}" for text in sent for part in ("subject", "body")
    }


def _optional_texts(definition: ServiceDefinition) -> set[str]:
    """The keys that a language may leave out: hints, guidance, the sentence for a missing answer."""
    keys = {f"pages.{page.key}.guidance" for page in definition.pages}
    for question in definition.questions.values():
        keys |= _optional_question_texts("questions", question)
    for key, task in definition.tasks.items():
        keys.add(f"tasks.{key}.guidance")
        keys |= {f"tasks.{key}.outcomes.{outcome.code}.hint" for outcome in task.outcomes}
        for question in task.asks:
            keys |= _optional_question_texts(f"tasks.{key}.questions", question)
    return keys


def _optional_question_texts(place: str, question: Question) -> set[str]:
    here = f"{place}.{question.key}"
    return {f"{here}.hint", f"{here}.required", *(f"{here}.options.{option.code}.hint" for option in question.options)}


def _unknown_names(inspected: Inspected, lang: str, sentences: Mapping[str, str]) -> Iterator[Problem]:
    """A text may name between braces only what somebody fills in: a notice, the words of a case; a fee, its numbers."""
    definition = inspected.definition
    money = {key for key, question in definition.questions.items() if question.type is QuestionType.MONEY}
    for key, text in sentences.items():
        known: set[str] = set(NOTICE_NAMES) if key.startswith("notices.") else set()
        for fee in definition.service.fees.values():
            if key == f"fees.{fee.key}.explanation":
                known = {*money, *definition.parameters, *decisions_of(definition).names}
        for name in sorted(set(_NAMES.findall(text)) - known):
            sentence = _("El texto «%(key)s» nombra {%(name)s}, que nadie completa. Puede nombrar: %(known)s.")
            words = {"key": key, "name": name, "known": join(sorted(known))}
            yield inspected.problem(f"texts/{lang}.yaml", _place(key), sentence, **words)


def _hard_to_read(inspected: Inspected, sentences: Mapping[str, str]) -> Iterator[Problem]:
    """Running text of the source language under the minimum of the INFLESZ scale."""
    for key, text in sentences.items():
        if key == KEYWORDS or word_count(text) < RUNNING_TEXT_WORDS:
            continue
        index = inflesz(text)
        if index < INFLESZ_MINIMUM:
            sentence = _(
                "El texto «%(key)s» es difícil: INFLESZ %(index).0f, y se pide %(minimum)d. Use frases cortas."
            )
            where = _place(key)
            path = f"texts/{SOURCE_LANGUAGE}.yaml"
            yield inspected.problem(path, where, sentence, key=key, index=index, minimum=INFLESZ_MINIMUM)
