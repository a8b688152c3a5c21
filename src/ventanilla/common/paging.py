"""A page of a list. Lists are read by keyset (`after`), so that page 1,000 costs what page 1 does."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")

PAGE_SIZE_ROWS = 25


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """`rows` of this page, and the opaque `next_after` that asks for the next one (None: this is the last)."""

    rows: tuple[Row, ...]
    next_after: str | None = None
