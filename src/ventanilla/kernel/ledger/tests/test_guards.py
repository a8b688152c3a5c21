"""The database itself keeps the record: changing or deleting is refused whoever asks."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from ventanilla.kernel.ledger import api
from ventanilla.kernel.ledger.tests.world import AT, PERSON, look

TABLES = ["ledger_entry", "ledger_read", "ledger_readsubject", "ledger_tile", "ledger_checkpoint", "ledger_epoch"]


def run(sql, on=connection):
    with on.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def recorded(db):
    look(uuid4())
    api.append(kind="case.filed", actor=PERSON, at=AT)
    api.sequence_pending(at=AT)
    api.append(kind="case.filed", actor=PERSON, at=AT)


@pytest.mark.usefixtures("recorded")
class TestGuards:
    @pytest.mark.parametrize("table", TABLES)
    def test_nothing_is_deleted(self, table):
        with pytest.raises(IntegrityError, match="append-only"):
            run(f"DELETE FROM {table}")

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE ledger_entry SET body = 'x' WHERE leaf_index IS NULL",
            "UPDATE ledger_entry SET body = 'x', leaf_index = 9 WHERE leaf_index IS NULL",
            "UPDATE ledger_entry SET recorded_at = now(), leaf_index = 9 WHERE leaf_index IS NULL",
            "UPDATE ledger_entry SET leaf_index = NULL WHERE leaf_index = 0",
            "UPDATE ledger_entry SET leaf_index = 9 WHERE leaf_index = 0",
            "UPDATE ledger_entry SET leaf_index = leaf_index WHERE leaf_index = 0",
            "UPDATE ledger_entry SET id = id + 9, leaf_index = 9 WHERE leaf_index IS NULL",
            "INSERT INTO ledger_entry (act, recorded_at, kind, body, leaf_index)"
            " VALUES (gen_random_uuid(), now(), 'x', 'x', 9)",
            "UPDATE ledger_read SET purpose = 'x'",
            "UPDATE ledger_readsubject SET subject = gen_random_uuid()",
            "UPDATE ledger_checkpoint SET at = now()",
            "UPDATE ledger_epoch SET verifier_key = 'x'",
            "UPDATE ledger_tile SET hashes = substr(hashes, 33) || hashes",
            "UPDATE ledger_tile SET hashes = substr(hashes, 1, 32)",
            "UPDATE ledger_tile SET index = 7",
        ],
    )
    def test_nothing_is_changed(self, change):
        with pytest.raises(IntegrityError, match="append-only"):
            run(change)

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE ledger_entry SET leaf_index = 0 WHERE leaf_index IS NULL",
            "UPDATE ledger_entry SET leaf_index = -1 WHERE leaf_index IS NULL",
            "UPDATE ledger_tile SET hashes = hashes || 'x'",
        ],
    )
    def test_a_number_is_given_once_and_hashes_are_whole(self, change):
        with pytest.raises(IntegrityError, match="ledger_"):
            run(change)


@pytest.fixture
def database_of_another_name(db):
    """Freshly migrated, and named unlike those of test runs, which Django empties by TRUNCATE."""
    name = "ledger_guard_of_" + connection.settings_dict["NAME"]
    other = connection.copy("guard")
    other.settings_dict = {**connection.settings_dict, "NAME": name}
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    connections["guard"] = other
    try:
        MigrationExecutor(other).migrate([("ledger", "0003_epochs")])
        yield other
    finally:
        other.close()
        del connections["guard"]
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


class TestTruncate:
    def test_no_table_is_emptied(self, database_of_another_name):
        for table in TABLES:
            with pytest.raises(IntegrityError, match=f"append-only: TRUNCATE on {table}"):
                run(f"TRUNCATE {table} CASCADE", on=database_of_another_name)
