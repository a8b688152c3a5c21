"""The two-person rule: a change of rights is proposed by one administrator and takes effect when another approves.

A role's rights and a post's roles always; who holds a post, when the post carries something weighty. The installation
by rule (the first administrator, the demonstration) is exempt and does it at once by the other operations.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.identity.errors import (
    AlreadyProposed,
    AnotherInstitution,
    NothingChanges,
    OwnAppointment,
    OwnProposal,
    PeriodNotValid,
    ProposalDecided,
    ProposalLapsed,
    ProposalNotFound,
    ProposalStale,
    ReasonMissing,
)
from ventanilla.kernel.identity.models import Post, Proposal, Role
from ventanilla.kernel.identity.operations.posts import hold
from ventanilla.kernel.identity.operations.rights import change_post_roles, change_role_rights
from ventanilla.kernel.identity.queries.administration import roles_of_codes
from ventanilla.kernel.identity.queries.institutions import get_institution
from ventanilla.kernel.identity.queries.persons import get_person
from ventanilla.kernel.identity.queries.proposals import post_before, role_before, state_of
from ventanilla.kernel.identity.queries.rights import reaches_installation, require_may_give, require_right
from ventanilla.kernel.identity.records import record
from ventanilla.kernel.identity.types import ADMINISTER, OF_INSTALLATION, Capacity, ProposalKind, ProposalState, Right
from ventanilla.kernel.outbox import api as outbox

WAITS = timedelta(days=15)
REASON_CHARACTERS = 300


@outbox.operation
def propose_role_rights(*, role_id: int, rights: Iterable[Right], actor: ActorRef, at: datetime) -> UUID:
    """Ask that the role may do exactly `rights`. Needs the right to administer the whole institution.

    The same again, while it waits, is the same proposal. Raises RoleNotFound, RightMissing (also for a right over the
    installation), NothingChanges, AlreadyProposed. Writes proposal and ledger entry.
    """
    role = Role.objects.select_for_update().get(id=role_id)
    require_right(actor=actor, action=ADMINISTER, institution_id=role.institution_id, at=at)
    before = role_before(role)
    wanted: list[Json] = [list(pair) for pair in sorted({(right.action, right.service) for right in rights})]
    both = [*wanted, *before["rights"]]  # type: ignore[misc]
    require_may_give(actor=actor, installation=any(str(each[0]).startswith(OF_INSTALLATION) for each in both))  # type: ignore[index]
    if wanted == before["rights"]:
        raise NothingChanges
    row = Proposal(institution_id=role.institution_id, kind=ProposalKind.ROLE_RIGHTS.value, role=role)
    return _ask(row, before, {"rights": wanted}, actor, at)


@outbox.operation
def propose_post_roles(*, post_id: int, role_codes: Iterable[str], actor: ActorRef, at: datetime) -> UUID:
    """Ask that the post carries exactly these roles of its institution. Needs the right to administer its unit.

    The same again, while it waits, is the same proposal. Raises PostNotFound, RightMissing, AnotherInstitution,
    NothingChanges, AlreadyProposed. Writes proposal and ledger entry.
    """
    post = Post.objects.select_for_update().get(id=post_id)
    require_right(actor=actor, action=ADMINISTER, institution_id=post.institution_id, unit_id=post.unit_id, at=at)
    codes = sorted(set(role_codes))
    asked = roles_of_codes(institution_id=post.institution_id, codes=codes)
    if len(asked) != len(codes):
        raise AnotherInstitution
    over_all = reaches_installation(post_id=post_id) or any(each.of_installation for each in asked)
    require_may_give(actor=actor, installation=over_all)
    after: dict[str, Json] = {"roles": codes}
    before = post_before(post.id, post.institution_id, after)
    if codes == sorted(before["roles"]):  # type: ignore[arg-type]
        raise NothingChanges
    row = Proposal(institution_id=post.institution_id, kind=ProposalKind.POST_ROLES.value, post=post)
    return _ask(row, before, after, actor, at)


@outbox.operation
def propose_appointment(
    *,
    post_id: int,
    person_id: int,
    capacity: Capacity,
    starts_at: datetime,
    ends_at: datetime | None = None,
    basis: str = "",
    actor: ActorRef,
    at: datetime,
) -> UUID:
    """Ask that the person holds the post, as `appoint` would give it. Needs the right to administer its unit.

    The same again, while it waits, is the same proposal. Raises PostNotFound, PersonNotFound, RightMissing,
    OwnAppointment, PeriodNotValid, AlreadyProposed. Writes proposal and ledger entry, where the person is a commitment.
    """
    post = Post.objects.select_for_update().get(id=post_id)
    require_right(actor=actor, action=ADMINISTER, institution_id=post.institution_id, unit_id=post.unit_id, at=at)
    require_may_give(actor=actor, installation=reaches_installation(post_id=post_id))
    person = get_person(id=person_id)
    if actor.person_uuid == person.uuid:
        raise OwnAppointment
    if ends_at is not None and ends_at <= starts_at:
        raise PeriodNotValid
    after: dict[str, Json] = {
        "capacity": capacity.value,
        "basis": basis.strip(),
        "starts_at": starts_at.isoformat(),
        "ends_at": ends_at.isoformat() if ends_at else "",
    }
    row = Proposal(institution_id=post.institution_id, kind="APPOINTMENT", post=post, person_id=person.id)
    return _ask(row, post_before(post.id, post.institution_id, after), after, actor, at, person=person.uuid)


@outbox.operation
def approve_proposal(*, proposal_uuid: UUID, actor: ActorRef, at: datetime) -> None:
    """Do what was proposed, from now. Another administrator than who proposed it; nobody their own appointment.

    Who approved it before is answered the same. Raises ProposalNotFound, RightMissing, OwnProposal, OwnAppointment,
    ProposalDecided, ProposalLapsed, ProposalStale, and what the change itself refuses. Writes the change, the decision
    and their ledger entries.
    """
    row = _to_decide(proposal_uuid, actor, at, ProposalState.APPROVED)
    if row is None:
        return
    if row.proposed_by.get("person") == str(actor.person_uuid):
        raise OwnProposal
    if row.person and row.person.uuid == actor.person_uuid:
        raise OwnAppointment
    _carry_out(row, actor, at)
    _decide(row, ProposalState.APPROVED, "", actor, at)


@outbox.operation
def refuse_proposal(*, proposal_uuid: UUID, reason: str, actor: ActorRef, at: datetime) -> None:
    """Drop it for a reason; by who proposed it, it is withdrawn. Who did it before is answered the same.

    Raises ProposalNotFound, RightMissing, ReasonMissing, ProposalDecided, ProposalLapsed, ProposalStale. Writes the
    decision and its ledger entry.
    """
    said = " ".join(reason.split())[:REASON_CHARACTERS]
    if not said:
        raise ReasonMissing
    row = _to_decide(proposal_uuid, actor, at, ProposalState.REFUSED, ProposalState.WITHDRAWN)
    if row is None:
        return
    own = row.proposed_by.get("person") == str(actor.person_uuid)
    _decide(row, ProposalState.WITHDRAWN if own else ProposalState.REFUSED, said, actor, at)


def _ask(
    row: Proposal,
    before: dict[str, Json],
    after: dict[str, Json],
    actor: ActorRef,
    at: datetime,
    person: UUID | None = None,
) -> UUID:
    """Keep the proposal, unless the same one waits. Its object is locked, so that of two at once one is first."""
    same_object = Proposal.objects.filter(kind=row.kind, role=row.role, post=row.post, outcome="")
    for other in same_object.select_related("role", "post"):
        if state_of(other, at) is not ProposalState.WAITING:
            continue
        if other.body == {"before": before, "after": after} and other.person_id == row.person_id:
            return other.uuid
        if row.kind != ProposalKind.APPOINTMENT.value or other.person_id == row.person_id:
            raise AlreadyProposed
    row.body = {"before": before, "after": after}
    row.proposed_by, row.proposed_at, row.lapses_at = actor.as_json(), at, at + WAITS
    row.acts = [
        record(
            "identity.proposed",
            actor=actor,
            at=at,
            institution=get_institution(id=row.institution_id).uuid,
            public=_public(row) | after,
            private={"person": str(person)} if person else {},
        )
    ]
    row.save()
    return row.uuid


def _to_decide(uuid: UUID, actor: ActorRef, at: datetime, *done: ProposalState) -> Proposal | None:
    """The proposal, locked, when it can be decided by the actor; None when they themselves decided it so before."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("role", "post", "person", "institution")
    row = rows.filter(uuid=uuid).first()
    if row is None:
        raise ProposalNotFound
    unit_id = row.post.unit_id if row.post else None
    require_right(actor=actor, action=ADMINISTER, institution_id=row.institution_id, unit_id=unit_id, at=at)
    state = state_of(row, at)
    if state in done and row.decided_by.get("person") == str(actor.person_uuid):
        return None
    refused = {ProposalState.LAPSED: ProposalLapsed, ProposalState.STALE: ProposalStale}
    if state is not ProposalState.WAITING:
        raise refused.get(state, ProposalDecided)
    return row


def _carry_out(row: Proposal, actor: ActorRef, at: datetime) -> None:
    after, by = row.body["after"], str(row.uuid)
    if row.role:
        rights = [Right(action, service) for action, service in after["rights"]]
        change_role_rights(role=row.role, rights=rights, proposal=by, actor=actor, at=at)
    elif row.post and row.kind == ProposalKind.POST_ROLES.value:
        change_post_roles(post=row.post, role_codes=after["roles"], proposal=by, actor=actor, at=at)
    elif row.post and row.person_id:
        ends_at = datetime.fromisoformat(after["ends_at"]) if after["ends_at"] else None
        hold(
            post_id=row.post.id,
            person_id=row.person_id,
            capacity=Capacity(after["capacity"]),
            starts_at=max(datetime.fromisoformat(after["starts_at"]), at),
            ends_at=ends_at,
            basis=after["basis"],
            proposal=by,
            actor=actor,
            at=at,
        )


def _decide(row: Proposal, outcome: ProposalState, reason: str, actor: ActorRef, at: datetime) -> None:
    row.outcome, row.reason = outcome.value, reason
    row.decided_by, row.decided_at = actor.as_json(), at
    public = _public(row) | {"outcome": outcome.value, "reason": reason}
    row.acts += [
        record("identity.proposal_decided", actor=actor, at=at, institution=row.institution.uuid, public=public)
    ]
    row.save(update_fields=["outcome", "reason", "decided_by", "decided_at", "acts"])


def _public(row: Proposal) -> dict[str, Json]:
    subject = {"role": str(row.role.uuid)} if row.role else {"post": str(row.post.uuid)} if row.post else {}
    return {"proposal": str(row.uuid), "kind": row.kind, **subject}
