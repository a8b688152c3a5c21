"""What is wrong with one text of a model that can be used all the same: the value of the text is null."""

from dataclasses import dataclass

from ventanilla.common.feel.errors import InvalidExpression


@dataclass(frozen=True, slots=True)
class Problem:
    """A text of a model that could not be read: its place, and the error that says where in the text."""

    where: str
    text: str
    error: InvalidExpression
