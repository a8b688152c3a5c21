"""An institution of the demonstration, whole or not at all: units, roles, posts, officials, adopted services."""

from datetime import datetime

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import Capacity, InstitutionData, InstitutionKind, Right
from ventanilla.kernel.outbox.api import operation
from ventanilla.kernel.services import api as services
from ventanilla.project.demo.world import Institution, Offer, Post


def is_there(plan: Institution) -> bool:
    """Whether it was set up before."""
    return plan.code in {each.code for each in identity.list_institutions()}


@operation
def set_up(*, plan: Institution, actor: ActorRef, at: datetime) -> None:
    """Make the institution with all that belongs to it, in one transaction. Raises the refusals of what it calls."""
    made = identity.create_institution(
        code=plan.code,
        name=plan.name,
        short_name=plan.short_name,
        kind=InstitutionKind.MUNICIPALITY,
        comuna_code=plan.comuna_code,
        rut=plan.rut,
        actor=actor,
        at=at,
    )
    units = _make_units(plan, made, actor, at)
    for role in plan.roles:
        rights = [Right(action) for action in role.actions]
        identity.create_role(institution_id=made.id, code=role.code, name=role.name, rights=rights, actor=actor, at=at)
    for post in plan.posts:
        _fill(post, made.id, units[post.unit], actor, at)
    for offer in plan.offers:
        _adopt(offer, made.id, actor, at)
    documents.ensure_seal(institution_id=made.id, at=at)


def _make_units(plan: Institution, made: InstitutionData, actor: ActorRef, at: datetime) -> dict[str, int]:
    """The id of each unit by its code. In the file a unit comes after the one that it is under."""
    ids: dict[str, int] = {}
    for unit in plan.units:
        ids[unit.code] = identity.create_unit(
            institution_id=made.id,
            code=unit.code,
            name=unit.name,
            parent_id=ids[unit.under] if unit.under else None,
            actor=actor,
            at=at,
        ).id
    return ids


def _fill(post: Post, institution_id: int, unit_id: int, actor: ActorRef, at: datetime) -> None:
    """Make the post, its holder and the way in."""
    made = identity.create_post(
        institution_id=institution_id,
        unit_id=unit_id,
        code=post.code,
        title=post.title,
        role_codes=post.roles,
        actor=actor,
        at=at,
    )
    holder = identity.register_person(
        run=post.holder.run,
        given_names=post.holder.given_names,
        surnames=post.holder.surnames,
        email=post.holder.email,
        comuna_code=post.holder.comuna_code,
        actor=actor,
        at=at,
    )
    identity.appoint(
        post_id=made.id,
        person_id=holder.id,
        capacity=Capacity(post.capacity),
        starts_at=at,
        actor=actor,
        at=at,
    )
    identity.set_official_password(person_id=holder.id, email=post.email, password=post.password, actor=actor, at=at)


def _adopt(offer: Offer, institution_id: int, actor: ActorRef, at: datetime) -> None:
    services.adopt(
        institution_id=institution_id,
        slug=offer.slug,
        unit=offer.unit,
        lanes=offer.lanes,
        parameters=offer.parameters,
        norm=offer.norm,
        actor=actor,
        at=at,
    )
