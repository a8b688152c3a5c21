"""Recording an act: what is written, what comes back, what is refused."""

import json
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ventanilla.common.canonical import commitment
from ventanilla.kernel.ledger import api, testing
from ventanilla.kernel.ledger.errors import MalformedEntry
from ventanilla.kernel.ledger.models import Entry
from ventanilla.kernel.ledger.tests.world import AT, PERSON

pytestmark = pytest.mark.django_db


def body_of(act):
    return json.loads(bytes(Entry.objects.get(act=act).body))


class TestTesting:
    def test_other_packages_read_back_what_they_recorded(self):
        first = api.append(kind="case.filed", actor=PERSON, at=AT, public={"code": "x"}).act
        api.append(kind="refusal", actor=PERSON, at=AT)
        assert testing.entry_of(first).public == {"act": str(first), "code": "x"}
        assert [entry.kind for entry in testing.entries()] == ["case.filed", "refusal"]
        assert [entry.kind for entry in testing.entries("refusal")] == ["refusal"]


class TestAppend:
    def test_an_act_is_one_insert_statement(self):
        with CaptureQueriesContext(connection) as statements:
            api.append(kind="case.filed", actor=PERSON, at=AT, public={"code": "x"}, private={"answers": {"a": 1}})
        assert len(statements) == 1
        assert statements[0]["sql"].startswith("INSERT INTO ledger_entry")

    def test_the_entry_has_the_public_values_and_a_random_act_id(self):
        institution = uuid4()
        appended = api.append(
            kind="case.filed", actor=PERSON, at=AT, institution=institution, norm="DL 3.063 art. 24",
            service="patente-comercial", public={"channel": "WEB"},
        )  # fmt: skip
        body = body_of(appended.act)
        assert body["public"] == {"channel": "WEB", "act": str(appended.act)}
        assert body["institution"] == str(institution)
        assert body["at"] == "2026-10-05T13:45:07.123Z"
        assert str(PERSON.person_uuid) not in json.dumps(body)

    def test_a_commitment_opens_with_the_salt_that_came_back_and_only_with_it(self):
        answers = {"capital": 5_000_000}
        appended = api.append(kind="case.filed", actor=PERSON, at=AT, private={"answers": answers})
        committed = body_of(appended.act)["commitments"]
        assert committed["answers"] == commitment(answers, appended.salts["answers"])
        assert committed["actor"] == commitment(PERSON.as_json(), appended.salts["actor"])
        assert appended.salts["answers"] != appended.salts["actor"]

    def test_private_values_are_nowhere_in_the_row(self):
        appended = api.append(kind="case.filed", actor=PERSON, at=AT, private={"answers": "SECRETO"})
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT e::text, convert_from(body, 'UTF8') FROM ledger_entry e WHERE act = %s", [appended.act]
            )
            assert "SECRETO" not in "".join(cursor.fetchone())

    def test_an_entry_disappears_with_the_transaction_that_wrote_it(self):
        with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: TID251
            appended = api.append(kind="case.filed", actor=PERSON, at=AT)
            assert Entry.objects.filter(act=appended.act).exists()
            _ = 1 / 0
        assert not Entry.objects.exists()

    def test_a_malformed_entry_writes_nothing(self):
        with pytest.raises(MalformedEntry, match="dotted lower case"):
            api.append(kind="Case Filed", actor=PERSON, at=AT)
        assert api.pending_count() == 0
