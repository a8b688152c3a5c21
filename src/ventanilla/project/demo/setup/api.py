"""The front door of the set-up: each step asks first whether it is done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from ventanilla.common import clock
from ventanilla.common.actor import ActorRef
from ventanilla.project.demo import people, world
from ventanilla.project.demo.setup import catalogue, institutions, persons
from ventanilla.project.demo.world import Institution
from ventanilla.project.simulators import people as offered

__all__ = ["Step", "steps"]

BY_DEMO = ActorRef.by_rule("ventanilla demo")


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the set-up: what it is in words, and how it is done when it is not done yet."""

    title: str
    run: Callable[[], None]


def steps(home: Path) -> Iterator[Step]:
    """What makes the demonstration's data, in order. Run again, each finds it done."""
    yield Step(_("Trámites publicados"), _publish)
    for plan in world.institutions():
        yield Step(plan.name, partial(_set_up, plan))
    yield Step(_("%(count)d personas inventadas") % {"count": len(people.everyone())}, partial(_register, home))


def _publish() -> None:
    for slug in {offer.slug for plan in world.institutions() for offer in plan.offers}:
        catalogue.publish(slug, actor=BY_DEMO, at=clock.now())


def _set_up(plan: Institution) -> None:
    if not institutions.is_there(plan):
        institutions.set_up(plan=plan, actor=BY_DEMO, at=clock.now())


def _register(home: Path) -> None:
    everyone = people.everyone()
    if not persons.are_there(everyone):
        persons.register(people=everyone, organisations=world.organisations(), actor=BY_DEMO, at=clock.now())
    offered.write(home, [offered.TestPerson(each.run, each.given_names, each.surnames, each.note) for each in everyone])
