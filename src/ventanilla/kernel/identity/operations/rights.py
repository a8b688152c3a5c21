"""What a role may do, and which roles a post carries, as they change: by rule, or by a proposal that was approved."""

from collections.abc import Iterable
from datetime import datetime

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.identity.models import Post, PostRole, Role, RoleRight
from ventanilla.kernel.identity.queries.institutions import get_institution
from ventanilla.kernel.identity.records import record
from ventanilla.kernel.identity.types import Right


def change_role_rights(*, role: Role, rights: Iterable[Right], proposal: str, actor: ActorRef, at: datetime) -> None:
    """Let the role do exactly these, from now. Writes its rights and a ledger entry that names the proposal."""
    wanted = {(right.action, right.service) for right in rights}
    present = {(each.action, each.service_slug): each.id for each in RoleRight.objects.filter(role=role)}
    RoleRight.objects.filter(id__in=[present[key] for key in present.keys() - wanted]).delete()
    RoleRight.objects.bulk_create(
        RoleRight(role=role, action=action, service_slug=service) for action, service in sorted(wanted - present.keys())
    )
    public: dict[str, Json] = {
        "role": str(role.uuid),
        "rights": [{"action": action, "service": service} for action, service in sorted(wanted)],
        "proposal": proposal,
    }
    _keep(role, "identity.role_rights_changed", public, actor, at)


def change_post_roles(*, post: Post, role_codes: Iterable[str], proposal: str, actor: ActorRef, at: datetime) -> None:
    """Let the post carry exactly these, from now. Writes its roles and a ledger entry that names the proposal."""
    wanted = {row.id: row for row in Role.objects.filter(institution_id=post.institution_id, code__in=set(role_codes))}
    present = {each.role_id: each.id for each in PostRole.objects.filter(post=post)}
    PostRole.objects.filter(id__in=[present[key] for key in present.keys() - wanted.keys()]).delete()
    PostRole.objects.bulk_create(
        PostRole(institution_id=post.institution_id, post=post, role_id=role_id)
        for role_id in sorted(wanted.keys() - present.keys())
    )
    codes: list[Json] = sorted(row.code for row in wanted.values())
    public: dict[str, Json] = {"post": str(post.uuid), "roles": codes, "proposal": proposal}
    _keep(post, "identity.post_roles_changed", public, actor, at)


def _keep(row: Role | Post, kind: str, public: dict[str, Json], actor: ActorRef, at: datetime) -> None:
    institution = get_institution(id=row.institution_id).uuid
    row.acts = [*row.acts, record(kind, actor=actor, at=at, institution=institution, public=public)]
    row.save(update_fields=["acts"])
