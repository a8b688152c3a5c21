"""What the simulation does with appointments and mandates: rights go, and come to others."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random  # noqa: TID251  seeded

from ventanilla.common.testing import Deed, Step, pick
from ventanilla.kernel.identity import api
from ventanilla.kernel.identity.models import Appointment, Mandate, Organisation, Person, Post
from ventanilla.kernel.identity.queries.actors import in_force
from ventanilla.kernel.identity.testing import SETUP
from ventanilla.kernel.identity.types import Capacity

SERVES_FOR = timedelta(days=3)


def leave_post(random: Random, at: datetime) -> Deed | None:
    """Who holds a post that another can hold leaves it."""
    held = pick(random, list(in_force(at).select_related("post").order_by("id")))
    if held is None:
        return None
    place, row = held
    return f"holder {place} leaves {row.post.code}", lambda at: api.end_appointment(
        appointment_uuid=row.uuid, ends_at=at, actor=SETUP, at=at
    )


def fill_post(random: Random, at: datetime) -> Deed | None:
    """Somebody who has held the post before holds it again, for good or for some days."""
    empty = Post.objects.exclude(id__in=in_force(at).values("post")).order_by("id")
    chosen = pick(random, list(empty))
    if chosen is None:
        return None
    _, post = chosen
    before = Appointment.objects.filter(post=post).order_by("id").values_list("person", flat=True)
    person_id = random.choice(list(before))
    ends_at = random.choice([None, at + SERVES_FOR])
    return f"{post.code} is filled{' for some days' if ends_at else ''}", lambda at: api.appoint(
        post_id=post.id,
        person_id=person_id,
        capacity=Capacity.HOLDER,
        starts_at=at,
        ends_at=ends_at,
        actor=SETUP,
        at=at,
    )


def grant_mandate(random: Random, _at: datetime) -> Deed | None:
    """An organisation is represented by somebody more."""
    person, organisation = (pick(random, list(model.objects.order_by("id"))) for model in (Person, Organisation))
    if person is None or organisation is None:
        return None
    return f"person {person[0]} may act for organisation {organisation[0]}", lambda at: api.grant_mandate(
        person_id=person[1].id, organisation_id=organisation[1].id, starts_at=at, actor=SETUP, at=at
    )


def revoke_mandate(random: Random, _at: datetime) -> Deed | None:
    """A mandate ends now."""
    found = pick(random, list(Mandate.objects.filter(revoked_at__isnull=True).order_by("id")))
    if found is None:
        return None
    return f"mandate {found[0]} is revoked", lambda at: api.revoke_mandate(
        mandate_uuid=found[1].uuid, actor=SETUP, at=at
    )


STEPS: tuple[Step, ...] = (leave_post, fill_post, fill_post, fill_post, grant_mandate, revoke_mandate)


def problems(*, at_rest: bool) -> Iterator[str]:
    """Every appointment and mandate has the entry of its beginning, and one more when it has ended."""
    for row in Appointment.objects.all():
        kinds = [act["kind"] for act in row.acts]
        if kinds[:1] != ["identity.appointed"] or set(kinds[1:]) - {"identity.appointment_ended"}:
            yield f"the appointment {row.id} has the acts {kinds}"
    for mandate in Mandate.objects.all():
        wanted = ["identity.mandate_granted"] + ["identity.mandate_revoked"] * (mandate.revoked_at is not None)
        if [act["kind"] for act in mandate.acts] != wanted:
            yield f"the mandate {mandate.id} has the acts {mandate.acts}"
