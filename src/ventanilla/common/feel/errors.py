"""What an author of an expression is told, with the place (the first character is 1).

Refusal
└── InvalidExpression
    ├── ExpressionTooLong      more characters or words than the limit
    ├── ExpressionTooDeep      constructs inside constructs beyond the limit
    ├── UnexpectedCharacter    a character that no word begins with
    ├── UnclosedText           a text without its last quote
    ├── InvalidText            a text with an escape that does not exist, or a literal that is no date
    ├── UnexpectedWord         a word where another was due
    │   ├── WordMissing        … the text ends there
    │   ├── ValueExpected      … where a value was due
    │   │   └── ValueMissing   … the text ends there
    │   ├── NameExpected       … where a name was due
    │   │   └── NameMissing    … the text ends there
    │   └── EndExpected        … where the text should have ended
    ├── UnknownFunction        a call of something that is not here
    ├── UnknownType            `instance of` something that is not here
    ├── WrongArguments         a call with too few or too many values
    └── LimitReached           an evaluation that takes too much
        ├── TooManySteps       more turns and elements than the limit
        ├── TooManyCalls       functions inside each other, without end or nearly
        ├── TooLarge           a text or a list beyond the limit
        ├── TooSlow            more time than the limit
        └── PatternRefused     a pattern that cannot be searched in bounded time
"""

from typing import ClassVar

from ventanilla.common.errors import Refusal


def gettext_noop(message: str) -> str:
    """Mark a sentence for the catalogue. The portal translates it; this package needs no Django."""
    return message


class InvalidExpression(Refusal):
    """`position` is where, counted from 1."""

    code: ClassVar[str] = "feel.invalid"
    text: ClassVar[str] = gettext_noop("El texto tiene un error en el carácter %(position)d.")
    next_step: ClassVar[str] = gettext_noop("Corrija el texto y revise el servicio otra vez.")
    http_status: ClassVar[int] = 422

    @property
    def position(self) -> int:
        return int(self.params["position"])


class ExpressionTooLong(InvalidExpression):
    code: ClassVar[str] = "feel.too_long"
    text: ClassVar[str] = gettext_noop("El texto es demasiado largo. El límite está en el carácter %(position)d.")


class ExpressionTooDeep(InvalidExpression):
    code: ClassVar[str] = "feel.too_deep"
    text: ClassVar[str] = gettext_noop(
        "El texto tiene demasiadas partes unas dentro de otras, en el carácter %(position)d."
    )


class UnexpectedCharacter(InvalidExpression):
    code: ClassVar[str] = "feel.unexpected_character"
    text: ClassVar[str] = gettext_noop("El signo «%(found)s» no se usa aquí, en el carácter %(position)d.")


class UnclosedText(InvalidExpression):
    code: ClassVar[str] = "feel.unclosed_text"
    text: ClassVar[str] = gettext_noop("Falta cerrar las comillas del texto que empieza en el carácter %(position)d.")


class InvalidText(InvalidExpression):
    code: ClassVar[str] = "feel.invalid_text"
    text: ClassVar[str] = gettext_noop("El texto «%(found)s» no es válido, en el carácter %(position)d.")


class UnexpectedWord(InvalidExpression):
    code: ClassVar[str] = "feel.unexpected_word"
    text: ClassVar[str] = gettext_noop(
        "Se esperaba %(expected)s y se encontró «%(found)s», en el carácter %(position)d."
    )


class ValueExpected(UnexpectedWord):
    code: ClassVar[str] = "feel.value_expected"
    text: ClassVar[str] = gettext_noop("Se esperaba un valor y se encontró «%(found)s», en el carácter %(position)d.")


class NameExpected(UnexpectedWord):
    code: ClassVar[str] = "feel.name_expected"
    text: ClassVar[str] = gettext_noop("Se esperaba un nombre y se encontró «%(found)s», en el carácter %(position)d.")


class EndExpected(UnexpectedWord):
    code: ClassVar[str] = "feel.end_expected"
    text: ClassVar[str] = gettext_noop("Se esperaba el final y se encontró «%(found)s», en el carácter %(position)d.")


class WordMissing(UnexpectedWord):
    code: ClassVar[str] = "feel.word_missing"
    text: ClassVar[str] = gettext_noop("Se esperaba %(expected)s y el texto termina, en el carácter %(position)d.")


class ValueMissing(ValueExpected):
    code: ClassVar[str] = "feel.value_missing"
    text: ClassVar[str] = gettext_noop("Se esperaba un valor y el texto termina, en el carácter %(position)d.")


class NameMissing(NameExpected):
    code: ClassVar[str] = "feel.name_missing"
    text: ClassVar[str] = gettext_noop("Se esperaba un nombre y el texto termina, en el carácter %(position)d.")


AT_THE_END: dict[type[UnexpectedWord], type[UnexpectedWord]] = {
    UnexpectedWord: WordMissing,
    ValueExpected: ValueMissing,
    NameExpected: NameMissing,
}
"""What each is where the text ends: no word was found."""


class UnknownFunction(InvalidExpression):
    code: ClassVar[str] = "feel.unknown_function"
    text: ClassVar[str] = gettext_noop("No existe la función «%(found)s», en el carácter %(position)d.")


class UnknownType(InvalidExpression):
    code: ClassVar[str] = "feel.unknown_type"
    text: ClassVar[str] = gettext_noop("No existe el tipo «%(found)s», en el carácter %(position)d.")


class WrongArguments(InvalidExpression):
    code: ClassVar[str] = "feel.wrong_arguments"
    text: ClassVar[str] = gettext_noop(
        "La función «%(found)s» no acepta %(count)d valores, en el carácter %(position)d."
    )


class LimitReached(InvalidExpression):
    """The text is right, and evaluating it takes more than is allowed. See `limits`."""

    code: ClassVar[str] = "feel.limit_reached"
    text: ClassVar[str] = gettext_noop("El cálculo es demasiado grande, en el carácter %(position)d.")


class TooManySteps(LimitReached):
    code: ClassVar[str] = "feel.too_many_steps"
    text: ClassVar[str] = gettext_noop("El cálculo tiene demasiados pasos, en el carácter %(position)d.")


class TooManyCalls(LimitReached):
    code: ClassVar[str] = "feel.too_many_calls"
    text: ClassVar[str] = gettext_noop(
        "Las funciones se llaman unas a otras demasiadas veces, en el carácter %(position)d."
    )


class TooLarge(LimitReached):
    code: ClassVar[str] = "feel.too_large"
    text: ClassVar[str] = gettext_noop("El cálculo produce un valor demasiado grande, en el carácter %(position)d.")


class TooSlow(LimitReached):
    code: ClassVar[str] = "feel.too_slow"
    text: ClassVar[str] = gettext_noop("El cálculo toma demasiado tiempo, en el carácter %(position)d.")


class PatternRefused(LimitReached):
    code: ClassVar[str] = "feel.pattern_refused"
    text: ClassVar[str] = gettext_noop(
        "El patrón de búsqueda no se puede usar de forma segura, en el carácter %(position)d."
    )
