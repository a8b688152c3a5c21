"""What the analysis says of a model: each finding with its place and a sentence, in each language."""

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
    "circular_type": "El tipo «{name}» se define por sí mismo: no dice nada. Dígale de qué tipo es.",
    "other_name": "«{name}» tiene una variable de otro nombre, «{variable}». La norma pide que sean iguales.",
    "repeated_name": "Hay más de un elemento con el nombre «{name}».",
    "no_logic": "No dice cómo se decide: su valor es siempre nulo.",
    "undeclared_input": "El servicio no declara «{name}», que sus decisiones necesitan: ahí no tiene valor.",
    "unknown_field": "No existe la parte «{name}», en el carácter {position}. Hay: {fields}.",
    "no_operation": "«{sign}» no se puede hacer con {one} y {other}, en el carácter {position}: no da valor.",
    "condition_type": "Una condición es de tipo {kind}, en el carácter {position}: nunca se cumple.",
    "no_literal": "Esa fecha, hora o duración no existe, en el carácter {position}.",
    "call_count": "La función «{name}» no acepta {count} valores, en el carácter {position}.",
    "call_names": "La función «{name}» no tiene esos parámetros, en el carácter {position}. Tiene: {names}.",
    "call_type": "«{name}» no acepta un valor {kind} en «{parameter}», en el carácter {position}: no da valor.",
    "not_callable": "«{name}» es de tipo {kind} y no una función, en el carácter {position}.",
    "output_not_allowed": "El resultado {value} no está entre los que admite «{name}»: quedará sin valor.",
    "hit_policy": "La política «{policy}» no existe: la tabla no da valor.",
    "no_priorities": "La política {policy} necesita los valores del resultado, del más al menos importante.",
    "aggregation": "La agregación «{name}» no existe: la tabla no da valor.",
    "aggregation_outputs": "La agregación {name} es de un solo resultado, y la tabla tiene más: no da valor.",
    "aggregation_type": "La suma es de números, y un resultado es de tipo {kind}: la tabla no da valor.",
    "no_outputs": "La tabla no tiene resultados.",
    "no_rules": "La tabla no tiene reglas.",
    "output_name": "Dos resultados se llaman «{name}»: uno se pierde.",
    "output_without_name": "Cada resultado de una tabla con varios necesita un nombre.",
    "cells_of_inputs": "La regla {number} tiene {given} condiciones y la tabla pregunta {wanted}.",
    "cells_of_outputs": "La regla {number} da {given} resultados y la tabla tiene {wanted}.",
    "outranked": "La regla {number} no decide nunca: otras de más prioridad ya responden en todos sus casos.",
    "contradiction": "La regla {number} no se cumple nunca: sus condiciones sobre «{column}» se contradicen.",
    "more_gaps": "Hay {count} vacíos más.",
    "more_overlaps": "Hay {count} pares más de reglas que se cumplen a la vez.",
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
    "circular_type": "The type “{name}” is defined by itself: it says nothing. Say of what type it is.",
    "other_name": "“{name}” has a variable of another name, “{variable}”. The standard wants them to be the same.",
    "repeated_name": "More than one element has the name “{name}”.",
    "no_logic": "It does not say how it is decided: its value is always null.",
    "undeclared_input": "The service does not declare “{name}”, which its decisions need: it has no value there.",
    "unknown_field": "There is no part “{name}”, at character {position}. There are: {fields}.",
    "no_operation": "“{sign}” cannot be done with {one} and {other}, at character {position}: it has no value.",
    "condition_type": "A condition is of type {kind}, at character {position}: it is never met.",
    "no_literal": "There is no such date, time or duration, at character {position}.",
    "call_count": "The function “{name}” does not take {count} values, at character {position}.",
    "call_names": "The function “{name}” has no such parameters, at character {position}. It has: {names}.",
    "call_type": "“{name}” does not take a value {kind} in “{parameter}”, at character {position}: it has no value.",
    "not_callable": "“{name}” is of type {kind} and no function, at character {position}.",
    "output_not_allowed": "The result {value} is not among those that “{name}” allows: it will have no value.",
    "hit_policy": "There is no policy “{policy}”: the table gives no value.",
    "no_priorities": "The policy {policy} needs the values of the output, from the most to the least important.",
    "aggregation": "There is no aggregation “{name}”: the table gives no value.",
    "aggregation_outputs": "The aggregation {name} is of one output, and the table has more: it gives no value.",
    "aggregation_type": "The sum is of numbers, and an output is of type {kind}: the table gives no value.",
    "no_outputs": "The table has no outputs.",
    "no_rules": "The table has no rules.",
    "output_name": "Two outputs are called “{name}”: one is lost.",
    "output_without_name": "Each output of a table with several needs a name.",
    "cells_of_inputs": "Rule {number} has {given} conditions and the table asks {wanted}.",
    "cells_of_outputs": "Rule {number} gives {given} results and the table has {wanted}.",
    "outranked": "Rule {number} never decides: others of more priority already answer all its cases.",
    "contradiction": "Rule {number} is never met: its conditions on “{column}” contradict each other.",
    "more_gaps": "There are {count} more gaps.",
    "more_overlaps": "There are {count} more pairs of rules that are met at once.",
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

_PORTUGUESE: Mapping[str, str] = {
    "unreadable": "O texto “{text}” não pode ser lido: {error}",
    "model": "{error}",
    "unknown_name": "Não se sabe o que é “{name}”, no caractere {position}. Declare o dado ou corrija o nome.",
    "unknown_type": "O tipo “{name}” não existe. Declare-o ou corrija o nome.",
    "unknown_requirement": "Requer-se “{name}”, que não está no modelo.",
    "never_equal": "Compara-se um valor {one} com um {other}, no caractere {position}: nunca coincidem.",
    "cell_type": "A célula pede {test}, mas “{column}” é do tipo {kind}: a regra nunca se cumpre.",
    "result_type": "O resultado é do tipo {one} e foi declarado {other}: ficará sem valor.",
    "circular_type": "O tipo “{name}” se define por si mesmo: não diz nada. Diga de que tipo é.",
    "other_name": "“{name}” tem uma variável de outro nome, “{variable}”. A norma pede que sejam iguais.",
    "repeated_name": "Há mais de um elemento com o nome “{name}”.",
    "no_logic": "Não diz como se decide: seu valor é sempre nulo.",
    "undeclared_input": "O serviço não declara “{name}”, de que suas decisões precisam: ali não tem valor.",
    "unknown_field": "A parte “{name}” não existe, no caractere {position}. Há: {fields}.",
    "no_operation": "“{sign}” não pode ser feito com {one} e {other}, no caractere {position}: não dá valor.",
    "condition_type": "Uma condição é do tipo {kind}, no caractere {position}: nunca se cumpre.",
    "no_literal": "Essa data, hora ou duração não existe, no caractere {position}.",
    "call_count": "A função “{name}” não aceita {count} valores, no caractere {position}.",
    "call_names": "A função “{name}” não tem esses parâmetros, no caractere {position}. Tem: {names}.",
    "call_type": "“{name}” não aceita um valor {kind} em “{parameter}”, no caractere {position}: não dá valor.",
    "not_callable": "“{name}” é do tipo {kind} e não uma função, no caractere {position}.",
    "output_not_allowed": "O resultado {value} não está entre os que “{name}” admite: ficará sem valor.",
    "hit_policy": "A política “{policy}” não existe: a tabela não dá valor.",
    "no_priorities": "A política {policy} precisa dos valores do resultado, do mais ao menos importante.",
    "aggregation": "A agregação “{name}” não existe: a tabela não dá valor.",
    "aggregation_outputs": "A agregação {name} é de um só resultado, e a tabela tem mais: não dá valor.",
    "aggregation_type": "A soma é de números, e um resultado é do tipo {kind}: a tabela não dá valor.",
    "no_outputs": "A tabela não tem resultados.",
    "no_rules": "A tabela não tem regras.",
    "output_name": "Dois resultados se chamam “{name}”: um se perde.",
    "output_without_name": "Cada resultado de uma tabela com vários precisa de um nome.",
    "cells_of_inputs": "A regra {number} tem {given} condições e a tabela pergunta {wanted}.",
    "cells_of_outputs": "A regra {number} dá {given} resultados e a tabela tem {wanted}.",
    "outranked": "A regra {number} nunca decide: outras de mais prioridade já respondem em todos os seus casos.",
    "contradiction": "A regra {number} nunca se cumpre: suas condições sobre “{column}” se contradizem.",
    "more_gaps": "Há mais {count} vazios.",
    "more_overlaps": "Há mais {count} pares de regras que se cumprem ao mesmo tempo.",
    "gap": "Nenhuma regra responde quando {where}.",
    "overlap": "As regras {one} e {other} se cumprem ao mesmo tempo quando {where}, e deve cumprir-se uma só.",
    "different": "As regras {one} e {other} se cumprem ao mesmo tempo quando {where} e dão resultados diferentes.",
    "unreachable": "A regra {number} nunca se aplica: as anteriores já respondem em todos os seus casos.",
    "impossible": "A regra {number} nunca se cumpre: “{column}” não pode ser {test}.",
    "too_large": "A tabela tem casos demais para procurar vazios e contradições.",
    "condition": "“{column}” é {values}",
    "always": "vale sempre",
    "any_other": "outro valor",
}

LANGUAGES: Mapping[str, Mapping[str, str]] = {"es": _SPANISH, "en": _ENGLISH, "pt": _PORTUGUESE}

WARNINGS = frozenset({"gap", "more_gaps", "unreachable", "outranked", "too_large", "no_logic", "no_rules"})
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
        """What it says, in a language of ours, or in Spanish. `translate` (gettext) is asked for refusals inside it."""
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
