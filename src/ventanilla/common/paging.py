"""A page of a list. Lists are read by keyset (`after`), so that page 1,000 costs what page 1 does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Self, TypeVar

Row = TypeVar("Row")

PAGE_SIZE_ROWS = 25


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """`rows` of this page, and the opaque `next_after` that asks for the next one (None: this is the last)."""

    rows: tuple[Row, ...]
    next_after: str | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page ended in a list ordered by an instant and an id; no instant comes last."""

    at: datetime | None
    id: int

    def token(self) -> str:
        """The text that `next_after` carries."""
        return f"{self.at.isoformat() if self.at else ''}_{self.id}"

    @classmethod
    def read(cls, token: str | None) -> Self | None:
        """The position in a token; None for the first page, and for a token that is not one of ours."""
        at, mark, row_id = (token or "").partition("_")
        if not mark or not (row_id.isascii() and row_id.isdigit()):
            return None
        try:
            found = datetime.fromisoformat(at) if at else None
        except ValueError:
            return None
        return cls(found, int(row_id)) if found is None or found.tzinfo else None
