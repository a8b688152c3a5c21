"""What the tests of this package share: the value of a text, written as the language writes it."""

from ventanilla.common.feel.expression import built, parsed, scope_of
from ventanilla.common.feel.machine import State
from ventanilla.common.feel.values import FeelValue, from_python
from ventanilla.common.feel.writing import read_date_and_time, written


def value_of(text: str, **context: object) -> FeelValue:
    """The value of a text as a model would have it: a wrong call is null, not refused."""
    names = [name.replace("_", " ") for name in context]
    values = {name.replace("_", " "): from_python(value) for name, value in context.items()}
    expression = built(parsed(text, scope_of(names)), text, variables=names)
    return expression.run(values, State(read_date_and_time("2026-03-04T10:20:30Z")))


def shown(text: str, **context: object) -> str:
    """The value of a text, as text."""
    return written(value_of(text, **context), inside=True)
