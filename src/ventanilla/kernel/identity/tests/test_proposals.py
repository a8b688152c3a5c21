"""The two-person rule: what takes two, who may not be one of them, and when a proposal is no longer one."""

from datetime import timedelta

import pytest

from ventanilla.kernel.identity import api, errors, testing
from ventanilla.kernel.identity.models import Proposal
from ventanilla.kernel.identity.tests.world import NOW, SETUP, days, last_entry
from ventanilla.kernel.identity.types import ADMINISTER, Capacity, ProposalState, Right
from ventanilla.kernel.ledger.testing import entries

pytestmark = pytest.mark.django_db
DECIDE = "cases.decide"


@pytest.fixture
def first(sauce):
    return sauce.officials["ADMIN-1"].actor(NOW).ref()


@pytest.fixture
def second(sauce):
    post = api.create_post(
        institution_id=sauce.institution.id,
        unit_id=sauce.units["ALCALDIA"].id,
        code="ADMIN-2",
        title="Secretario Municipal",
        role_codes=["ADMIN"],
        actor=SETUP,
        at=NOW,
    )
    return testing.make_official(post, "Mario", "Paz Reyes", at=NOW).actor(NOW).ref()


def role(commune, code):
    return next(each for each in api.list_roles(institution_id=commune.institution.id) if each.role.code == code)


def staff(commune, code):
    listed = api.list_staff(institution_id=commune.institution.id, at=NOW)
    return next(each for each in listed if each.post.code == code)


def proposal(commune, uuid, at=NOW):
    return api.get_proposal_of(institution_id=commune.institution.id, uuid=uuid, at=at)


def ask_rights(commune, actor, *actions, code="OBRAS", at=NOW):
    rights = [Right(action) for action in actions]
    return api.propose_role_rights(role_id=role(commune, code).role.id, rights=rights, actor=actor, at=at)


def approve(uuid, actor, at=NOW):
    api.approve_proposal(proposal_uuid=uuid, actor=actor, at=at)


class TestRights:
    def test_they_change_when_another_approves_and_both_are_in_the_ledger(self, sauce, first, second):
        uuid = ask_rights(sauce, first, "cases.read", DECIDE)
        asked = last_entry()
        assert not role(sauce, "OBRAS").allows(DECIDE)
        approve(uuid, second)
        assert [right.action for right in role(sauce, "OBRAS").rights] == [DECIDE, "cases.read"]
        assert asked["kind"] == "identity.proposed"
        assert asked["post"] == str(first.post_uuid)
        (changed,) = entries("identity.role_rights_changed")
        assert (changed.public["proposal"], changed.post) == (str(uuid), str(second.post_uuid))
        assert last_entry()["public"]["outcome"] == "APPROVED"
        found = proposal(sauce, uuid)
        assert (found.proposed_by, found.decided_by, found.state) == (first, second, ProposalState.APPROVED)

    def test_nobody_approves_what_they_proposed(self, sauce, first, second):
        uuid = ask_rights(sauce, first, DECIDE)
        with pytest.raises(errors.OwnProposal):
            approve(uuid, first)
        assert proposal(sauce, uuid).state is ProposalState.WAITING

    def test_who_does_not_administer_neither_proposes_nor_decides(self, sauce, roble, first):
        uuid = ask_rights(sauce, first, DECIDE)
        for commune, post in [(sauce, "JEFE-RENTAS"), (roble, "ADMIN-1")]:
            other = commune.officials[post].actor(NOW).ref()
            with pytest.raises(errors.RightMissing):
                approve(uuid, other)
            with pytest.raises(errors.RightMissing):
                ask_rights(sauce, other, DECIDE, code="RENTAS")

    def test_a_right_over_the_installation_is_not_even_proposed(self, sauce, first):
        with pytest.raises(errors.RightMissing):
            ask_rights(sauce, first, "installation.operate")
        testing.make_operator(sauce)
        with pytest.raises(errors.RightMissing):
            ask_rights(sauce, first, "cases.read", code="OPERACION")
        with pytest.raises(errors.RightMissing):
            post = staff(sauce, "DOM-1").post
            api.propose_post_roles(post_id=post.id, role_codes=["OPERACION"], actor=first, at=NOW)

    def test_the_same_again_is_the_same_one_and_another_waits_for_it(self, sauce, first):
        uuid = ask_rights(sauce, first, DECIDE)
        before = len(entries())
        assert ask_rights(sauce, first, DECIDE) == uuid
        assert len(entries()) == before
        with pytest.raises(errors.AlreadyProposed):
            ask_rights(sauce, first, ADMINISTER)
        with pytest.raises(errors.NothingChanges):
            ask_rights(sauce, first, "cases.read", "cases.work")

    def test_what_gives_rights_alone_is_refused(self, sauce, first):
        of_it = {"institution_id": sauce.institution.id, "actor": first, "at": NOW}
        with pytest.raises(errors.ApprovalNeeded):
            api.create_role(code="NUEVO", name="Nuevo", rights=[Right("cases.read")], **of_it)
        with pytest.raises(errors.ApprovalNeeded):
            unit = sauce.units["DOM"].id
            api.create_post(unit_id=unit, code="NUEVO", title="Nuevo", role_codes=["OBRAS"], **of_it)
        with pytest.raises(errors.ApprovalNeeded):
            post, person = staff(sauce, "JEFE-RENTAS").post, testing.make_person()
            api.appoint(post_id=post.id, person_id=person.id, starts_at=NOW, actor=first, at=NOW)


class TestEnd:
    def test_after_fifteen_days_it_has_lapsed_and_can_be_proposed_again(self, sauce, first, second):
        uuid = ask_rights(sauce, first, DECIDE)
        assert proposal(sauce, uuid, days(15) - timedelta(seconds=1)).state is ProposalState.WAITING
        with pytest.raises(errors.ProposalLapsed):
            approve(uuid, second, days(15))
        assert not role(sauce, "OBRAS").allows(DECIDE)
        assert ask_rights(sauce, first, DECIDE, at=days(15)) != uuid

    def test_it_cannot_be_approved_when_what_it_is_about_has_changed(self, sauce, first, second):
        post = staff(sauce, "DOM-1").post
        uuid = api.propose_post_roles(post_id=post.id, role_codes=["OBRAS", "INSPECTOR"], actor=first, at=NOW)
        approve(ask_rights(sauce, first, DECIDE, code="INSPECTOR"), second)
        assert proposal(sauce, uuid).state is ProposalState.STALE
        with pytest.raises(errors.ProposalStale):
            approve(uuid, second)
        assert [each.role.code for each in staff(sauce, "DOM-1").roles] == ["OBRAS"]

    def test_it_is_refused_for_a_reason_or_withdrawn_and_that_is_final(self, sauce, first, second):
        refused, withdrawn = ask_rights(sauce, first, DECIDE), ask_rights(sauce, first, DECIDE, code="RENTAS")
        with pytest.raises(errors.ReasonMissing):
            api.refuse_proposal(proposal_uuid=refused, reason=" ", actor=second, at=NOW)
        api.refuse_proposal(proposal_uuid=refused, reason="No corresponde.", actor=second, at=NOW)
        api.refuse_proposal(proposal_uuid=withdrawn, reason="Me equivoqué.", actor=first, at=NOW)
        assert proposal(sauce, refused).state is ProposalState.REFUSED
        assert proposal(sauce, refused).reason == "No corresponde."
        assert proposal(sauce, withdrawn).state is ProposalState.WITHDRAWN
        for uuid in (refused, withdrawn):
            with pytest.raises(errors.ProposalDecided):
                approve(uuid, second)

    def test_who_decided_it_is_answered_the_same_again(self, sauce, first, second):
        uuid = ask_rights(sauce, first, DECIDE)
        approve(uuid, second)
        before = len(entries())
        approve(uuid, second)
        assert len(entries()) == before
        third = Proposal.objects.get(uuid=uuid)
        assert third.outcome == "APPROVED"

    def test_of_another_institution_it_is_not_found(self, sauce, roble, first):
        uuid = ask_rights(sauce, first, DECIDE)
        with pytest.raises(errors.ProposalNotFound):
            proposal(roble, uuid)


class TestAppointment:
    def nominate(self, commune, actor, person, code="JEFE-RENTAS", **changes):
        values = {"capacity": Capacity.SUBSTITUTE, "starts_at": days(1), "ends_at": days(30), "basis": "Decreto 7"}
        return api.nominate(
            post_id=staff(commune, code).post.id,
            nominee=api.Nominee(person.run),
            actor=actor,
            at=NOW,
            **{**values, **changes},
        )

    def test_to_a_post_that_decides_it_waits_for_another(self, sauce, first, second):
        person = testing.make_person()
        uuid = self.nominate(sauce, first, person)
        assert str(person.uuid) not in str(last_entry())
        assert api.posts_of(person_id=person.id, at=days(2)) == ()
        approve(uuid, second)
        (held,) = api.posts_of(person_id=person.id, at=days(2))
        assert (held.code, held.capacity) == ("JEFE-RENTAS", Capacity.SUBSTITUTE)
        assert api.posts_of(person_id=person.id, at=NOW) == ()
        assert entries("identity.appointed")[-1].public["proposal"] == str(uuid)

    def test_approved_late_it_begins_then(self, sauce, first, second):
        person = testing.make_person()
        approve(self.nominate(sauce, first, person), second, days(3))
        assert api.posts_of(person_id=person.id, at=days(2)) == ()
        assert api.posts_of(person_id=person.id, at=days(3)) != ()

    def test_nobody_is_appointed_by_their_own_hand(self, sauce, first, second):
        with pytest.raises(errors.OwnAppointment):
            self.nominate(sauce, first, sauce.officials["ADMIN-1"].person)
        mario = api.get_person(uuid=second.person_uuid)
        uuid = self.nominate(sauce, first, mario)
        with pytest.raises(errors.OwnAppointment):
            approve(uuid, second)

    def test_to_an_ordinary_post_one_is_enough_also_of_somebody_new(self, sauce, first):
        run = testing.new_run()
        nominee = api.Nominee(run, "Nora", "Díaz Pino")
        uuid = api.nominate(
            post_id=staff(sauce, "DOM-1").post.id,
            nominee=nominee,
            capacity=Capacity.DEPUTY,
            starts_at=NOW,
            actor=first,
            at=NOW,
            key="one",
        )
        assert [held.appointment_uuid for held in api.posts_of(person_id=api.find_person(run=run).id, at=NOW)] == [uuid]
        with pytest.raises(errors.PersonNotFound):
            self.nominate(sauce, first, api.Nominee(testing.new_run()))
