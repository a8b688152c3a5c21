"""The only source of the present instant, so that tests and replays can fix it."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_fixed: ContextVar[datetime | None] = ContextVar("fixed_instant", default=None)


def of_the_machine() -> datetime:
    """What the machine says, whatever `now()` was told to ask."""
    return datetime.now(UTC)


_source: Callable[[], datetime] = of_the_machine


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _fixed.get() or _source()


def read_from(source: Callable[[], datetime]) -> None:
    """Make `now()` ask `source` in this whole process from now on: a clock that is wrong on purpose, in tests."""
    global _source
    _source = source


@contextmanager
def fixed(at: datetime) -> Generator[None]:
    """Make `now()` answer `at` inside the block (this thread or task only)."""
    if at.tzinfo is None:
        raise ValueError(f"An instant needs a time zone, and {at!r} has none.")
    token = _fixed.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
