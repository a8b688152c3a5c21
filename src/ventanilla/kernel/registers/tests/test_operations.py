"""What an act does to an entry, and what is refused; the rules that the database holds."""

import threading
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection

from ventanilla.common.actor import ActorRef
from ventanilla.common.errors import Fault
from ventanilla.kernel.identity.api import register_organisation
from ventanilla.kernel.identity.testing import SETUP, make_commune, make_person, make_second, new_rut
from ventanilla.kernel.registers import api, errors
from ventanilla.kernel.registers.models import Entry, Event
from ventanilla.kernel.registers.testing import make_entry
from ventanilla.kernel.registers.types import EventKind, Period, RegisterState

AT = datetime(2025, 3, 10, 15, tzinfo=UTC)
TODAY = date(2025, 3, 10)
CHIEF = ActorRef.by_rule("tests")

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return make_commune()


@pytest.fixture
def entry(commune) -> UUID:
    return make_entry(institution_id=commune.institution.id, person_id=make_person().id, at=AT)


def act(**changes):
    """The parameters that all later acts share."""
    given = {
        "effective_on": TODAY,
        "reason": "Falta de autorización sanitaria.",
        "dossier": uuid4(),
        "source_act": uuid4(),
        "actor": CHIEF,
        "at": AT,
    }
    return given | changes


def renewal(**changes):
    given = {
        "valid_from": date(2025, 7, 1),
        "valid_until": date(2025, 12, 31),
        "dossier": uuid4(),
        "source_act": uuid4(),
        "document_uuid": None,
        "actor": CHIEF,
        "at": AT,
    }
    return given | changes


class TestEnter:
    def test_gives_a_code_for_humans_and_counts_by_book(self, commune):
        institution_id, person = commune.institution.id, make_person()
        made = [
            make_entry(institution_id=institution_id, person_id=person.id, register=register, at=at)
            for register, at in [
                ("patentes", AT),
                ("patentes", AT),
                ("ferias-libres", AT),
                ("patentes", AT.replace(year=2026)),
            ]
        ]

        assert [api.get_entry(uuid=each, at=AT).code for each in made] == [
            "SAUCE-PATENTES-2025-00001",
            "SAUCE-PATENTES-2025-00002",
            "SAUCE-FERIAS-LIBRES-2025-00001",
            "SAUCE-PATENTES-2026-00001",
        ]

    def test_two_institutions_count_apart_and_the_year_is_that_of_the_comuna(self, commune):
        second, person = make_second(), make_person()
        new_year_in_utc = datetime(2026, 1, 1, 2, 30, tzinfo=UTC)  # 23:30 of the 31st in both

        codes = [
            api.get_entry(uuid=make_entry(institution_id=each, person_id=person.id, at=new_year_in_utc), at=AT).code
            for each in (commune.institution.id, second.institution.id)
        ]

        assert codes == ["SAUCE-PATENTES-2025-00001", "ROBLE-PATENTES-2025-00001"]

    def test_keeps_holder_data_and_where_it_comes_from(self, commune):
        organisation = register_organisation(rut=new_rut(), name="Pan de Ñuble SpA", actor=SETUP, at=AT)
        data = {"giro": "Panadería", "capital": 4_000_000}
        dossier = uuid4()

        uuid = make_entry(
            institution_id=commune.institution.id,
            organisation_id=organisation.id,
            data=data,
            dossier=dossier,
            at=AT,
        )

        found = api.get_entry(uuid=uuid, at=AT)
        assert (found.holder.name, found.holder.is_person) == ("Pan de Ñuble SpA", False)
        assert found.data == data
        assert [(line.kind, line.dossier, line.period) for line in found.history] == [
            (EventKind.GRANTED, dossier, Period(date(2025, 1, 1), date(2025, 6, 30)))
        ]

    def test_without_exactly_one_holder_is_our_fault(self, commune):
        with pytest.raises(errors.MalformedEntry):
            make_entry(institution_id=commune.institution.id, at=AT)

    def test_that_would_end_before_it_begins_is_refused(self, commune):
        with pytest.raises(errors.PeriodReversed):
            make_entry(
                institution_id=commune.institution.id,
                person_id=make_person().id,
                valid_until=date(2024, 12, 31),
                at=AT,
            )

    def test_the_same_key_twice_gives_the_same_entry(self, commune):
        person = make_person()

        def enter() -> UUID:
            return api.enter(
                register="patentes",
                institution_id=commune.institution.id,
                holder_person_id=person.id,
                title="Patente",
                data={},
                valid_from=TODAY,
                valid_until=None,
                dossier=UUID(int=1),
                source_act=UUID(int=2),
                document_uuid=None,
                actor=CHIEF,
                at=AT,
                key="token-1",
            )

        assert enter() == enter()
        assert Entry.objects.count() == 1


class TestRenew:
    def test_adds_days_of_validity(self, entry):
        api.renew(uuid=entry, **renewal())

        autumn = datetime(2025, 9, 1, 12, tzinfo=UTC)
        assert api.state_of(uuid=entry, at=autumn) is RegisterState.IN_FORCE
        assert api.get_entry(uuid=entry, at=autumn).standing.valid_until == date(2025, 12, 31)

    def test_of_days_that_it_has_already_is_refused(self, entry):
        with pytest.raises(errors.PeriodOverlaps) as refused:
            api.renew(uuid=entry, **renewal(valid_from=date(2025, 6, 30)))

        assert "SAUCE-PATENTES-2025-00001" in str(refused.value)

    def test_of_a_revoked_entry_is_refused(self, entry):
        api.revoke(uuid=entry, **act())

        with pytest.raises(errors.EntryRevoked):
            api.renew(uuid=entry, **renewal())


class TestSuspendReinstateRevoke:
    def test_suspends_and_lifts(self, entry):
        api.suspend(uuid=entry, **act())
        assert api.state_of(uuid=entry, at=AT) is RegisterState.SUSPENDED

        api.reinstate(uuid=entry, **act(reason=""))
        assert api.state_of(uuid=entry, at=AT) is RegisterState.IN_FORCE

    def test_counts_by_the_day_of_the_comuna(self, commune):
        eastern = make_second()  # Punta Arenas: UTC-3 the whole year; El Sauce: UTC-4 in winter
        person, winter = make_person(), datetime(2025, 7, 1, 3, 30, tzinfo=UTC)

        states = [
            api.state_of(uuid=make_entry(institution_id=each, person_id=person.id, at=AT), at=winter)
            for each in (commune.institution.id, eastern.institution.id)
        ]

        assert states == [RegisterState.IN_FORCE, RegisterState.EXPIRED]

    @pytest.mark.parametrize(
        ("before", "then", "refusal"),
        [
            (["suspend"], "suspend", errors.AlreadySuspended),
            ([], "reinstate", errors.NotSuspended),
            (["suspend", "reinstate"], "reinstate", errors.NotSuspended),
            (["revoke"], "suspend", errors.EntryRevoked),
            (["revoke"], "revoke", errors.EntryRevoked),
            (["suspend", "revoke"], "reinstate", errors.EntryRevoked),
        ],
    )
    def test_what_does_not_follow_is_refused(self, entry, before, then, refusal):
        for name in before:
            getattr(api, name)(uuid=entry, **act())

        with pytest.raises(refusal):
            getattr(api, then)(uuid=entry, **act())

    @pytest.mark.parametrize("name", ["suspend", "revoke"])
    def test_without_a_reason_is_refused(self, entry, name):
        with pytest.raises(errors.ReasonMissing):
            getattr(api, name)(uuid=entry, **act(reason=" "))

    def test_with_effect_before_the_last_act_is_refused(self, entry):
        api.suspend(uuid=entry, **act())

        with pytest.raises(errors.EffectTooEarly, match="10-03-2025"):
            api.reinstate(uuid=entry, **act(effective_on=date(2025, 3, 9)))

    def test_of_an_unknown_entry_is_refused(self, db):
        with pytest.raises(errors.EntryNotFound):
            api.suspend(uuid=uuid4(), **act())

    def test_each_act_leaves_one_entry_in_the_ledger(self, entry):
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(id) FROM ledger_entry")
            before = cursor.fetchone()[0]
            api.suspend(uuid=entry, **act())
            cursor.execute("SELECT kind FROM ledger_entry WHERE id > %s", [before])
            kinds = cursor.fetchall()

        assert kinds == [("register.suspended",)]
        event = Event.objects.get(kind="SUSPENDED")
        assert {"actor", "days", "entry", "reason"} == set(event.salts)


class TestTheDatabase:
    """The rules hold against code that forgets them."""

    def test_refuses_days_that_overlap(self, entry):
        event = Event.objects.get()
        event.pk, event.kind, event.act, event.valid_until = None, "RENEWED", uuid4(), None

        with pytest.raises(IntegrityError, match="registers_event_days_never_overlap"):
            event.save(force_insert=True)

    def test_lets_two_entries_have_the_same_days(self, commune, entry):
        make_entry(institution_id=commune.institution.id, person_id=make_person().id, at=AT)

        assert Event.objects.count() == 2

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE registers_event SET effective_on = '2020-01-01'",
            "UPDATE registers_event SET reason = 'Otro motivo'",
            "DELETE FROM registers_event",
            "UPDATE registers_entry SET number = 7",
            'UPDATE registers_entry SET data = \'{"giro": "otro"}\'',
        ],
    )
    def test_refuses_to_change_history(self, entry, statement):
        with pytest.raises(IntegrityError, match="What a register holds stays"), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_lets_erasure_empty_the_private_values(self, entry):
        api.suspend(uuid=entry, **act())
        with connection.cursor() as cursor:
            cursor.execute("UPDATE registers_event SET reason = '', salts = '{}'")
            cursor.execute("UPDATE registers_entry SET title = '', data = '{}'")

        assert api.state_of(uuid=entry, at=AT) is RegisterState.SUSPENDED

    def test_refuses_two_holders(self, commune, entry):
        organisation = register_organisation(rut=new_rut(), name="Otra", actor=SETUP, at=AT)
        row = Entry.objects.get()
        row.pk, row.uuid, row.code, row.number, row.organisation_id = None, uuid4(), "X", 9, organisation.id

        with pytest.raises(IntegrityError, match="registers_entry_one_holder"):
            row.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
class TestInParallel:
    def test_eight_entries_at_once_take_eight_numbers(self):
        commune, person = make_commune(), make_person()

        outcomes = in_parallel(8, lambda: make_entry(institution_id=commune.institution.id, person_id=person.id, at=AT))

        assert len(set(outcomes)) == 8
        assert sorted(Entry.objects.values_list("number", flat=True)) == list(range(1, 9))

    def test_of_several_suspensions_at_once_one_is_made(self):
        commune, person = make_commune(), make_person()
        entry = make_entry(institution_id=commune.institution.id, person_id=person.id, at=AT)

        outcomes = in_parallel(6, lambda: api.suspend(uuid=entry, **act()))

        assert [type(each) for each in outcomes].count(errors.AlreadySuspended) == 5
        assert Event.objects.filter(kind="SUSPENDED").count() == 1


def in_parallel(number: int, work):
    """What each of `number` threads returned or raised, all started together."""
    gate, outcomes = threading.Barrier(number), []

    def run() -> None:
        gate.wait()
        try:
            outcomes.append(work())
        except (errors.Refusal, Fault) as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
