"""How far a long work is, told every few seconds and no more often; and sizes as people read them."""

import time
from collections.abc import Callable

Say = Callable[[str], None]

EVERY_SECONDS = 3.0


class Progress:
    """Tell `say` how much is done, of `total` when that is known, if some seconds have passed since the last time."""

    def __init__(self, say: Say, what: str, total: int = 0) -> None:
        self._say, self._what, self._total = say, what, total
        self._told_at = time.monotonic()

    def at(self, done: int) -> None:
        """`done` of the total is done."""
        if time.monotonic() - self._told_at > EVERY_SECONDS:
            self._told_at = time.monotonic()
            share = f" of {self._total:,} ({100 * done // self._total} %)" if self._total else ""
            self._say(f"  {self._what}: {done:,}{share}")


def size(count: int) -> str:
    """`1.2 GB` of bytes."""
    number, units = float(count), ["kB", "MB", "GB", "TB"]
    if number < 1000:
        return f"{count} bytes"
    while number >= 1000 and units:
        number, unit = number / 1000, units.pop(0)
    return f"{number:.1f} {unit}"
