"""What the files of `data/` say, as frozen data. Reads files only: the journey needs no database to know its cast."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ventanilla.common import run as run_numbers

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Someone:
    """A person to register. `note` says what they are good for, at the simulator of identity."""

    run: str
    given_names: str
    surnames: str
    comuna_code: str = ""
    email: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.surnames}"

    @property
    def display_run(self) -> str:
        return run_numbers.display(self.run)


@dataclass(frozen=True, slots=True)
class Unit:
    code: str
    name: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    code: str
    name: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """A post with who holds it, in which capacity, and the e-mail and password to enter with."""

    code: str
    unit: str
    title: str
    roles: tuple[str, ...]
    holder: Someone
    email: str
    password: str
    capacity: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A service that the institution adopts: units by lane, its own numbers and their ordinance."""

    slug: str
    unit: str
    lanes: Mapping[str, str]
    parameters: Mapping[str, int | str]
    norm: str


@dataclass(frozen=True, slots=True)
class Institution:
    code: str
    name: str
    short_name: str
    comuna_code: str
    rut: str
    units: tuple[Unit, ...]
    roles: tuple[Role, ...]
    posts: tuple[Post, ...]
    offers: tuple[Offer, ...]

    def post(self, code: str) -> Post:
        return next(post for post in self.posts if post.code == code)


@dataclass(frozen=True, slots=True)
class Organisation:
    """`represented_by` is the place of its mandatary among the persons, from 1."""

    rut: str
    name: str
    represented_by: int


def read(name: str) -> Any:
    """A file of `data/` as plain lists and mappings."""
    return YAML(typ="safe", pure=True).load(DATA / f"{name}.yaml")


@cache
def institutions() -> tuple[Institution, ...]:
    """The institutions, in the order of their file."""
    return tuple(_institution(raw) for raw in read("institutions"))


def institution(code: str) -> Institution:
    """The institution of that code."""
    return next(each for each in institutions() if each.code == code)


@cache
def organisations() -> tuple[Organisation, ...]:
    """The organisations, in the order of their file."""
    return tuple(Organisation(**raw) for raw in read("people")["organisations"])


def _institution(raw: Mapping[str, Any]) -> Institution:
    return Institution(
        code=raw["code"],
        name=raw["name"],
        short_name=raw["short_name"],
        comuna_code=raw["comuna_code"],
        rut=raw["rut"],
        units=tuple(Unit(**each) for each in raw["units"]),
        roles=tuple(Role(each["code"], each["name"], tuple(each["actions"])) for each in raw["roles"]),
        posts=tuple(_post(each, raw["comuna_code"]) for each in raw["posts"]),
        offers=tuple(Offer(**each) for each in raw["offers"]),
    )


def _post(raw: Mapping[str, Any], comuna_code: str) -> Post:
    return Post(
        code=raw["code"],
        unit=raw["unit"],
        title=raw["title"],
        roles=tuple(raw["roles"]),
        holder=Someone(**raw["holder"], comuna_code=comuna_code, email=raw["email"]),
        email=raw["email"],
        password=raw["password"],
        capacity=raw.get("capacity", "HOLDER"),
    )
