"""Scope: what an actor reaches, in one query, and what it never reaches."""

import pytest

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.identity import api, errors, testing
from ventanilla.kernel.identity.tests.world import NOW, SETUP, days
from ventanilla.kernel.identity.types import Capacity, Grant, Representation, Right

pytestmark = pytest.mark.django_db


def units(scope) -> set[int]:
    return {unit for grant in scope.grants for unit in grant.unit_ids}


def scope_of(official, action, at=NOW):
    return api.scope_of(actor=official.actor(NOW), action=action, at=at)


def new_post(commune, unit, *rights, code="NUEVO"):
    api.create_role(institution_id=commune.institution.id, code=code, name=code, rights=rights, actor=SETUP, at=NOW)
    return api.create_post(
        institution_id=commune.institution.id,
        unit_id=commune.units[unit].id,
        code=code,
        title=code,
        role_codes=[code],
        actor=SETUP,
        at=NOW,
    )


class TestOfAPost:
    def test_it_reaches_the_unit_of_the_post_for_the_actions_of_its_roles(self, sauce):
        unit = sauce.units["RENTAS"].id
        assert scope_of(sauce.officials["JEFE-RENTAS"], "cases.decide").grants == (
            Grant(sauce.institution.id, frozenset({unit})),
        )
        assert scope_of(sauce.officials["RENTAS-1"], "cases.decide").grants == ()
        assert units(scope_of(sauce.officials["RENTAS-1"], "cases.work")) == {unit}

    def test_a_right_reaches_the_subtree_and_nothing_beside_or_above(self, sauce):
        child = api.create_unit(
            institution_id=sauce.institution.id,
            code="HIJA",
            name="Hija",
            parent_id=sauce.units["RENTAS"].id,
            actor=SETUP,
            at=NOW,
        )
        assert units(scope_of(sauce.officials["RENTAS-1"], "cases.read")) == {sauce.units["RENTAS"].id, child.id}
        whole = {unit.id for unit in api.list_units(institution_id=sauce.institution.id)}
        assert units(scope_of(sauce.officials["ADMIN-1"], "identity.administer")) == whole

    def test_a_unit_whose_id_begins_like_another_is_not_its_child(self, sauce):
        parent = sauce.units["DOM"]
        for number in range(12):
            api.create_unit(institution_id=sauce.institution.id, code=f"U{number}", name="U", actor=SETUP, at=NOW)
        assert units(scope_of(sauce.officials["DOM-1"], "cases.read")) == {parent.id}

    def test_nothing_of_another_institution(self, sauce, roble):
        reached = units(scope_of(sauce.officials["ADMIN-1"], "identity.administer"))
        assert reached.isdisjoint(unit.id for unit in roble.units.values())

    def test_a_right_for_one_service_is_for_that_service(self, sauce):
        post = new_post(sauce, "DOM", Right("cases.decide", "permiso-obra"), Right("cases.read"))
        official = testing.make_official(post, "Iván", "Díaz")
        scope = scope_of(official, "cases.decide")
        assert scope.grants == (Grant(sauce.institution.id, frozenset({sauce.units["DOM"].id}), "permiso-obra"),)
        place = {"institution_id": sauce.institution.id, "unit_id": sauce.units["DOM"].id}
        assert scope.allows(**place, service="permiso-obra")
        assert not scope.allows(**place, service="patente-comercial")
        assert scope_of(official, "cases.read").allows(**place, service="patente-comercial")

    def test_it_takes_one_query_and_the_actor_two(self, sauce, django_assert_num_queries):
        official = sauce.officials["JEFE-RENTAS"]
        with django_assert_num_queries(2):
            actor = official.actor(NOW)
        with django_assert_num_queries(1):
            api.scope_of(actor=actor, action="cases.decide", at=NOW)

    def test_an_ended_appointment_has_no_scope_at_that_instant(self, sauce):
        official = sauce.officials["JEFE-RENTAS"]
        actor = official.actor(NOW)
        api.end_appointment(appointment_uuid=actor.post.appointment_uuid, ends_at=NOW, actor=SETUP, at=NOW)
        assert api.scope_of(actor=actor, action="cases.decide", at=NOW).grants == ()
        assert api.scope_of(actor=actor, action="cases.decide", at=days(-1)).grants != ()
        with pytest.raises(errors.PostNotHeld):
            official.actor(NOW)

    def test_an_appointment_that_has_not_begun_has_no_scope(self, sauce):
        post = new_post(sauce, "DOM", Right("cases.read"))
        person = testing.make_person()
        actor = testing.make_actor(person)
        api.appoint(post_id=post.id, person_id=person.id, starts_at=days(1), actor=SETUP, at=NOW)
        with pytest.raises(errors.PostNotHeld):
            api.actor_of(account_id=actor.account_id, post_id=post.id, at=NOW)
        held = api.actor_of(account_id=actor.account_id, post_id=post.id, at=days(1))
        assert api.scope_of(actor=held, action="cases.read", at=NOW).grants == ()
        assert units(api.scope_of(actor=held, action="cases.read", at=days(1))) == {sauce.units["DOM"].id}

    @pytest.mark.parametrize("capacity", [Capacity.SUBSTITUTE, Capacity.DEPUTY, Capacity.DELEGATE])
    def test_who_stands_in_reaches_what_the_holder_does_and_says_so(self, sauce, capacity):
        official = testing.make_official(
            sauce.officials["JEFE-RENTAS"].post, "Juana", "Lagos", capacity=capacity, at=NOW
        )
        assert units(scope_of(official, "cases.decide")) == {sauce.units["RENTAS"].id}
        assert official.actor(NOW).ref().capacity == capacity.value

    def test_two_posts_of_one_person_do_not_mix(self, sauce, roble):
        person = sauce.officials["RENTAS-1"].person
        post = roble.officials["JEFE-RENTAS"].post
        api.appoint(post_id=post.id, person_id=person.id, capacity=Capacity.DEPUTY, starts_at=NOW, actor=SETUP, at=NOW)
        account = sauce.officials["RENTAS-1"].account_id
        here = sauce.officials["RENTAS-1"].actor(NOW)
        there = api.actor_of(account_id=account, post_id=post.id, at=NOW)
        assert units(api.scope_of(actor=here, action="cases.decide", at=NOW)) == set()
        assert units(api.scope_of(actor=there, action="cases.decide", at=NOW)) == {roble.units["RENTAS"].id}
        assert [held.institution_name for held in api.posts_of(person_id=person.id, at=NOW)] == [
            roble.institution.name,
            sauce.institution.name,
        ]


class TestOfAPerson:
    def test_they_reach_no_unit_also_when_they_are_an_official(self, sauce):
        actor = api.actor_of(account_id=sauce.officials["JEFE-RENTAS"].account_id, at=NOW)
        scope = api.scope_of(actor=actor, action="cases.decide", at=NOW)
        assert (scope.grants, scope.person_id) == ((), actor.person_id)

    def test_they_represent_by_mandates_in_force_in_one_query(self, django_assert_num_queries):
        person, principal = testing.make_person(), testing.make_person("Olga", "Vidal")
        firm = api.register_organisation(rut=testing.new_rut(), name="Panadería", actor=SETUP, at=NOW)
        grant = {"person_id": person.id, "starts_at": NOW, "actor": SETUP, "at": NOW}
        api.grant_mandate(organisation_id=firm.id, **grant)
        api.grant_mandate(principal_id=principal.id, services=["b", "a"], **grant)
        actor = testing.make_actor(person)
        with django_assert_num_queries(1):
            scope = api.scope_of(actor=actor, action="cases.read", at=NOW)
        assert scope.representations == (
            Representation(firm.id, None),
            Representation(None, principal.id, "a"),
            Representation(None, principal.id, "b"),
        )
        assert scope.organisation_ids == {firm.id}

    def test_through_a_post_they_represent_nobody(self, sauce):
        official = sauce.officials["RENTAS-1"]
        firm = api.register_organisation(rut=testing.new_rut(), name="Panadería", actor=SETUP, at=NOW)
        api.grant_mandate(person_id=official.person.id, organisation_id=firm.id, starts_at=NOW, actor=SETUP, at=NOW)
        assert scope_of(official, "cases.read").representations == ()


class TestRequireRight:
    def may(self, commune, post, unit, **more):
        return api.may(
            actor=commune.officials[post].actor(NOW).ref(),
            action=more.pop("action", "cases.decide"),
            institution_id=more.pop("institution_id", commune.institution.id),
            unit_id=commune.units[unit].id if unit else None,
            at=NOW,
            **more,
        )

    def test_it_agrees_with_the_scope_for_each_official_action_and_unit(self, sauce, roble):
        actions = ["cases.read", "cases.work", "cases.decide", "identity.administer", "services.publish"]
        for commune in (sauce, roble):
            for code, official in commune.officials.items():
                for action in actions:
                    scope = scope_of(official, action)
                    for unit_code, unit in commune.units.items():
                        allowed = scope.allows(institution_id=commune.institution.id, unit_id=unit.id, service="x")
                        assert self.may(commune, code, unit_code, action=action, service="x") == allowed

    def test_the_whole_institution_needs_a_post_at_its_root(self, sauce):
        assert self.may(sauce, "ADMIN-1", None, action="identity.administer")
        assert not self.may(sauce, "JEFE-RENTAS", None)

    def test_a_unit_of_another_institution_is_out_of_reach(self, sauce, roble):
        actor = sauce.officials["ADMIN-1"].actor(NOW).ref()
        for institution, unit in [(roble, roble), (sauce, roble), (roble, sauce)]:
            assert not api.may(
                actor=actor,
                action="identity.administer",
                institution_id=institution.institution.id,
                unit_id=unit.units["DOM"].id,
                at=NOW,
            )

    def test_persons_and_systems_have_no_rights_and_the_installation_has_all(self, sauce):
        place = {"action": "cases.decide", "institution_id": sauce.institution.id, "at": NOW}
        person = ActorRef.person(sauce.officials["JEFE-RENTAS"].person.uuid)
        with pytest.raises(errors.RightMissing):
            api.require_right(actor=person, **place)
        with pytest.raises(errors.RightMissing):
            api.require_right(actor=ActorRef.system("other"), **place)
        api.require_right(actor=SETUP, **place)
