"""What officials do in the simulation: take, let go, report, decide."""

from datetime import datetime
from random import Random  # noqa: TID251  seeded

from ventanilla.common.testing import Deed, Step, pick
from ventanilla.kernel.cases import api
from ventanilla.kernel.cases.types import DeskRow
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import Actor, AppointmentData
from ventanilla.kernel.services import api as services

FIELDS = {
    "zone": "ZU-2 residencial mixta",
    "opinion": "No corresponde a la zona.",
    "missing_text": "Falta el plano firmado.",
    "reasons": "Que los informes son favorables.",
}
OUTCOMES = ("favorable", "favorable", "favorable", "missing", "unfavorable", "approve", "approve", "reject")


def take(random: Random, at: datetime) -> Deed | None:
    """An official takes a task of the desk, also one that a colleague has."""
    found = _at_the_desk(random, at, api.Tab.URGENT)
    if found is None:
        return None
    post, appointment, place, row = found
    return f"{post} takes task {place}", lambda at: api.claim_task(
        actor=actor(appointment, at), at=at, task_uuid=row.task_uuid
    )


def let_go(random: Random, at: datetime) -> Deed | None:
    """An official puts a task back."""
    found = _at_the_desk(random, at, api.Tab.MINE)
    if found is None or random.random() < 0.7:
        return None
    post, appointment, place, row = found
    return f"{post} lets task {place} go", lambda at: api.release_task(
        actor=actor(appointment, at), at=at, task_uuid=row.task_uuid
    )


def report(random: Random, at: datetime) -> Deed | None:
    """An official ends a task that they have, with one of its outcomes; or signs a decision."""
    found = _at_the_desk(random, at, api.Tab.MINE)
    if found is None:
        return None
    post, appointment, place, row = found
    task = services.definition_of(row.version_id).tasks[row.key]
    codes = {each.code for each in task.outcomes}
    outcome = random.choice([each for each in OUTCOMES if each in codes])
    raw = {question.key: [FIELDS[question.key]] for question in task.asks if question.key in FIELDS}
    return f"{post} ends task {place} ({row.key}): {outcome}", lambda at: api.complete_task(
        actor=actor(appointment, at), at=at, task_uuid=row.task_uuid, outcome=outcome, raw=raw
    )


def actor(appointment: AppointmentData, at: datetime) -> Actor:
    """The official at the desk, while the appointment lasts."""
    account = identity.find_account(person_id=appointment.person.id)
    assert account is not None
    return identity.actor_of(account_id=account.id, post_id=appointment.post.id, at=at)


def _at_the_desk(random: Random, at: datetime, tab: api.Tab) -> tuple[str, AppointmentData, int, DeskRow] | None:
    """One official of those who have something on that view of their desk, and one line of it."""
    desks = []
    for institution in identity.list_institutions():
        for appointment in identity.list_appointments(institution_id=institution.id, at=at):
            rows = api.list_desk(actor=actor(appointment, at), at=at, tab=tab).rows
            if rows:
                desks.append((f"{institution.code}/{appointment.post.code}", appointment, rows))
    desk = pick(random, desks)
    if desk is None:
        return None
    post, appointment, rows = desk[1]
    place = random.randrange(len(rows))
    return post, appointment, place + 1, rows[place]


STEPS: tuple[Step, ...] = (take, take, take, let_go, report, report, report)
