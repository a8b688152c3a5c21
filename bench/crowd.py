"""Many cases in one commune: one real case, filed by the product, copied by INSERT … SELECT.

Each copy has a person, a process with its tokens and tasks, a party, a clock and the words that a search reads. One in
five is open, its tasks untaken on the desk of the unit; the others are closed. Filings, acts and documents are not
copied: no page that is measured reads them.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from hashlib import blake2b
from itertools import accumulate
from typing import Any
from uuid import uuid4

from django.db import connection, models

OPEN_ONE_IN = 5
SURNAMES = """
González Muñoz Rojas Díaz Pérez Soto Contreras Silva Martínez Sepúlveda Morales Rodríguez López Araya Fuentes
Hernández Torres Espinoza Flores Castillo Valenzuela Ramírez Reyes Gutiérrez Castro Vargas Álvarez Vásquez Tapia
Fernández Sánchez Cortés Gómez Herrera Carrasco Núñez Miranda Jara Vergara Rivera Figueroa Riquelme Bravo Vera Vega
Molina Campos Sandoval Olivares Orellana Zúñiga Ortiz Gallardo Garrido Alarcón Garcés Henríquez Cárdenas Quispe
Mamani Huenchumán Catrileo
""".split()  # noqa: SIM905 a column of ninety lines says no more
GIVEN_NAMES = """
María José Luis Juan Ana Rosa Carlos Francisca Pedro Camila Jorge Patricia Manuel Daniela Víctor Carolina Héctor
Claudia Sergio Marcela Cristián Valentina Felipe Javiera Rodrigo Constanza Diego Catalina Matías Fernanda Elena Irma
Hugo Nélida
""".split()  # noqa: SIM905 a column of ninety lines says no more
COMMONER_FIRST = 0.7
"""The weight of the k-th name is 1/k to this power: the first surname has some 4 % of the people."""

MANY = """
CREATE UNLOGGED TABLE IF NOT EXISTS bench_case (n bigint PRIMARY KEY, uuid uuid, person_id bigint, code text,
                                                filed_at timestamptz, is_open boolean)
"""
CLOSED_AT = "b.filed_at + interval '20 days'"


class Crowd:
    """The cases so far. `grow` adds to them."""

    def __init__(self, case_uuid: object) -> None:
        from ventanilla.kernel.cases.models import Case

        self.case = Case.objects.get(uuid=case_uuid)
        self._bases: dict[str, int] = {}
        with connection.cursor() as cursor:
            cursor.execute(MANY)
            cursor.execute("SELECT coalesce(max(n), 0) FROM bench_case")
            (self.count,) = cursor.fetchone()

    def grow(self, to: int) -> None:
        """Make cases until there are so many."""
        if to <= self.count:
            return
        numbers = range(self.count + 1, to + 1)
        self._people(numbers)
        for model, rows, overrides in self._copies():
            for place, row in enumerate(rows):
                self._copy(model, row, overrides(place, row), numbers, len(rows), place)
        self.count = to
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _people(self, numbers: range) -> None:
        """One person for each case, by COPY, with the words of both."""
        from ventanilla.kernel.cases.codes import new_code
        from ventanilla.kernel.cases.finding import case_words
        from ventanilla.kernel.identity.models import Person

        base, first = self._base(Person), self._base(type(self.case))
        persons, cases, words, codes = [], [], [], set[str]()
        for n in numbers:
            given, surnames, run = _names(GIVEN_NAMES, n), _names(SURNAMES, n), _run(n)
            while (code := new_code("SAUCE", 2026)) in codes:
                pass
            codes.add(code)
            filed_at = self.case.filed_at - timedelta(minutes=7 * n)
            sort_key, comuna = f"{surnames} {given}".lower(), self.case.comuna_of_person
            persons.append((base + n, "[]", uuid4(), run, given, surnames, sort_key, "", comuna))
            cases.append((n, uuid4(), base + n, code, filed_at, n % OPEN_ONE_IN == 0))
            found = case_words(code=code, names=[f"{given} {surnames}"], runs=[run])
            words.extend((self.case.unit_id, word, filed_at, first + n) for word in found)
        _load("identity_person (id, acts, uuid, run, given_names, surnames, sort_key, email, comuna_code)", persons)
        _load("bench_case (n, uuid, person_id, code, filed_at, is_open)", cases)
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")  # the words come before their cases
        _load("cases_searchword (unit_id, word, filed_at, case_id)", words)
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = origin")

    def _copies(self) -> Iterator[tuple[type[models.Model], list[models.Model], Any]]:
        """Each model with its template rows and what differs in a copy, as SQL over `t` (template) and `b` (case)."""
        from ventanilla.kernel.cases.models import Case, Clock, Party
        from ventanilla.kernel.workflow.models import Process, Task, Token

        process_id = self.case.process_id
        tokens = list(Token.objects.filter(process=process_id).order_by("id"))
        places = {token.pk: place for place, token in enumerate(tokens)}
        ended = f"CASE WHEN b.is_open THEN NULL ELSE {CLOSED_AT} END"
        process, case = f"{self._base(Process)} + b.n", f"{self._base(Case)} + b.n"
        yield (
            Process,
            [Process.objects.get(pk=process_id)],
            lambda *_: {
                "subject": "b.uuid",
                "ended_at": ended,
                "ended": "CASE WHEN b.is_open THEN '' ELSE 'granted' END",
            },
        )
        yield (
            Token,
            list(tokens),
            lambda *_: {
                "uuid": "gen_random_uuid()",
                "process_id": process,
                "state": "CASE WHEN b.is_open THEN t.state ELSE 'DONE' END",
                "done_at": f"coalesce(t.done_at, {ended})",
            },
        )
        yield (
            Task,
            list(Task.objects.filter(process=process_id).order_by("id")),
            lambda _place, row: {
                "uuid": "gen_random_uuid()",
                "process_id": process,
                "token_id": f"{self._base(Token)} + b.n * {len(tokens)} + {places[row.token_id]}",
                "state": "CASE WHEN b.is_open THEN t.state ELSE 'DONE' END",
                "due_at": "t.due_at + mod(b.n, 20000) * interval '1 minute'",
                "done_at": ended,
                "outcome": "CASE WHEN b.is_open THEN '' ELSE 'favorable' END",
                "done_by": "CASE WHEN b.is_open THEN NULL ELSE '{}'::jsonb END",
            },
        )
        yield (
            Case,
            [self.case],
            lambda *_: {
                "uuid": "b.uuid",
                "code": "b.code",
                "process_id": process,
                "filed_at": "b.filed_at",
                "state": "CASE WHEN b.is_open THEN t.state ELSE 'CLOSED' END",
                "outcome": "CASE WHEN b.is_open THEN '' ELSE 'granted' END",
                "closed_at": ended,
            },
        )
        yield (
            Party,
            list(Party.objects.filter(case=self.case)),
            lambda *_: {
                "case_id": case,
                "person_id": "b.person_id",
            },
        )
        yield Clock, list(Clock.objects.filter(case=self.case)), lambda *_: {"case_id": case, "stopped_at": ended}

    def _copy(
        self,
        model: type[models.Model],
        row: models.Model,
        overrides: Mapping[str, str],
        numbers: range,
        step: int,
        place: int,
    ) -> None:
        table = model._meta.db_table
        columns = [field.column for field in model._meta.concrete_fields]
        own = {"id": f"{self._base(model)} + b.n * {step} + {place}", **overrides}
        values = ", ".join(own.get(name, f't."{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" t CROSS JOIN bench_case b '  # noqa: S608
                "WHERE t.id = %s AND b.n BETWEEN %s AND %s ORDER BY b.n",
                [row.pk, numbers[0], numbers[-1]],
            )

    def _base(self, model: type[models.Model]) -> int:
        """Ids of copies begin far above those of the sequence."""
        return self._bases.setdefault(model.__name__, 10_000_000)

    def names(self, count: int) -> list[tuple[str, str]]:
        """Some cases: their code, and the whole name of their person."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT b.code, p.given_names || ' ' || p.surnames FROM bench_case b JOIN identity_person p"
                " ON p.id = b.person_id ORDER BY md5(b.code) LIMIT %s",
                [count],
            )
            return cursor.fetchall()


def _names(names: Sequence[str], n: int) -> str:
    """Two of the names, the commoner ones more often; the same for the same person in each run."""
    weights = list(accumulate((place + 1) ** -COMMONER_FIRST for place in range(len(names))))
    digest = blake2b(f"{names[0]} {n}".encode(), digest_size=16).digest()
    shares = (int.from_bytes(half) / 2**64 for half in (digest[:8], digest[8:]))
    return " ".join(names[bisect(weights, share * weights[-1])] for share in shares)


def _run(n: int) -> str:
    from ventanilla.common import run

    return f"{1_000_000 + n}-{run.check_digit(1_000_000 + n)}"


def _load(target: str, rows: Sequence[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
