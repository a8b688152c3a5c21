"""Recording a look at somebody's data, and the person's own list of looks."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ventanilla.common.canonical import commitment
from ventanilla.kernel.ledger import api
from ventanilla.kernel.ledger.errors import MalformedEntry
from ventanilla.kernel.ledger.models import Entry, Read, ReadSubject
from ventanilla.kernel.ledger.tests.world import AT, OFFICIAL, look

pytestmark = pytest.mark.django_db


class TestRecordRead:
    def test_a_page_with_many_persons_is_one_statement_one_read_and_one_entry(self):
        with CaptureQueriesContext(connection) as statements:
            act = look(*(uuid4() for _ in range(25)))
        assert len(statements) == 1
        assert Read.objects.get().act == act == Entry.objects.get().act
        assert ReadSubject.objects.count() == 25

    def test_the_entry_publishes_nothing_of_who_looked_at_whom(self):
        subject, dossier = uuid4(), uuid4()
        look(subject, service="patente-comercial", dossier=dossier)
        body = bytes(Entry.objects.get().body).decode()
        hidden = [subject, dossier, OFFICIAL.person_uuid, OFFICIAL.post_uuid, "Expediente", "Resolver", "patente"]
        assert [value for value in hidden if str(value) in body] == []
        assert set(json.loads(body)["public"]) == {"act"}

    def test_one_person_can_be_shown_the_proof_without_the_others(self):
        first, second = sorted([uuid4(), uuid4()], key=str)
        look(second, first)
        salts = {row.subject: bytes(row.salt) for row in ReadSubject.objects.all()}
        inner = [commitment(str(first), salts[first]), commitment(str(second), salts[second])]
        committed = json.loads(bytes(Entry.objects.get().body))["commitments"]
        outer = bytes(Read.objects.get().salts)[32 * sorted(committed).index("subjects") :][:32]
        assert committed["subjects"] == commitment(inner, outer)

    def test_a_person_repeated_on_the_page_counts_once(self):
        subject = uuid4()
        look(subject, subject)
        assert len(api.list_reads(subject=subject).rows) == 1

    def test_a_page_without_persons_is_recorded_too(self):
        look()
        assert Read.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"purpose": ""}, {"purpose": "x" * 201}, {"purpose": "a\0b"}, {"purpose": "\ud800"}, {"what": ""},
            {"what": "x" * 501}, {"service": "Otra Cosa"}, {"service": "x" * 101},
            {"subjects": [uuid4() for _ in range(501)]},
        ],
    )  # fmt: skip
    def test_a_read_of_another_form_is_refused_and_leaves_nothing(self, wrong):
        fields = {"subjects": [uuid4()], "purpose": "Resolver", "what": "Expediente", "institution": None}
        with pytest.raises(MalformedEntry):
            api.record_read(actor=OFFICIAL, at=AT, **{**fields, **wrong})
        assert not Read.objects.exists()
        assert not Entry.objects.exists()


class TestListReads:
    def test_shows_who_when_and_for_what(self):
        subject, dossier = uuid4(), uuid4()
        act = look(subject, service="patente-comercial", dossier=dossier)
        (row,) = api.list_reads(subject=subject).rows
        assert (row.actor, row.at, row.purpose, row.what) == (OFFICIAL, AT, "Resolver", "Expediente")
        assert (row.service, row.dossier, row.act) == ("patente-comercial", dossier, act)

    def test_is_newest_first_by_instant_and_not_by_order_of_writing(self):
        subject = uuid4()
        look(subject, at=AT, what="b")
        look(subject, at=AT - timedelta(days=1), what="c")
        look(subject, at=AT + timedelta(days=1), what="a")
        assert [row.what for row in api.list_reads(subject=subject).rows] == ["a", "b", "c"]

    def test_pages_together_give_each_look_once_even_at_the_same_instant(self):
        subject = uuid4()
        for number in range(60):
            look(subject, uuid4(), at=AT + timedelta(seconds=number // 10), what=str(number))
        seen, after = [], None
        while True:
            page = api.list_reads(subject=subject, after=after)
            seen += [int(row.what) for row in page.rows]
            after = page.next_after
            if after is None:
                break
        assert seen == list(reversed(range(60)))

    def test_a_page_is_one_statement_that_walks_the_index_and_sorts_nothing(self):
        subject = uuid4()
        for number in range(60):
            look(subject, at=AT + timedelta(seconds=number))
        after = api.list_reads(subject=subject).next_after
        with CaptureQueriesContext(connection) as statements:
            api.list_reads(subject=subject, after=after)
        assert len(statements) == 1
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN " + statements[0]["sql"])
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "Backward using ledger_readsubject_pkey" in plan
        assert "Sort" not in plan

    def test_another_person_sees_nothing_of_it(self):
        look(uuid4())
        assert api.list_reads(subject=uuid4()).rows == ()

    @pytest.mark.parametrize("after", ["", "x", "ñ", "AAAA", "MjAyNi0xMC0wNSAx", "9" * 200])
    def test_a_place_that_is_not_ours_gives_the_first_page(self, after):
        subject = uuid4()
        look(subject)
        assert len(api.list_reads(subject=subject, after=after).rows) == 1
