"""The final POST of a complete draft, beside a bare view that makes the same rows with one INSERT each.

Both requests go through the WSGI application with its whole middleware: session, CSRF, actor, limits, headers. Inside
ours: the lock on the draft, the check of every answer, the signed receipt, the legal clock, the flow and its tasks, the
ledger entry with its commitments, the event. Inside the bare one: the rows, whose values were made beforehand.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from uuid import uuid4

from django.db.models import Model

from bench import bare, rows
from bench.filer import Filer, press
from bench.report import Line, say
from bench.statements import recorded
from bench.timing import Paired, interleave

NAME = "final POST of a complete draft / one INSERT per row, same middleware"
ROUNDS, WARM_UP = 300, 30
LIMIT = 0.3


def measure(filer: Filer) -> list[Line]:
    """File in turns with the real and the bare view; first make sure that both make the same rows."""
    first = press(filer.request("draft-file", filer.copy()))
    second = filer.request("draft-file", filer.copy())
    before = rows.counts()
    with recorded() as ours:
        case = press(second)
    made = rows.made_since(before)
    template = rows.of_filing(case)
    bare.READY.append(rows.again(template, uuid4()))
    before = rows.counts()
    with recorded() as theirs:
        press(filer.request("bench-bare", first))
    if rows.made_since(before) != made:
        raise AssertionError(f"The bare view makes other rows: {rows.made_since(before)} and not {made}.")
    say(f"Rows of one filing: {', '.join(f'{count} {table}' for table, count in sorted(made.items()))}")
    for name, sent in (("draft-file", ours), ("the bare view", theirs)):
        say(f"Statements of {name} ({len(sent)}): {', '.join(sent)}")
    return [Line(NAME, _time(filer, template), limit=LIMIT, statements=(len(ours), len(theirs)))]


def _time(filer: Filer, template: Sequence[Model]) -> Paired:
    total = ROUNDS + WARM_UP
    real = deque(filer.request("draft-file", filer.copy()) for _ in range(total))
    for_bare = [uuid4() for _ in range(total)]
    bare.READY.extend(rows.again(template, case) for case in for_bare)
    other = deque(filer.request("bench-bare", case) for case in for_bare)
    return interleave(lambda: press(real.popleft()), lambda: press(other.popleft()), rounds=ROUNDS, warm_up=WARM_UP)
