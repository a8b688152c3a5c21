"""The numbers of acts: gapless per institution, series and year; an annulled one stays with its reason."""

import re
from datetime import datetime

from django.db import connection

from ventanilla.common.actor import ActorRef
from ventanilla.common.errors import Fault
from ventanilla.kernel.documents.errors import NumberAlreadyAnnulled, NumberNotTaken
from ventanilla.kernel.documents.models import AnnulledNumber, NumberSeries
from ventanilla.kernel.documents.operations.records import record
from ventanilla.kernel.documents.types import ActNumber
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.outbox.api import operation

SERIES = re.compile(r"[A-Z][A-Z0-9_-]*")
# More than a municipality signs between two backups; a mistyped number is refused.
MOST_AT_ONCE = 1000

_TAKE = """
INSERT INTO documents_numberseries (institution_id, series, year, last_number, last_taken_at) VALUES (%s, %s, %s, 1, %s)
ON CONFLICT (institution_id, series, year)
DO UPDATE SET last_number = documents_numberseries.last_number + 1, last_taken_at = EXCLUDED.last_taken_at
RETURNING last_number
"""


def take_act_number(*, institution_id: int, series: str, year: int, at: datetime) -> int:
    """The next number of the series in the caller's transaction. One statement.

    The series stays locked until that transaction ends, so call it as late as possible. A rollback gives the number
    back, hence no holes and no doubles. `series` is a code ("DECRETO"), `year` the civil year where the institution
    is. Raises Fault outside of a transaction: the number would be spent on nothing.
    """
    if not connection.in_atomic_block:
        raise Fault("take_act_number() belongs in the transaction of its act.")
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [institution_id, series, year, at])
        (number,) = cursor.fetchone()
    return number


@operation
def annul_numbers_up_to(
    *,
    institution_id: int,
    series: str,
    year: int,
    number: int,
    reason: str,
    new_series: bool = False,
    actor: ActorRef,
    at: datetime,
) -> int:
    """Take the numbers of the series that follow the last one, up to `number`, and annul each; how many.

    For numbers that were given on paper or by a database that was lost: they are not given again. Raises Fault when
    they are more than MOST_AT_ONCE, without a reason, of no possible series, or of one that nobody knows unless it is a
    `new_series`. Writes the entry "act_number.annulled" for each.
    """
    if not SERIES.fullmatch(series):
        raise Fault(f"{series!r} is no code of a series: it is written in capitals, as DECRETO.")
    place = {"institution_id": institution_id, "series": series, "year": year}
    row = NumberSeries.objects.select_for_update().filter(**place).first()
    if row is None and not new_series:
        raise Fault(_no_such_series(institution_id, series, year))
    last = row.last_number if row else 0
    if number - last > MOST_AT_ONCE:
        raise Fault(f"{series} of {year} has come to {last}: at most {MOST_AT_ONCE} numbers are annulled at once.")
    for _ in range(number - last):
        taken = ActNumber(series, year, take_act_number(**place, at=at))
        annul_act_number(institution_id=institution_id, act_number=taken, reason=reason, actor=actor, at=at)
    return max(0, number - last)


def _no_such_series(institution_id: int, series: str, year: int) -> str:
    found = NumberSeries.objects.filter(institution_id=institution_id).order_by("-year", "series")
    known = ", ".join(f"{row.series} of {row.year} (last number {row.last_number:,})" for row in found) or "none"
    return f"No act has a number of {series} of {year}. Known series: {known}. If it began after the backup, say so."


@operation
def annul_act_number(*, institution_id: int, act_number: ActNumber, reason: str, actor: ActorRef, at: datetime) -> None:
    """Annul a number that was taken, for a reason that stays.

    Raises NumberNotTaken, NumberAlreadyAnnulled; Fault without a reason. Writes the row and the entry
    "act_number.annulled", which publishes the number and commits to the reason. `find_issued` tells it from now on.
    """
    series, year, number = act_number.series, act_number.year, act_number.number
    place: dict[str, str | int] = {"series": series, "year": year, "number": number}
    if not reason.strip():
        raise Fault("An act number is annulled for a reason.")
    taken = NumberSeries.objects.select_for_update().filter(institution_id=institution_id, series=series, year=year)
    if number < 1 or not any(row.last_number >= number for row in taken):
        raise NumberNotTaken(**place)
    if AnnulledNumber.objects.filter(institution_id=institution_id, **place).exists():
        raise NumberAlreadyAnnulled(**place)
    institution = identity.get_institution(id=institution_id)
    entry = record(
        "act_number.annulled",
        actor=actor,
        at=at,
        institution=institution.uuid,
        public=place,
        private={"reason": reason.strip()},
    )
    AnnulledNumber.objects.create(
        institution_id=institution_id,
        **place,
        reason=reason.strip(),
        annulled_at=at,
        annulled_by=actor.as_json(),
        acts=[entry],
    )
