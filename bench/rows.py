"""The rows that one filing made, and the same rows again for another case as plain INSERTs.

The values are those of the real rows: same columns, same JSON, same lengths. Only what is unique is made anew, and a
reference to a row of the same filing points to its new copy.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import connection, models

TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"


@dataclass(frozen=True, slots=True)
class Insert:
    """One INSERT. `links` says which parameters are the id of an earlier one of the list, by its position."""

    sql: str
    parameters: Sequence[object]
    links: Mapping[int, int]


def counts() -> dict[str, int]:
    """How many rows each table has."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables))  # noqa: S608
        return dict(cursor.fetchall())


def made_since(before: Mapping[str, int]) -> dict[str, int]:
    """The tables that have more rows than before, and how many more."""
    return {name: now - before.get(name, 0) for name, now in counts().items() if now != before.get(name, 0)}


def of_filing(case_uuid: UUID) -> list[models.Model]:
    """The rows that filing this case made, each after those that it refers to."""
    from ventanilla.kernel.cases.models import Act, Case, Clock, Filing, IndexEntry, Party
    from ventanilla.kernel.ledger.models import Entry
    from ventanilla.kernel.outbox.models import OutboxEvent
    from ventanilla.kernel.workflow.models import Process, Task, Token

    case = Case.objects.get(uuid=case_uuid)
    acts = Act.objects.filter(case=case)
    found = [
        *Process.objects.filter(subject=case_uuid),
        *Token.objects.filter(process=case.process_id),
        *Task.objects.filter(process=case.process_id),
        case,
        *(row for model in (Party, Filing, IndexEntry, Clock) for row in model.objects.filter(case=case)),
        *Entry.objects.filter(act__in=acts.values("act")),
        *acts,
        *OutboxEvent.objects.filter(subject=case_uuid),
    ]
    return sorted(found, key=lambda row: isinstance(row, Task | IndexEntry))  # after the tokens and the filing


def again(rows: Sequence[models.Model], case_uuid: UUID) -> list[Insert]:
    """The INSERTs that make these rows once more, for a case with this uuid."""
    positions = {(type(row), row.pk): position for position, row in enumerate(rows)}
    fresh = _fresh_values(rows, case_uuid)
    referred = {position for row in rows for position in _links(row, positions).values()}
    return [_insert(row, fresh, _links(row, positions), position in referred) for position, row in enumerate(rows)]


def _fresh_values(rows: Sequence[models.Model], case_uuid: UUID) -> dict[object, object]:
    """New values for those of unique columns, by the old ones."""
    from ventanilla.kernel.cases.models import Case

    fresh: dict[object, object] = {}
    for row in rows:
        for field in _columns(row):
            value = getattr(row, field.attname)
            if field.unique and isinstance(value, UUID):
                fresh.setdefault(value, uuid4())
        if isinstance(row, Case):
            fresh[row.uuid] = case_uuid
            fresh[row.code] = row.code[: -len("XXXXXXX-X")] + secrets.token_hex(4)[1:].upper() + "-X"
    return fresh


def _columns(row: models.Model) -> list[models.Field[object, object]]:
    return [field for field in row._meta.concrete_fields if not field.primary_key]


def _links(row: models.Model, positions: Mapping[tuple[type[models.Model], object], int]) -> dict[int, int]:
    """By place of the column: the position of the row that it refers to."""
    return {
        place: positions[target]
        for place, field in enumerate(_columns(row))
        if field.is_relation and (target := (field.related_model, getattr(row, field.attname))) in positions
    }


def _insert(row: models.Model, fresh: Mapping[object, object], links: Mapping[int, int], answers_id: bool) -> Insert:
    columns = _columns(row)
    names = ", ".join(f'"{field.column}"' for field in columns)
    places = ", ".join(["%s"] * len(columns))
    sql = f'INSERT INTO "{row._meta.db_table}" ({names}) VALUES ({places})'  # noqa: S608 names of our own models
    values = (_value(getattr(row, field.attname), fresh) for field in columns)
    parameters = [field.get_db_prep_save(value, connection) for field, value in zip(columns, values, strict=True)]
    return Insert(sql + " RETURNING id" if answers_id else sql, parameters, links)


def _value(value: object, fresh: Mapping[object, object]) -> object:
    return fresh.get(value, value) if isinstance(value, UUID | str) else value
