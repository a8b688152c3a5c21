"""Proposals as they are now: what waits, what lapsed, what was decided and by whom."""

from datetime import datetime
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.identity.errors import ProposalNotFound
from ventanilla.kernel.identity.models import Proposal, Role
from ventanilla.kernel.identity.queries.administration import get_role_of, roles_of_codes, roles_of_post
from ventanilla.kernel.identity.queries.institutions import post_data
from ventanilla.kernel.identity.queries.persons import person_data
from ventanilla.kernel.identity.types import ProposalData, ProposalKind, ProposalState, RoleRights

# Of the decided ones, the page shows the last; all are in the ledger.
SHOWN = 50


def list_proposals(*, institution_id: int, at: datetime) -> tuple[ProposalData, ...]:
    """The last proposals of the institution, newest first. Some queries for each."""
    rows = Proposal.objects.filter(institution_id=institution_id).select_related("role", "post", "person")
    return tuple(proposal_data(row, at) for row in rows.order_by("-proposed_at", "-id")[:SHOWN])


def get_proposal_of(*, institution_id: int, uuid: UUID, at: datetime) -> ProposalData:
    """The proposal with this uuid in the institution. Raises ProposalNotFound."""
    rows = Proposal.objects.filter(institution_id=institution_id, uuid=uuid).select_related("role", "post", "person")
    row = rows.first()
    if row is None:
        raise ProposalNotFound
    return proposal_data(row, at)


def proposal_data(row: Proposal, at: datetime) -> ProposalData:
    role = get_role_of(institution_id=row.institution_id, uuid=row.role.uuid) if row.role else None
    return ProposalData(
        uuid=row.uuid,
        kind=ProposalKind(row.kind),
        state=state_of(row, at),
        role=role,
        post=post_data(row.post) if row.post else None,
        person=person_data(row.person) if row.person else None,
        before=row.body["before"],
        after=row.body["after"],
        proposed_by=ActorRef.from_json(row.proposed_by),
        proposed_at=row.proposed_at,
        lapses_at=row.lapses_at,
        decided_by=ActorRef.from_json(row.decided_by) if row.decided_by else None,
        decided_at=row.decided_at,
        reason=row.reason,
    )


def state_of(row: Proposal, at: datetime) -> ProposalState:
    """Decided, or what it has become by itself."""
    if row.outcome:
        return ProposalState(row.outcome)
    if at >= row.lapses_at:
        return ProposalState.LAPSED
    now = role_before(row.role) if row.role else post_before(row.post_id, row.institution_id, row.body["after"])
    return ProposalState.WAITING if now == row.body["before"] else ProposalState.STALE


def role_before(role: Role) -> dict[str, Json]:
    """What a proposal about a role finds."""
    return {"rights": rights_json(get_role_of(institution_id=role.institution_id, uuid=role.uuid))}


def post_before(post_id: int, institution_id: int, after: dict[str, Json]) -> dict[str, Json]:
    """What a proposal about a post finds: its roles with their rights, and those of the roles that are asked for."""
    found: dict[str, Json] = {"roles": _by_code(roles_of_post(post_id))}
    if "roles" in after:
        found["asked"] = _by_code(roles_of_codes(institution_id=institution_id, codes=after["roles"]))  # type: ignore[arg-type]
    return found


def rights_json(role: RoleRights) -> list[Json]:
    return [[right.action, right.service] for right in role.rights]


def _by_code(roles: tuple[RoleRights, ...]) -> dict[str, Json]:
    return {each.role.code: rights_json(each) for each in roles}
