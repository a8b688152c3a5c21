"""What the analysis says of a model: each finding with its place and a sentence, in Spanish and English."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ventanilla.common.dmn.wording import Words
from ventanilla.common.errors import Refusal

_SPANISH: Mapping[str, str] = {
    "unreadable": "El texto «{text}» no se puede leer: {error}",
    "model": "{error}",
    "unknown_name": "No se sabe qué es «{name}», en el carácter {position}. Declare el dato o corrija el nombre.",
    "unknown_type": "No existe el tipo «{name}». Declárelo o corrija el nombre.",
    "unknown_requirement": "Se requiere «{name}», que no está en el modelo.",
    "never_equal": "Se compara un valor {one} con uno {other}, en el carácter {position}: nunca coinciden.",
    "cell_type": "La celda pide {test}, pero «{column}» es de tipo {kind}: la regla nunca se cumple.",
    "result_type": "El resultado es de tipo {one} y se declaró {other}: quedará sin valor.",
    "gap": "Ninguna regla responde cuando {where}.",
    "overlap": "Las reglas {one} y {other} se cumplen a la vez cuando {where}, y debe cumplirse una sola.",
    "different": "Las reglas {one} y {other} se cumplen a la vez cuando {where} y dan resultados distintos.",
    "unreachable": "La regla {number} no se aplica nunca: las anteriores ya responden en todos sus casos.",
    "impossible": "La regla {number} no se cumple nunca: «{column}» no puede ser {test}.",
    "too_large": "La tabla tiene demasiados casos para buscar vacíos y contradicciones.",
    "condition": "«{column}» es {values}",
    "always": "vale siempre",
    "any_other": "otro valor",
}

_ENGLISH: Mapping[str, str] = {
    "unreadable": "The text “{text}” cannot be read: {error}",
    "model": "{error}",
    "unknown_name": "It is not known what “{name}” is, at character {position}. Declare it or correct the name.",
    "unknown_type": "There is no type “{name}”. Declare it or correct the name.",
    "unknown_requirement": "“{name}” is required, and it is not in the model.",
    "never_equal": "A value {one} is compared with one {other}, at character {position}: they never match.",
    "cell_type": "The cell asks for {test}, but “{column}” is of type {kind}: the rule is never met.",
    "result_type": "The result is of type {one} and {other} was declared: it will have no value.",
    "gap": "No rule answers when {where}.",
    "overlap": "Rules {one} and {other} are both met when {where}, and only one may be.",
    "different": "Rules {one} and {other} are both met when {where} and give different results.",
    "unreachable": "Rule {number} never applies: those before it already answer all its cases.",
    "impossible": "Rule {number} is never met: “{column}” cannot be {test}.",
    "too_large": "The table has too many cases to look for gaps and contradictions.",
    "condition": "“{column}” is {values}",
    "always": "it always holds",
    "any_other": "another value",
}

LANGUAGES: Mapping[str, Mapping[str, str]] = {"es": _SPANISH, "en": _ENGLISH}

WARNINGS = frozenset({"gap", "unreachable", "too_large"})
"""What may be meant; everything else is an error."""


@dataclass(frozen=True, slots=True)
class Region:
    """Where something happens: for each column that matters, its label and its values in the words of a language."""

    conditions: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is stable; `where` is the place in the words of the author: the decision, the rule, the column."""

    code: str
    where: str
    params: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def is_warning(self) -> bool:
        return self.code in WARNINGS

    def sentence(self, language: str = "es", translate: Callable[[str], str] = str) -> str:
        """What it says, in Spanish or English. `translate` (gettext) is asked for refusals inside it."""
        known = language[:2] if language[:2] in LANGUAGES else "es"
        texts, words = LANGUAGES[known], Words(known)
        said = {name: _said(value, words, texts, translate) for name, value in self.params.items()}
        return texts[self.code].format(**said)


def _said(value: Any, words: Words, texts: Mapping[str, str], translate: Callable[[str], str]) -> Any:
    if isinstance(value, Refusal):
        return translate(value.text) % value.params
    if isinstance(value, Region):
        conditions = [
            texts["condition"].format(column=column, values=values.in_words(words, texts["any_other"]))
            for column, values in value.conditions
        ]
        return words.say("and").join(conditions) or texts["always"]
    return words.tests(value.text) if isinstance(value, Cell) else value


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell, to be said in words."""

    text: str
