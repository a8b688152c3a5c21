"""From a post to what it may do: `scope_of` for lists and pages, `require_right` for guards.

A right is (action, service or all, unit with its subtree). The only place that joins appointment → post → role → right.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef

from ventanilla.common.actor import ActorKind, ActorRef
from ventanilla.kernel.identity.errors import RightMissing
from ventanilla.kernel.identity.models import PostRole
from ventanilla.kernel.identity.queries.actors import in_force
from ventanilla.kernel.identity.queries.persons import mandates_in_force
from ventanilla.kernel.identity.types import OF_INSTALLATION, Actor, Grant, Representation, Scope

GRANTS = """
SELECT granted.action, reached.institution_id, granted.service_slug, array_agg(DISTINCT reached.id)
  FROM identity_appointment held
  JOIN identity_post post ON post.id = held.post_id
  JOIN identity_unit top ON top.id = post.unit_id
  JOIN identity_postrole carried ON carried.post_id = post.id
  JOIN identity_roleright granted ON granted.role_id = carried.role_id AND granted.action = ANY(%(actions)s)
  JOIN identity_unit reached
    ON reached.institution_id = top.institution_id AND starts_with(reached.path, top.path)
 WHERE held.person_id = %(person_id)s AND held.post_id = %(post_id)s
   AND held.starts_at <= %(at)s AND (held.ends_at IS NULL OR held.ends_at > %(at)s)
 GROUP BY granted.action, reached.institution_id, granted.service_slug
 ORDER BY reached.institution_id, granted.service_slug
"""

MAY = """
SELECT EXISTS (
  SELECT 1
    FROM identity_appointment held
    JOIN identity_person person ON person.id = held.person_id
    JOIN identity_post post ON post.id = held.post_id
    JOIN identity_unit top ON top.id = post.unit_id
    JOIN identity_postrole carried ON carried.post_id = post.id
    JOIN identity_roleright granted ON granted.role_id = carried.role_id
   WHERE person.uuid = %(person)s AND post.uuid = %(post)s AND post.institution_id = %(institution_id)s
     AND held.starts_at <= %(at)s AND (held.ends_at IS NULL OR held.ends_at > %(at)s)
     AND granted.action = %(action)s AND granted.service_slug IN ('', %(service)s)
     AND CASE WHEN %(unit_id)s::bigint IS NULL THEN top.parent_id IS NULL
              ELSE EXISTS (SELECT 1 FROM identity_unit target
                            WHERE target.id = %(unit_id)s AND starts_with(target.path, top.path)
                              AND target.institution_id = top.institution_id)
         END
)
"""


def scope_of(*, actor: Actor, action: str, at: datetime) -> Scope:
    """What the actor may reach with the action at `at`. One query. See `scopes_of`."""
    return scopes_of(actor=actor, actions=(action,), at=at)[0]


def scopes_of(*, actor: Actor, actions: Sequence[str], at: datetime) -> tuple[Scope, ...]:
    """What the actor may reach with each action at `at`, in the order of `actions`. One query for all of them.

    Through a post: the units of its rights, none when the appointment has ended, and nobody whom they represent.
    For themselves: whom they represent by mandates in force, and no unit.
    """
    grants: dict[str, tuple[Grant, ...]] = {}
    representations: tuple[Representation, ...] = ()
    if actor.post is not None:
        grants = _grants(actor.person_id, actor.post.id, actions, at)
    else:
        representations = _representations(actor.person_id, at)
    return tuple(Scope(each, actor.person_id, grants.get(each, ()), representations) for each in actions)


def may(
    *, actor: ActorRef, action: str, institution_id: int, unit_id: int | None = None, service: str = "", at: datetime
) -> bool:
    """Whether the actor has the right at `at`. One query for a post, none for the others.

    The installation by rule may do all; a person for themselves and an external system have no rights of posts.
    `unit_id` None asks for the whole institution: the post is at a root unit. `service` "" asks for all services.
    """
    if actor.kind is ActorKind.RULE:
        return True
    if actor.kind is not ActorKind.POST:
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            MAY,
            {
                "person": actor.person_uuid,
                "post": actor.post_uuid,
                "institution_id": institution_id,
                "unit_id": unit_id,
                "action": action,
                "service": service,
                "at": at,
            },
        )
        return bool(cursor.fetchone()[0])


def require_right(
    *, actor: ActorRef, action: str, institution_id: int, unit_id: int | None = None, service: str = "", at: datetime
) -> None:
    """Raises RightMissing unless `may`."""
    if not may(actor=actor, action=action, institution_id=institution_id, unit_id=unit_id, service=service, at=at):
        raise RightMissing


def holds_anywhere(*, actor: ActorRef, action: str, at: datetime) -> bool:
    """Whether the post of the actor has the action in some unit. One query."""
    rights = PostRole.objects.filter(post=OuterRef("post"), role__rights__action=action)
    held = in_force(at).filter(person__uuid=actor.person_uuid, post__uuid=actor.post_uuid)
    return held.filter(Exists(rights)).exists()


def require_may_give(*, actor: ActorRef, installation: bool) -> None:
    """Raises RightMissing when rights over the `installation` are given by anybody but the installation itself.

    Who administers one institution could otherwise reach all of them, by a role, a post, an appointment or a password.
    """
    if installation and actor.kind is not ActorKind.RULE:
        raise RightMissing


def reaches_installation(*, post_id: int) -> bool:
    """Whether the post has a right over the installation. One query."""
    return PostRole.objects.filter(post_id=post_id, role__rights__action__startswith=OF_INSTALLATION).exists()


def _grants(person_id: int, post_id: int, actions: Sequence[str], at: datetime) -> dict[str, tuple[Grant, ...]]:
    """By action."""
    with connection.cursor() as cursor:
        cursor.execute(GRANTS, {"actions": list(actions), "person_id": person_id, "post_id": post_id, "at": at})
        found: dict[str, tuple[Grant, ...]] = {}
        for action, institution_id, service, unit_ids in cursor.fetchall():
            grant = Grant(institution_id=institution_id, unit_ids=frozenset(unit_ids), service=service)
            found[action] = (*found.get(action, ()), grant)
        return found


def _representations(person_id: int, at: datetime) -> tuple[Representation, ...]:
    rows = mandates_in_force(person_id, at).order_by("id").values_list("organisation_id", "principal_id", "services")
    return tuple(
        Representation(organisation_id=organisation_id, person_id=principal_id, service=service)
        for organisation_id, principal_id, services in rows
        for service in (services or [""])
    )
