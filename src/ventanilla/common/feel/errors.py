"""What an author of an expression is told, with the place (the first character is 1).

Refusal
└── InvalidExpression
    ├── ExpressionTooLong      more characters or words than the limit
    ├── ExpressionTooDeep      parentheses inside parentheses beyond the limit
    ├── UnexpectedCharacter    a character that no word begins with
    ├── UnclosedText           a text without its last quote
    ├── UnexpectedWord         a word where another was due
    ├── UnknownFunction        a call of something that is not here
    └── WrongArguments         a call with too few or too many values
"""

from typing import ClassVar

from django.utils.translation import gettext_noop

from ventanilla.common.errors import Refusal


class InvalidExpression(Refusal):
    """`position` is where, counted from 1."""

    code: ClassVar[str] = "feel.invalid"
    text: ClassVar[str] = gettext_noop("La condición tiene un error en el carácter %(position)d.")
    next_step: ClassVar[str] = gettext_noop("Corrija la condición y revise el servicio otra vez.")
    http_status: ClassVar[int] = 422

    @property
    def position(self) -> int:
        return int(self.params["position"])


class ExpressionTooLong(InvalidExpression):
    code: ClassVar[str] = "feel.too_long"
    text: ClassVar[str] = gettext_noop("La condición es muy larga. El límite está en el carácter %(position)d.")


class ExpressionTooDeep(InvalidExpression):
    code: ClassVar[str] = "feel.too_deep"
    text: ClassVar[str] = gettext_noop("La condición tiene demasiados paréntesis, en el carácter %(position)d.")


class UnexpectedCharacter(InvalidExpression):
    code: ClassVar[str] = "feel.unexpected_character"
    text: ClassVar[str] = gettext_noop("El signo «%(found)s» no se usa aquí, en el carácter %(position)d.")


class UnclosedText(InvalidExpression):
    code: ClassVar[str] = "feel.unclosed_text"
    text: ClassVar[str] = gettext_noop("Falta cerrar las comillas del texto que empieza en el carácter %(position)d.")


class UnexpectedWord(InvalidExpression):
    code: ClassVar[str] = "feel.unexpected_word"
    text: ClassVar[str] = gettext_noop(
        "Se esperaba %(expected)s y se encontró «%(found)s», en el carácter %(position)d."
    )


class UnknownFunction(InvalidExpression):
    code: ClassVar[str] = "feel.unknown_function"
    text: ClassVar[str] = gettext_noop("No existe la función «%(found)s», en el carácter %(position)d.")


class WrongArguments(InvalidExpression):
    code: ClassVar[str] = "feel.wrong_arguments"
    text: ClassVar[str] = gettext_noop(
        "La función «%(found)s» no acepta %(count)d valores, en el carácter %(position)d."
    )
