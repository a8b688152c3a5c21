"""Appointments: one holder at a time, no one by themselves, nothing forgotten."""

import threading

import pytest
from django.db import IntegrityError, connection

from ventanilla.common.errors import Refusal
from ventanilla.kernel.identity import api, errors, testing
from ventanilla.kernel.identity.models import Appointment
from ventanilla.kernel.identity.tests.world import NOW, SETUP, days, last_entry
from ventanilla.kernel.identity.types import Capacity


def appoint(post, person, **changes):
    values = {"post_id": post.id, "person_id": person.id, "starts_at": NOW, "actor": SETUP, "at": NOW}
    return api.appoint(**{**values, **changes})


@pytest.fixture
def post(sauce):
    return api.create_post(
        institution_id=sauce.institution.id,
        unit_id=sauce.units["DOM"].id,
        code="LIBRE",
        title="Director de Obras",
        actor=SETUP,
        at=NOW,
    )


@pytest.mark.django_db
class TestAppoint:
    def test_the_person_is_a_commitment_and_the_rest_is_public(self, post):
        person = testing.make_person()
        uuid = appoint(post, person, capacity=Capacity.DEPUTY, basis="Decreto 123 de 2026", ends_at=days(30))
        entry = last_entry()
        assert entry["kind"] == "identity.appointed"
        assert entry["public"]["appointment"] == str(uuid)
        assert entry["public"]["basis"] == "Decreto 123 de 2026"
        assert "person" in entry["commitments"]
        assert str(person.uuid) not in str(entry)

    def test_two_holders_at_once_are_refused_and_one_after_the_other_is_not(self, post):
        first, second = testing.make_person(), testing.make_person()
        appoint(post, first, ends_at=days(10))
        with pytest.raises(errors.PostAlreadyHeld):
            appoint(post, second, starts_at=days(9))
        appoint(post, second, starts_at=days(10))
        assert [held.person_id for held in api.posts_of(person_id=second.id, at=days(10))] == [second.id]

    @pytest.mark.parametrize("capacity", [Capacity.SUBSTITUTE, Capacity.DEPUTY, Capacity.DELEGATE])
    def test_a_substitute_beside_the_holder_is_allowed(self, post, capacity):
        appoint(post, testing.make_person())
        assert appoint(post, testing.make_person(), capacity=capacity)

    def test_one_person_is_once_in_a_post(self, post):
        person = testing.make_person()
        appoint(post, person)
        with pytest.raises(errors.PostAlreadyHeld):
            appoint(post, person, capacity=Capacity.SUBSTITUTE, starts_at=days(5))

    def test_an_end_before_the_start_is_refused(self, post):
        with pytest.raises(errors.PeriodNotValid):
            appoint(post, testing.make_person(), ends_at=NOW)

    def test_nobody_appoints_themselves_and_only_who_administers_does(self, sauce, post):
        admin = sauce.officials["ADMIN-1"]
        with pytest.raises(errors.OwnAppointment):
            appoint(post, admin.person, actor=admin.actor(NOW).ref())
        with pytest.raises(errors.RightMissing):
            appoint(post, testing.make_person(), actor=sauce.officials["DOM-1"].actor(NOW).ref())
        assert appoint(post, testing.make_person(), actor=admin.actor(NOW).ref())

    def test_an_official_of_another_institution_does_not(self, roble, post):
        with pytest.raises(errors.RightMissing):
            appoint(post, testing.make_person(), actor=roble.officials["ADMIN-1"].actor(NOW).ref())

    def test_unknown_post_and_person_are_not_found(self, post):
        with pytest.raises(errors.PostNotFound):
            api.appoint(post_id=0, person_id=testing.make_person().id, starts_at=NOW, actor=SETUP, at=NOW)
        with pytest.raises(errors.PersonNotFound):
            api.appoint(post_id=post.id, person_id=0, starts_at=NOW, actor=SETUP, at=NOW)

    def test_the_database_keeps_the_institution_of_the_post(self, sauce, roble, post):
        appoint(post, testing.make_person())
        with pytest.raises(IntegrityError, match="identity_appointment_post_same_institution"):
            Appointment.objects.filter(post_id=post.id).update(institution_id=roble.institution.id)


@pytest.mark.django_db
class TestEnd:
    def test_it_stays_with_both_entries_and_frees_the_post(self, post):
        first, second = testing.make_person(), testing.make_person()
        uuid = appoint(post, first)
        api.end_appointment(appointment_uuid=uuid, ends_at=days(3), actor=SETUP, at=days(2))
        row = Appointment.objects.get(uuid=uuid)
        assert [act["kind"] for act in row.acts] == ["identity.appointed", "identity.appointment_ended"]
        assert api.posts_of(person_id=first.id, at=days(2)) != ()
        assert api.posts_of(person_id=first.id, at=days(3)) == ()
        appoint(post, second, starts_at=days(3))

    def test_it_is_never_made_longer_nor_ended_before_it_began(self, post):
        uuid = appoint(post, testing.make_person(), ends_at=days(5))
        with pytest.raises(errors.AlreadyEnded):
            api.end_appointment(appointment_uuid=uuid, ends_at=days(6), actor=SETUP, at=NOW)
        with pytest.raises(errors.PeriodNotValid):
            api.end_appointment(appointment_uuid=uuid, ends_at=days(-1), actor=SETUP, at=NOW)

    def test_one_that_never_began_is_ended_at_its_start(self, post):
        uuid = appoint(post, testing.make_person(), starts_at=days(5))
        api.end_appointment(appointment_uuid=uuid, ends_at=days(5), actor=SETUP, at=NOW)
        appoint(post, testing.make_person(), starts_at=days(5))

    def test_who_does_not_administer_the_unit_is_refused(self, sauce, post):
        uuid = appoint(post, testing.make_person())
        with pytest.raises(errors.RightMissing):
            api.end_appointment(
                appointment_uuid=uuid, ends_at=NOW, actor=sauce.officials["DOM-1"].actor(NOW).ref(), at=NOW
            )

    def test_an_unknown_one_is_not_found(self, db):
        with pytest.raises(errors.AppointmentNotFound):
            api.end_appointment(appointment_uuid=SETUP_UUID, ends_at=NOW, actor=SETUP, at=NOW)


SETUP_UUID = "00000000-0000-0000-0000-000000000000"


@pytest.mark.django_db(transaction=True)
def test_of_two_holders_appointed_in_parallel_one_is_refused(transactional_db):
    commune = testing.make_commune()
    post = api.create_post(
        institution_id=commune.institution.id,
        unit_id=commune.units["DOM"].id,
        code="LIBRE",
        title="X",
        actor=SETUP,
        at=NOW,
    )
    persons = [testing.make_person(), testing.make_person()]
    together = threading.Barrier(2)
    outcomes: list[str] = []

    def run(person) -> None:
        together.wait(10)
        try:
            appoint(post, person)
            outcomes.append("appointed")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[person]) for person in persons]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["appointed", "identity.post_already_held"]
