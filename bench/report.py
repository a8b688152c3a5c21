"""The table that a run prints: one line a measure."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from bench.timing import Paired


@dataclass(frozen=True, slots=True)
class Line:
    """A measure beside its peer. `limit` is the least ratio that the project promises; None: it is only told."""

    name: str
    paired: Paired
    limit: float | None = None
    statements: tuple[int, int] = (1, 1)


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes of a page as a browser fetches it, and the most that the project promises."""

    name: str
    accepted: str
    answered: str
    body_bytes: int
    head_bytes: int
    requests: int
    limit_bytes: int


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def show_lines(lines: list[Line]) -> None:
    heads = f"{'ours':>9} {'peer':>9} {'ratio':>6} {'quartiles':>11} {'least':>6} {'statements':>11}"
    say(f"\n{'measure / peer':<70} {heads}")
    for line in lines:
        first, third = line.paired.spread
        say(
            f"{line.name:<70} {line.paired.ours_ms:>6.2f} ms {line.paired.peer_ms:>6.2f} ms {line.paired.ratio:>6.2f} "
            f"{first:>5.2f}–{third:.2f} {line.limit if line.limit is not None else '–':>6} "
            f"{line.statements[0]:>5} / {line.statements[1]}"
        )
    say("ratio = peer / ours, median over the pairs of one run: 1 is free, 0.5 is twice the time.")


def show_sizes(sizes: list[Size]) -> None:
    heads = f"{'accepts':>9} {'answered':>9} {'bodies':>10} {'with heads':>11} {'requests':>9} {'most':>10}"
    say(f"\n{'page and all that it links':<40} {heads}")
    for size in sizes:
        whole = size.body_bytes + size.head_bytes
        say(
            f"{size.name:<40} {size.accepted:>9} {size.answered:>9} {size.body_bytes / 1000:>7.1f} KB "
            f"{whole / 1000:>8.1f} KB {size.requests:>9} {size.limit_bytes / 1000:>7.0f} KB"
        )
