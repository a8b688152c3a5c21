"""The inbox of a person, and the rules that the database holds."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection

from ventanilla.common.actor import ActorRef
from ventanilla.common.paging import PAGE_SIZE_ROWS
from ventanilla.kernel.identity.testing import make_person, make_second
from ventanilla.kernel.notices import api, errors
from ventanilla.kernel.notices.models import Notice
from ventanilla.kernel.notices.tests.sending import AT, send
from ventanilla.kernel.notices.types import ChannelPolicy
from ventanilla.kernel.outbox.testing import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(commune):
    return make_person(email="rosa@correo.test")


def open_as(person, notice, at=AT):
    return api.open_notice(uuid=notice, person_id=person.id, actor=ActorRef.person(person.uuid), at=at)


class TestListFor:
    def test_shows_the_notices_of_every_institution_newest_first(self, commune, rosa):
        second = make_second()
        made = [send(commune, rosa), send(second, rosa), send(commune, rosa)]
        send(commune, make_person())

        rows = api.list_for(person_id=rosa.id).rows

        assert [row.uuid for row in rows] == made[::-1]
        assert rows[1].institution_name == second.institution.name

    def test_goes_on_where_the_page_ended_in_one_statement(self, commune, rosa, django_assert_num_queries):
        made = [send(commune, rosa) for _ in range(PAGE_SIZE_ROWS + 2)]

        first = api.list_for(person_id=rosa.id)
        with django_assert_num_queries(1):
            second = api.list_for(person_id=rosa.id, after=first.next_after)

        assert [row.uuid for row in (*first.rows, *second.rows)] == made[::-1]
        assert second.next_after is None

    @pytest.mark.parametrize("after", ["x", "", "-1", "１２", "1 OR 1=1"])
    def test_a_mark_that_is_none_begins_again(self, commune, rosa, after):
        notice = send(commune, rosa)

        assert [row.uuid for row in api.list_for(person_id=rosa.id, after=after).rows] == [notice]


class TestOpenNotice:
    def test_shows_it_whole_and_marks_the_first_reading(self, commune, rosa):
        documents = (uuid4(), uuid4())
        notice = send(commune, rosa, document_uuids=documents)
        later = AT.replace(hour=20)

        opened = open_as(rosa, notice)
        again = open_as(rosa, notice, at=later)

        assert opened.paragraphs == ("Aprobamos su patente.", "Puede descargarla desde su trámite.")
        assert opened.document_uuids == documents
        assert opened.read_at == again.read_at == AT

    def test_of_another_person_is_not_found_and_stays_unread(self, commune, rosa):
        notice = send(commune, rosa)

        with pytest.raises(errors.NoticeNotFound):
            open_as(make_person(), notice)
        assert api.count_unread(person_id=rosa.id) == 1

    def test_the_unread_are_counted(self, commune, rosa):
        first, _second = send(commune, rosa), send(commune, rosa)
        assert api.count_unread(person_id=rosa.id) == 2

        open_as(rosa, first)

        assert api.count_unread(person_id=rosa.id) == 1


class TestSend:
    def test_a_legal_notice_for_the_inbox_alone_is_our_fault(self, commune, rosa):
        with pytest.raises(errors.MalformedNotice, match=r"art\. 27"):
            send(commune, rosa, legal=True, policy=ChannelPolicy.INBOX)

    def test_a_case_finds_its_own_notices(self, commune, rosa):
        dossier = uuid4()
        made = [send(commune, rosa, dossier=dossier) for _ in range(2)]
        send(commune, rosa)

        assert [notice.uuid for notice in api.list_of(dossier=dossier)] == made


class TestTheDatabase:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE notices_notice SET body = 'Otra cosa'",
            "UPDATE notices_notice SET legal = true",
            "UPDATE notices_notice SET sent_at = now()",
            "UPDATE notices_notice SET read_at = now()",
            "UPDATE notices_delivery SET result = 'FAILED_RETRY'",
            "DELETE FROM notices_delivery",
            "DELETE FROM notices_notice",
        ],
    )
    def test_refuses_to_change_what_was_told(self, commune, rosa, statement):
        notice = send(commune, rosa)
        drain(at=AT)
        open_as(rosa, notice)

        with pytest.raises(IntegrityError, match="What a person was told stays"), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_lets_erasure_empty_the_text(self, commune, rosa):
        notice = send(commune, rosa, legal=True)
        Notice.objects.update(subject="", body="", acts=[])

        assert api.get_notice(uuid=notice).paragraphs == ()
