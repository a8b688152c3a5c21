"""What `ledger.append` costs beside a bare INSERT of the same row, and how fast the sequencer follows.

Two measures. *In a transaction*: the statement alone, as an operation pays it. *Committed*: each in a transaction of
its own, with the wait for the disk. The bare row is made by the form beforehand.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from django.db import connection
from django.db.transaction import atomic  # noqa: TID251  the transaction that an operation would have opened

from bench.report import Line, say
from bench.timing import interleave

ROUNDS, WARM_UP = 2000, 200
AT = datetime(2026, 10, 5, 13, 45, tzinfo=UTC)
PUBLIC = {"channel": "WEB", "assisted": False, "documents": 2}
PRIVATE = {
    "case": "SAUCE-2026-7F3K9Q2M-4",
    "answers": {
        "activity": "Almacén de comestibles",
        "capital": 5_000_000,
        "address": {"street": "Los Aromos", "number": "120"},
    },
    "documents": ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
}


def measure() -> list[Line]:
    append, bare = _calls()
    with atomic():
        inside = interleave(append, bare, rounds=ROUNDS, warm_up=WARM_UP)
    committed = interleave(append, bare, rounds=ROUNDS, warm_up=WARM_UP)
    return [
        Line("ledger.append in a transaction / INSERT of that row", inside),
        Line("ledger.append committed / INSERT of that row, committed", committed),
    ]


def _calls() -> tuple[Callable[[], None], Callable[[], None]]:
    """The two calls to compare: the front door, and the insert of rows like those that it makes."""
    from ventanilla.common.actor import ActorRef
    from ventanilla.kernel.ledger import api, form
    from ventanilla.kernel.ledger.operations import INSERT_ENTRY

    actor, institution = ActorRef.person(uuid4()), uuid4()
    fields = {"kind": "case.filed", "actor": actor, "institution": institution, "norm": "DL 3.063 art. 24"}
    fields |= {"service": "patente-comercial", "public": PUBLIC, "private": PRIVATE, "at": AT}
    made = form.make(form.Draft(act=uuid4(), **fields))

    def append() -> None:
        api.append(**fields)

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(INSERT_ENTRY, (uuid4(), AT, institution, "case.filed", made.body))

    return append, bare


def measure_sequencer() -> None:
    """Number, hash and sign all that the other measures left."""
    from ventanilla.kernel.ledger import api

    count, start = 0, time.perf_counter()
    while numbered := api.sequence_pending(at=AT):
        count += numbered
    spent = time.perf_counter() - start
    say(f"\nsequencer: {count} entries in {spent:.2f} s, {count / spent:.0f} a second, in batches of 1000")
