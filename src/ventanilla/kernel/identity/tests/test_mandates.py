"""Mandates: who may give them, when they are in force, what they reach."""

from uuid import uuid4

import pytest
from django.db import IntegrityError

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.identity import api, errors, testing
from ventanilla.kernel.identity.models import Mandate
from ventanilla.kernel.identity.tests.world import NOW, SETUP, days, last_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(db):
    return api.register_organisation(rut=testing.new_rut(), name="Panadería", actor=SETUP, at=NOW)


@pytest.fixture
def person(db):
    return testing.make_person()


def grant(person, **changes):
    return api.grant_mandate(**{"person_id": person.id, "starts_at": NOW, "actor": SETUP, "at": NOW, **changes})


def in_force(person, at=NOW, **more):
    return [mandate.uuid for mandate in api.mandates_of(person_id=person.id, at=at, **more)]


class TestInForce:
    def test_from_its_start_until_before_its_end(self, person, firm):
        mandate = grant(person, organisation_id=firm.id, starts_at=days(1), ends_at=days(5))
        assert [in_force(person, days(day)) for day in (0, 1, 4, 5)] == [[], [mandate.uuid], [mandate.uuid], []]
        assert mandate.organisation == firm

    def test_until_it_is_revoked_and_the_past_stays_explained(self, person, firm):
        mandate = grant(person, organisation_id=firm.id)
        api.revoke_mandate(mandate_uuid=mandate.uuid, actor=SETUP, at=days(3))
        assert in_force(person, days(2)) == [mandate.uuid]
        assert in_force(person, days(3)) == []
        with pytest.raises(errors.AlreadyEnded):
            api.revoke_mandate(mandate_uuid=mandate.uuid, actor=SETUP, at=days(4))

    def test_for_all_services_or_for_those_it_names(self, person, firm):
        every = grant(person, organisation_id=firm.id)
        one = grant(person, organisation_id=firm.id, services=["patente-comercial"])
        assert in_force(person, service="patente-comercial") == [every.uuid, one.uuid]
        assert in_force(person, service="otro") == [every.uuid]
        assert in_force(person) == [every.uuid, one.uuid]

    def test_it_takes_one_query(self, person, firm, django_assert_num_queries):
        for _ in range(3):
            grant(person, organisation_id=firm.id)
        with django_assert_num_queries(1):
            assert len(api.mandates_of(person_id=person.id, at=NOW)) == 3


class TestGrant:
    def test_a_principal_grants_their_own_and_nobody_elses(self, person):
        principal = testing.make_person()
        granted = grant(person, principal_id=principal.id, actor=ActorRef.person(principal.uuid))
        assert granted.principal == principal
        with pytest.raises(errors.RightMissing):
            grant(person, principal_id=principal.id, actor=ActorRef.person(person.uuid))

    def test_who_represents_an_organisation_for_all_services_passes_it_on(self, person, firm):
        other = testing.make_person()
        actor = ActorRef.person(person.uuid)
        grant(person, organisation_id=firm.id, services=["patente-comercial"])
        with pytest.raises(errors.RightMissing):
            grant(other, organisation_id=firm.id, actor=actor)
        grant(person, organisation_id=firm.id)
        assert grant(other, organisation_id=firm.id, actor=actor)

    def test_an_official_who_administers_does_and_another_does_not(self, sauce, person, firm):
        with pytest.raises(errors.RightMissing):
            grant(person, organisation_id=firm.id, actor=sauce.officials["JEFE-RENTAS"].actor(NOW).ref())
        assert grant(person, organisation_id=firm.id, actor=sauce.officials["ADMIN-1"].actor(NOW).ref())

    def test_a_system_does_not(self, person, firm):
        with pytest.raises(errors.RightMissing):
            grant(person, organisation_id=firm.id, actor=ActorRef.system("other"))

    def test_what_is_not_valid_is_refused(self, person, firm):
        with pytest.raises(errors.MandateForOneself):
            grant(person, principal_id=person.id)
        with pytest.raises(errors.PeriodNotValid):
            grant(person, organisation_id=firm.id, ends_at=NOW)
        with pytest.raises(errors.OrganisationNotFound):
            grant(person, organisation_id=0)

    def test_the_ledger_names_nobody(self, person, firm):
        grant(person, organisation_id=firm.id, services=["patente-comercial"])
        entry = last_entry()
        assert sorted(entry["commitments"]) == ["actor", "period", "person", "represented", "services"]
        assert str(person.uuid) not in str(entry)
        assert "patente" not in str(entry)


class TestRevoke:
    def test_the_mandatary_renounces_and_a_stranger_does_not_revoke(self, person, firm):
        mandate = grant(person, organisation_id=firm.id)
        with pytest.raises(errors.RightMissing):
            api.revoke_mandate(mandate_uuid=mandate.uuid, actor=ActorRef.person(testing.make_person().uuid), at=NOW)
        api.revoke_mandate(mandate_uuid=mandate.uuid, actor=ActorRef.person(person.uuid), at=NOW)
        assert in_force(person) == []

    def test_an_unknown_one_is_not_found(self):
        with pytest.raises(errors.MandateNotFound):
            api.revoke_mandate(mandate_uuid=uuid4(), actor=SETUP, at=NOW)


class TestDatabase:
    def test_it_refuses_two_principals_and_none(self, person, firm):
        mandate = grant(person, organisation_id=firm.id)
        with pytest.raises(IntegrityError, match="identity_mandate_one_principal"):
            Mandate.objects.filter(uuid=mandate.uuid).update(principal_id=testing.make_person().id)

    def test_it_refuses_services_that_are_no_list(self, person, firm):
        mandate = grant(person, organisation_id=firm.id)
        with pytest.raises(IntegrityError, match="identity_mandate_services_list"):
            Mandate.objects.filter(uuid=mandate.uuid).update(services={"all": True})
