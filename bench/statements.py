"""Which statements a block of code sends to the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

TABLE_AFTER = {"SELECT": "FROM", "INSERT": "INTO", "UPDATE": "UPDATE", "DELETE": "FROM"}


@contextmanager
def recorded() -> Iterator[list[str]]:
    """The statements of the block, each as `INSERT cases_case`.

    BEGIN, COMMIT and the SELECT 1 by which Django tries a kept connection are not among them.
    """
    sent: list[str] = []

    def note(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        sent.append(short(sql))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        yield sent


def short(sql: str) -> str:
    """What a statement does and to which table; one that begins otherwise, by its beginning."""
    words = sql.replace('"', "").split()
    mark = TABLE_AFTER.get(words[0].upper())
    return f"{words[0]} {words[words.index(mark) + 1]}" if mark in words else " ".join(words)[:80]
