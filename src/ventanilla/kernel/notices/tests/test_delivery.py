"""What leaves by e-mail, to a real server: up, down, down then up, refusing, and asked twice at once."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.identity.testing import make_commune, make_person
from ventanilla.kernel.notices import api, delivery, operations
from ventanilla.kernel.notices.models import Delivery, Notice
from ventanilla.kernel.notices.tests.sending import AT, send
from ventanilla.kernel.notices.types import ChannelPolicy, DeliveryResult, DeliveryState
from ventanilla.kernel.outbox.testing import drain

MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(commune):
    return make_person("Rosa Elena", "Ñancupil Peña", email="rosa@correo.test")


class TestTheMail:
    def test_says_that_there_is_a_notice_and_where_and_nothing_else(self, commune, rosa, mail_server):
        notice = send(
            commune, rosa, subject="Multa por $ 90.000", body="Clave 1234.\n\nSu capital propio es $ 4.000.000."
        )

        with mail_server:
            drain(at=AT)

        (message,) = mail_server.messages
        text = message.get_content()
        assert mail_server.recipients == ["rosa@correo.test"]
        assert message["Subject"] == "Tiene un aviso nuevo"
        assert message["Message-ID"] == f"<{notice}@localhost>"
        assert text.startswith("Hola, Rosa Elena:")
        assert f"http://localhost:8000/avisos/{notice}" in text.splitlines()
        whole = message.as_string() + text
        for private in ("Multa", "90.000", "1234", "capital", "Ñancupil", rosa.run, "Sauce"):
            assert private not in whole

    def test_a_name_with_line_breaks_adds_no_lines(self, commune, mail_server):
        person = make_person("Rosa\r\nBcc: otro@correo.test\r\n\r\nHola", "Soto", email="rosa@correo.test")
        send(commune, person)

        with mail_server:
            drain(at=AT)

        (message,) = mail_server.messages
        assert message["Bcc"] is None
        assert message.get_content().startswith("Hola, Rosa Bcc: otro@correo.test Hola:")

    def test_is_sent_after_the_commit_only(self, commune, rosa, mail_server):
        with mail_server:
            send(commune, rosa)
            assert mail_server.messages == []
            drain(at=AT)

        assert len(mail_server.messages) == 1


class TestSent:
    def test_a_legal_notice_has_its_date_three_business_days_after_sending(self, commune, rosa, mail_server):
        notice = send(commune, rosa, legal=True)  # a Monday
        with mail_server:
            drain(at=AT)

        found = api.get_notice(uuid=notice)
        assert (found.delivery, found.sent_at, found.legal_on) == (DeliveryState.SENT, AT, date(2025, 3, 13))
        assert [line.result for line in found.deliveries] == [DeliveryResult.SENT]

    def test_the_date_counts_from_the_sending_and_skips_holidays(self, commune, rosa, mail_server):
        notice = send(commune, rosa, legal=True)
        before_easter = datetime(2025, 4, 16, 15, tzinfo=UTC)  # Wednesday; the 18th and 19th are holidays

        with mail_server:
            drain(at=before_easter)

        assert api.get_notice(uuid=notice).legal_on == date(2025, 4, 22)

    def test_a_courtesy_has_no_legal_date_and_no_act(self, commune, rosa, mail_server):
        notice = send(commune, rosa, legal=False)
        with mail_server:
            drain(at=AT)

        assert api.get_notice(uuid=notice).legal_on is None
        assert Notice.objects.get().acts == []

    def test_each_step_of_a_legal_notice_is_in_the_ledger(self, commune, rosa, mail_server):
        notice = send(commune, rosa, legal=True)
        with mail_server:
            drain(at=AT)
        api.open_notice(uuid=notice, person_id=rosa.id, actor=ActorRef.person(rosa.uuid), at=AT)

        kinds = [act["kind"] for act in Notice.objects.get().acts]
        assert kinds == ["notice.made", "notice.sent", "notice.opened"]

    def test_asked_again_it_is_not_sent_again(self, commune, rosa, mail_server):
        notice = send(commune, rosa)
        with mail_server:
            drain(at=AT)
            assert api.deliver(notice_uuid=notice, at=AT + timedelta(days=1)) is None

        assert len(mail_server.messages) == 1


class TestNotSent:
    def test_without_an_address_it_stays_in_the_inbox(self, commune, mail_server):
        notice = send(commune, make_person(email=""), legal=True)
        with mail_server:
            drain(at=AT)

        found = api.get_notice(uuid=notice)
        assert (found.delivery, found.legal_on, found.sent_at) == (DeliveryState.NO_ADDRESS, None, None)
        assert mail_server.messages == []

    def test_an_exempt_person_gets_no_mail(self, commune, rosa, mail_server):
        notice = send(commune, rosa, legal=True, policy=ChannelPolicy.EXEMPT)
        with mail_server:
            drain(at=AT)

        assert api.get_notice(uuid=notice).delivery is DeliveryState.EXEMPT
        assert mail_server.messages == []

    def test_a_courtesy_for_the_inbox_alone_gets_no_mail(self, commune, rosa, mail_server):
        notice = send(commune, rosa, legal=False, policy=ChannelPolicy.INBOX)
        with mail_server:
            drain(at=AT)

        assert api.get_notice(uuid=notice).delivery is DeliveryState.INBOX_ONLY
        assert mail_server.messages == []

    def test_a_server_that_is_down_and_comes_back(self, commune, rosa, mail_server):
        notice = send(commune, rosa, legal=True)
        drain(at=AT)

        found = api.get_notice(uuid=notice)
        assert (found.delivery, found.legal_on) == (DeliveryState.RETRYING, None)
        assert [line.detail for line in found.deliveries] == ["ConnectionRefusedError"]

        with mail_server:
            assert api.send_due(at=AT + MINUTE - timedelta(seconds=1)) == 0
            assert api.send_due(at=AT + MINUTE) == 1

        found = api.get_notice(uuid=notice)
        assert (found.delivery, found.sent_at) == (DeliveryState.SENT, AT + MINUTE)
        assert [line.result for line in found.deliveries] == [DeliveryResult.FAILED_RETRY, DeliveryResult.SENT]
        assert len(mail_server.messages) == 1

    def test_a_server_that_refuses_leaves_its_code_and_not_the_address(self, commune, rosa, mail_server):
        mail_server.answer = "550 rosa@correo.test unknown"
        notice = send(commune, rosa)
        with mail_server:
            drain(at=AT)

        assert [line.detail for line in api.get_notice(uuid=notice).deliveries] == ["SMTP 550"]

    def test_after_the_last_try_it_is_given_up(self, commune, rosa, mail_server):
        notice, at = send(commune, rosa, legal=True), AT
        while (due := Notice.objects.get().next_try_at) is not None:
            at = max(at, due)
            api.send_due(at=at)

        found = api.get_notice(uuid=notice)
        assert (found.delivery, found.legal_on) == (DeliveryState.GIVEN_UP, None)
        assert at - AT > timedelta(days=2)
        assert api.send_due(at=at + timedelta(days=30)) == 0

    def test_an_address_that_is_none_fails_as_a_try(self, commune, mail_server):
        notice = send(commune, make_person(email="rosa@correo.test"))
        row = Notice.objects.select_related("person").get()
        row.person.email = "rosa@correo.test\nBcc: otro@correo.test"
        row.person.save()

        with mail_server:
            assert api.deliver(notice_uuid=notice, at=AT) is DeliveryResult.FAILED_RETRY

        assert mail_server.messages == []

    def test_one_that_fails_does_not_keep_the_others_from_the_next_sweep(self, commune, rosa, mail_server):
        bad = make_person("Luis", email="luis@correo.test")
        send(commune, bad, at=AT - MINUTE)
        notices = [send(commune, rosa) for _ in range(2)]
        row = Notice.objects.select_related("person").get(person_id=bad.id)
        row.person.email = "no es una dirección\n"
        row.person.save()

        with mail_server:
            assert api.send_due(at=AT) == 0
            assert api.send_due(at=AT) == 2

        assert {api.get_notice(uuid=each).delivery for each in notices} == {DeliveryState.SENT}


class TestAfterACrash:
    def test_what_a_killed_worker_had_taken_is_sent_when_its_time_is_over(self, commune, rosa, mail_server):
        notice = send(commune, rosa)
        assert operations.take(notice_uuid=notice, actor=delivery.BY_RULE, at=AT)

        with mail_server:
            assert api.send_due(at=AT + MINUTE) == 0
            assert api.send_due(at=AT + operations.LEASE) == 1

    def test_a_job_that_got_lost_is_made_up_for_by_the_sweep(self, commune, rosa, mail_server):
        send(commune, rosa)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")

        with mail_server:
            assert api.send_due(at=AT) == 1


@pytest.mark.django_db(transaction=True)
class TestInParallel:
    def test_six_workers_at_once_send_one_mail(self, mail_server):
        commune = make_commune()
        notice = send(commune, make_person(email="rosa@correo.test"))
        gate, results = threading.Barrier(6), []

        def work() -> None:
            gate.wait()
            try:
                results.append(api.deliver(notice_uuid=notice, at=AT))
            finally:
                connection.close()

        with mail_server:
            threads = [threading.Thread(target=work) for _ in range(6)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        assert sorted(results, key=str) == [None] * 5 + [DeliveryResult.SENT]
        assert len(mail_server.messages) == 1
        assert Delivery.objects.count() == 1
