"""Whole installations for tests: each has a database and a home of its own, and one is open at a time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import LazySettings
from django.db import connection

from ventanilla.common import clock
from ventanilla.common.actor import ActorRef
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.documents.testing import DECREE, DECREE_DATA, decree_act, small_pdf
from ventanilla.kernel.documents.types import DocumentData
from ventanilla.kernel.identity.testing import Commune, make_commune
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.outbox.api import operation

SOMEBODY = ActorRef.by_rule("test")
# Tables that a restore itself writes to, and what it does not bring back as it was.
WRITTEN_BY_A_RESTORE = {"ledger_entry", "ledger_tile", "ledger_checkpoint", "ledger_epoch"}


@dataclass
class Installation:
    """`with installation.opened():` makes Django work with its database and its home."""

    name: str
    home: Path
    settings: LazySettings

    @contextmanager
    def opened(self) -> Iterator[None]:
        before_name, before_home = connection.settings_dict["NAME"], self.settings.VENTANILLA_HOME
        connection.close()
        connection.settings_dict["NAME"], self.settings.VENTANILLA_HOME = self.name, self.home
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"], self.settings.VENTANILLA_HOME = before_name, before_home

    @property
    def document_files(self) -> list[Path]:
        return sorted(path for path in (self.home / "documents").rglob("*") if path.is_file())


def database_url() -> str:
    """The open database, for another program."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def administer(sql: str) -> None:
    """Run a statement on the server, in no database of ours."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)


def empty_database(name: str, _of_the_run: str) -> None:
    administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    administer(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")


def copied_database(name: str, of_the_run: str) -> None:
    """With the tables of this version, as the test run made them."""
    connection.close()
    administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    administer(f'CREATE DATABASE "{name}" TEMPLATE "{of_the_run}"')


def live(number: int = 1) -> Commune:
    """A day of an institution: a filed document, a decree with its number, both published in the log."""
    commune = make_commune()
    documents.ensure_seal(institution_id=commune.institution.id, at=clock.now())
    store(commune, f"{number}")
    issue(commune=commune, number=number, actor=SOMEBODY, at=clock.now())
    ledger.sequence_pending(at=clock.now())
    return commune


def store(commune: Commune, text: str) -> DocumentData:
    return documents.store(
        dossier=uuid4(),
        institution_id=commune.institution.id,
        name="contrato.pdf",
        content=small_pdf(text),
        kind="lease",
        actor=SOMEBODY,
        at=clock.now(),
    )


@operation
def issue(*, commune: Commune, number: int, actor: ActorRef, at: datetime) -> UUID:
    """A decree with the next number of its series, which the caller knows to be `number`; its document."""
    issued = documents.issue(
        dossier=uuid4(),
        institution_id=commune.institution.id,
        kind="decree",
        act=decree_act(number),
        template=DECREE,
        data=DECREE_DATA,
        actor=actor,
        at=at,
    )
    place = {"institution_id": commune.institution.id, "series": "DECRETO", "year": 2026}
    assert documents.take_act_number(**place, at=at) == number
    return issued.document


def fingerprints() -> dict[str, str]:
    """A hash of the content of each table of the open database."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = {}
        for table in tables:
            cursor.execute(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" AS t')
            found[table] = cursor.fetchone()[0]
    return found
