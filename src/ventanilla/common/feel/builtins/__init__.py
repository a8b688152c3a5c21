"""The built-in functions of chapter 10.3.4 of the standard. Importing the modules declares them."""

from ventanilla.common.feel.builtins import contexts, conversion, dates, lists, numbers, ordering, ranges, strings
from ventanilla.common.feel.builtins.base import BUILTINS, Builtin

__all__ = [
    "BUILTINS",
    "Builtin",
    "contexts",
    "conversion",
    "dates",
    "lists",
    "numbers",
    "ordering",
    "ranges",
    "strings",
]
