"""The 200 persons and the organisation, all or none."""

from collections.abc import Sequence
from datetime import datetime

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.outbox.api import operation
from ventanilla.project.demo.world import Organisation, Someone


def are_there(people: Sequence[Someone]) -> bool:
    """Whether they were registered before. They are registered together, so that the last one stands for all."""
    return identity.find_person(run=people[-1].run) is not None


@operation
def register(
    *, people: Sequence[Someone], organisations: Sequence[Organisation], actor: ActorRef, at: datetime
) -> None:
    """Register the persons, the organisations, and the mandate of who represents each, in one transaction.

    A person who signed in before is left as they are. Raises the refusals of what it calls.
    """
    ids: list[int] = []
    for each in people:
        found = identity.find_person(run=each.run) or identity.register_person(
            run=each.run,
            given_names=each.given_names,
            surnames=each.surnames,
            email=each.email,
            comuna_code=each.comuna_code,
            actor=actor,
            at=at,
        )
        ids.append(found.id)
    for plan in organisations:
        made = identity.register_organisation(rut=plan.rut, name=plan.name, actor=actor, at=at)
        identity.grant_mandate(
            person_id=ids[plan.represented_by - 1], organisation_id=made.id, starts_at=at, actor=actor, at=at
        )
