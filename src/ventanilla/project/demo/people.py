"""The 200 persons: those with a story, then those that are drawn from lists of names. Always the same ones."""

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any

from ventanilla.common import run as run_numbers
from ventanilla.common.text import bare
from ventanilla.project.demo import world
from ventanilla.project.demo.world import Someone

SEED = "ventanilla"
MAIL_DOMAIN = "correo.example"


@cache
def everyone() -> tuple[Someone, ...]:
    """All persons, in the order of their RUN. The first ones have a story."""
    raw = world.read("people")
    told = [_told(raw, place) for place in range(len(raw["told"]))]
    return (*told, *(_drawn(raw, place) for place in range(len(told), raw["count"])))


def person(number: int) -> Someone:
    """The person at that place, from 1, as the files of `data/` name them."""
    return everyone()[number - 1]


def _told(raw: dict[str, Any], place: int) -> Someone:
    story = raw["told"][place]
    return Someone(run=_run(raw, place), email=_email(story["given_names"], story["surnames"], 0), **story)


def _drawn(raw: dict[str, Any], place: int) -> Someone:
    given = raw["women"] if place % 2 else raw["men"]
    given_names = f"{_pick(given, place, 'first')} {_pick(given, place, 'second')}"
    surnames = f"{_pick(raw['surnames'], place, 'father')} {_pick(raw['surnames'], place, 'mother')}"
    return Someone(
        run=_run(raw, place),
        given_names=given_names,
        surnames=surnames,
        comuna_code=_pick(raw["comunas"], place, "comuna"),
        email=_email(given_names, surnames, place + 1),
    )


def _pick(names: Sequence[str], place: int, what: str) -> str:
    """A seeded draw. The second given name is never the first one again, because its list begins after it."""
    number = int.from_bytes(hashlib.sha256(f"{SEED}/{what}/{place}".encode()).digest()[:8])
    if what != "second":
        return names[number % len(names)]
    first = names.index(_pick(names, place, "first"))
    return names[(first + 1 + number % (len(names) - 1)) % len(names)]


def _run(raw: dict[str, Any], place: int) -> str:
    number = raw["first_number"] + place
    return f"{number}-{run_numbers.check_digit(number)}"


def _email(given_names: str, surnames: str, number: int) -> str:
    name = f"{given_names.split()[0]}.{surnames.split()[0]}"
    return f"{bare(name)}{number or ''}@{MAIL_DOMAIN}"
