"""Who is acting, through which post, and how an act names them afterwards."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ventanilla.common.actor import ActorKind, ActorRef
from ventanilla.kernel.identity.errors import AccountClosed, AccountNotFound, PostNotHeld
from ventanilla.kernel.identity.models import Account, Appointment, Institution, Person, Post
from ventanilla.kernel.identity.queries.institutions import post_data
from ventanilla.kernel.identity.queries.persons import person_data
from ventanilla.kernel.identity.types import (
    CAPACITY_TEXTS,
    AccountData,
    Actor,
    ActorLabel,
    AppointmentData,
    Capacity,
    PostHeld,
)


def actor_of(*, account_id: int, post_id: int | None = None, at: datetime) -> Actor:
    """Who the account is, for themselves or through the post `post_id`. One query, two with a post.

    Raises AccountNotFound, AccountClosed, and PostNotHeld when no appointment of theirs to the post is in force.
    """
    account = Account.objects.select_related("person").filter(id=account_id).first()
    if account is None:
        raise AccountNotFound
    return actor_of_session(account=account, post_id=post_id, at=at)


def actor_of_session(*, account: AbstractBaseUser, post_id: int | None, at: datetime) -> Actor:
    """As `actor_of`, of the account that a session of ours has brought with its person. No query, one with a post.

    Raises AccountClosed, PostNotHeld, and TypeError when the account is not one of ours.
    """
    if not isinstance(account, Account):
        raise TypeError(f"A session of ours brings an Account, not {type(account).__name__}.")
    if not account.is_active:
        raise AccountClosed
    post = None
    if post_id is not None:
        held = _with_names(in_force(at).filter(person_id=account.person_id, post_id=post_id)).first()
        if held is None:
            raise PostNotHeld
        post = _post_held(held)
    person = account.person
    return Actor(
        account_id=account.id,
        person_id=person.id,
        person_uuid=person.uuid,
        name=person.name,
        run=person.run,
        email=account.email or person.email,
        post=post,
    )


def find_account(*, person_id: int) -> AccountData | None:
    """The account of the person, or None. One query."""
    row = Account.objects.filter(person_id=person_id).first()
    return account_data(row) if row else None


def posts_of(*, person_id: int, at: datetime) -> tuple[PostHeld, ...]:
    """The posts that the person holds at `at`, by institution and title: what they choose from after entering."""
    rows = _with_names(in_force(at).filter(person_id=person_id))
    return tuple(_post_held(row) for row in rows.order_by("institution__sort_key", "post__title", "post_id"))


def posts_of_account(*, account_id: int, at: datetime) -> tuple[PostHeld, ...]:
    """As `posts_of`, of whoever has the account while it is open. Two queries."""
    account = Account.objects.filter(id=account_id, is_active=True).first()
    return posts_of(person_id=account.person_id, at=at) if account else ()


def list_appointments(*, institution_id: int, at: datetime) -> tuple[AppointmentData, ...]:
    """The appointments of an institution in force at `at`, by post. One query."""
    rows = in_force(at).filter(institution_id=institution_id).select_related("post", "person")
    return tuple(
        AppointmentData(
            uuid=row.uuid,
            post=post_data(row.post),
            person=person_data(row.person),
            capacity=Capacity(row.capacity),
            basis=row.basis,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
        )
        for row in rows.order_by("post__code", "id")
    )


def describe_actors(refs: Iterable[ActorRef]) -> dict[ActorRef, ActorLabel]:
    """What a page shows of each actor of a list. Three queries, however long the list.

    A person or a post that is not there is an empty text, never an error: the act stays readable.
    """
    wanted = set(refs)
    persons = {row.uuid: row.name for row in Person.objects.filter(uuid__in=_uuids(ref.person_uuid for ref in wanted))}
    posts = {
        row.uuid: row
        for row in Post.objects.select_related("unit").filter(uuid__in=_uuids(ref.post_uuid for ref in wanted))
    }
    institutions = {
        row.uuid: row.name
        for row in Institution.objects.filter(uuid__in=_uuids(ref.institution_uuid for ref in wanted))
    }
    return {ref: _label(ref, persons, posts, institutions) for ref in wanted}


def _label(
    ref: ActorRef, persons: dict[UUID, str], posts: dict[UUID, Post], institutions: dict[UUID, str]
) -> ActorLabel:
    post = posts.get(ref.post_uuid) if ref.post_uuid else None
    institution = institutions.get(ref.institution_uuid, "") if ref.institution_uuid else ""
    if ref.kind is ActorKind.RULE:
        return ActorLabel(name=_("La plataforma, por regla"), institution=institution)
    if ref.kind is ActorKind.SYSTEM:
        return ActorLabel(name=ref.rule, institution=institution)
    return ActorLabel(
        name=persons.get(ref.person_uuid, "") if ref.person_uuid else "",
        post=post.title if post else "",
        unit=post.unit.name if post else "",
        institution=institution,
        capacity=str(CAPACITY_TEXTS[Capacity(ref.capacity)]) if ref.capacity else "",
    )


def in_force(at: datetime) -> QuerySet[Appointment]:
    """Appointments whose period holds the instant: from their start until before their end."""
    return Appointment.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at)


def _uuids(found: Iterable[UUID | None]) -> set[UUID]:
    return {each for each in found if each is not None}


def _with_names(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    return rows.select_related("post__unit", "institution")


def _post_held(row: Appointment) -> PostHeld:
    return PostHeld(
        id=row.post.id,
        uuid=row.post.uuid,
        code=row.post.code,
        title=row.post.title,
        institution_id=row.institution_id,
        institution_uuid=row.institution.uuid,
        institution_name=row.institution.name,
        comuna_code=row.institution.comuna_code,
        unit_id=row.post.unit_id,
        unit_name=row.post.unit.name,
        capacity=Capacity(row.capacity),
        person_id=row.person_id,
        appointment_uuid=row.uuid,
    )


def account_data(row: Account) -> AccountData:
    return AccountData(row.id, row.uuid, row.person_id, row.email or "", row.is_active)
