"""Who acts, and how an act names them afterwards."""

from uuid import uuid4

import pytest

from ventanilla.common.actor import ActorKind, ActorRef
from ventanilla.kernel.identity import api, errors, testing
from ventanilla.kernel.identity.tests.world import NOW, SETUP
from ventanilla.kernel.identity.types import ActorLabel, Capacity

pytestmark = pytest.mark.django_db


class TestActor:
    def test_an_official_acts_as_their_post_and_for_themselves_as_a_person(self, sauce):
        official = sauce.officials["DOM-1"]
        at_desk, alone = official.actor(NOW), api.actor_of(account_id=official.account_id, at=NOW)
        assert at_desk.ref() == ActorRef(
            kind=ActorKind.POST,
            person_uuid=official.person.uuid,
            post_uuid=official.post.uuid,
            institution_uuid=sauce.institution.uuid,
            capacity="HOLDER",
        )
        assert (at_desk.institution_id, at_desk.unit_id) == (sauce.institution.id, sauce.units["DOM"].id)
        assert alone.ref() == ActorRef.person(official.person.uuid)
        assert (alone.institution_id, alone.unit_id) == (None, None)

    def test_a_post_of_somebody_else_is_refused(self, sauce):
        with pytest.raises(errors.PostNotHeld):
            api.actor_of(
                account_id=sauce.officials["DOM-1"].account_id, post_id=sauce.officials["INSP-1"].post.id, at=NOW
            )

    def test_an_unknown_account_is_not_found(self):
        with pytest.raises(errors.AccountNotFound):
            api.actor_of(account_id=0, at=NOW)

    def test_the_list_of_appointments_shows_each_with_its_person(self, sauce, roble, django_assert_num_queries):
        with django_assert_num_queries(1):
            rows = api.list_appointments(institution_id=sauce.institution.id, at=NOW)
        assert [row.post.code for row in rows] == sorted(sauce.officials)
        assert rows[0].person == sauce.officials["ADMIN-1"].person


class TestDescribe:
    def test_each_kind_of_actor_has_its_label(self, sauce):
        official = testing.make_official(
            sauce.officials["JEFE-RENTAS"].post, "Juana", "Lagos", capacity=Capacity.SUBSTITUTE, at=NOW
        )
        post = official.actor(NOW).ref()
        person = ActorRef.person(official.person.uuid)
        system = ActorRef.system("registro-civil")
        assert api.describe_actors([post, person, SETUP, system]) == {
            post: ActorLabel(
                name="Juana Lagos",
                post="Jefa de Rentas y Patentes",
                unit="Rentas y Patentes",
                institution=sauce.institution.name,
                capacity="subrogante",
            ),
            person: ActorLabel(name="Juana Lagos"),
            SETUP: ActorLabel(name="La plataforma, por regla"),
            system: ActorLabel(name="registro-civil"),
        }

    def test_an_act_of_a_past_holder_keeps_their_name(self, sauce):
        ref = sauce.officials["DOM-1"].actor(NOW).ref()
        api.end_appointment(
            appointment_uuid=sauce.officials["DOM-1"].actor(NOW).post.appointment_uuid,
            ends_at=NOW,
            actor=SETUP,
            at=NOW,
        )
        assert api.describe_actors([ref])[ref].name == "Pedro Álvarez Díaz"

    def test_somebody_who_is_not_there_is_an_empty_name(self):
        ref = ActorRef.person(uuid4())
        assert api.describe_actors([ref]) == {ref: ActorLabel(name="")}

    def test_a_long_list_takes_three_queries(self, sauce, roble, django_assert_num_queries):
        refs = [official.actor(NOW).ref() for commune in (sauce, roble) for official in commune.officials.values()]
        with django_assert_num_queries(3):
            labels = api.describe_actors(refs)
        assert len(labels) == 12
