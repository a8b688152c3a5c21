"""What `ledger.append` costs beside a bare INSERT of the same row, in one run on one connection.

    python bench/ledger.py            (with DATABASE_URL; a database of its own is made beside it and dropped)

Two measures. *In a transaction*: the statement alone, as an operation pays it. *Committed*: each in a transaction of
its own, with the wait for the disk. Calls alternate, so that both meet the same machine; the figure is the median over
the pairs of time(bare) / time(append): 1 is free, 0.5 is twice the time. The bare row is made by the form beforehand.
The last line is the sequencer: entries numbered, hashed and signed per second.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import django
from django.db import connection, transaction

PAIRS = 2000
WARM_UP = 200
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


def main() -> None:
    django.setup()
    own = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        measure()
    finally:
        connection.creation.destroy_test_db(own, verbosity=0)


def measure() -> None:
    append, bare = calls()
    with transaction.atomic():  # noqa: TID251  the transaction that an operation would have opened
        report("in a transaction", pairs(append, bare))
    report("committed", pairs(append, bare))
    measure_sequencer()


def calls() -> tuple[Callable[[], None], Callable[[], None]]:
    """The two calls to compare: the front door, and the insert of rows like those that it made."""
    from ventanilla.common.actor import ActorRef
    from ventanilla.kernel.ledger import api, form
    from ventanilla.kernel.ledger.operations import INSERT_ENTRY

    actor, institution = ActorRef.person(uuid4()), uuid4()
    fields = {"kind": "case.filed", "actor": actor, "institution": institution, "norm": "DL 3.063 art. 24"}
    fields |= {"service": "patente-comercial", "public": PUBLIC, "private": PRIVATE, "at": AT}
    made = form.make(form.Draft(act=uuid4(), **fields))

    def rows() -> Iterator[tuple[UUID, datetime, UUID, str, bytes]]:
        while True:
            yield uuid4(), AT, institution, "case.filed", made.body

    ready = rows()

    def append() -> None:
        api.append(**fields)

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(INSERT_ENTRY, next(ready))

    return append, bare


def pairs(append: Callable[[], None], bare: Callable[[], None]) -> list[tuple[float, float]]:
    """Seconds of each pair, the order turned from pair to pair."""
    measured = []
    for number in range(WARM_UP + PAIRS):
        first, second = (append, bare) if number % 2 else (bare, append)
        one, two = seconds(first), seconds(second)
        measured.append((one, two) if number % 2 else (two, one))
    return measured[WARM_UP:]


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def report(name: str, measured: list[tuple[float, float]]) -> None:
    ratio = statistics.median(bare / append for append, bare in measured)
    append, bare = (statistics.median(pair[side] for pair in measured) * 1e6 for side in (0, 1))
    say(f"append, {name}: {append:.0f} us; bare INSERT: {bare:.0f} us; median ratio {ratio:.2f} (statements: 1 and 1)")


def measure_sequencer() -> None:
    from ventanilla.kernel.ledger import api

    count, start = 0, time.perf_counter()
    while numbered := api.sequence_pending(at=AT):
        count += numbered
    spent = time.perf_counter() - start
    say(f"sequencer: {count} entries in {spent:.2f} s, {count / spent:.0f} a second, in batches of 1000")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ventanilla.project.settings")
    main()
