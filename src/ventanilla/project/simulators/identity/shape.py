"""The two shapes of provider: where their addresses are, how they sign, and how they say who it is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from joserfc.jwk import ECKey, RSAKey

from ventanilla.common.assertion import shared_key
from ventanilla.kernel.identity.types import (
    CLAVEUNICA_PATH,
    NEIGHBOUR_PATH,
    SIMULATED_PROVIDERS,
    SIMULATED_SECRET_FILE,
    Provider,
)
from ventanilla.project.simulators.config import Config
from ventanilla.project.simulators.people import TestPerson

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """One provider. `find` makes what the platform knows of it. Addresses are paths under `path`."""

    path: str
    provider: Callable[[str, str], Provider]
    algorithm: str
    end_session: str
    names_itself: bool
    claims: Callable[[TestPerson], Json]
    userinfo_methods: frozenset[str]

    def known(self, base_url: str, config: Config) -> Provider:
        """As the platform knows it."""
        return self.provider(base_url, secret(config).hex())

    def subject(self, person: TestPerson) -> str:
        """Of each provider its own, and nothing that says who it is."""
        return sha256(f"{self.path}\0{person.run}".encode()).hexdigest()[:24]


def secret(config: Config) -> bytes:
    """What both sides share; the hexadecimal of it is the secret of the client."""
    return shared_key(config.home / "keys" / SIMULATED_SECRET_FILE)


@cache
def key_of(algorithm: str, name: str = "own") -> RSAKey | ECKey:
    """The key of this process, made when it is first needed; `name` makes others, which nobody knows."""
    key = RSAKey.generate_key(2048) if algorithm == "RS256" else ECKey.generate_key("P-256")
    key.ensure_kid()
    return key


def _claveunica_claims(person: TestPerson) -> Json:
    number, digit = person.run.split("-")
    return {
        "RolUnico": {"numero": int(number), "DV": digit, "tipo": "RUN"},
        "name": {"nombres": person.given_names.split(), "apellidos": person.surnames.split()},
    }


def _standard_claims(person: TestPerson) -> Json:
    return {"run": person.run, "given_name": person.given_names, "family_name": person.surnames}


SHAPES = (
    Shape(CLAVEUNICA_PATH, SIMULATED_PROVIDERS[0], "RS256", "/logout", False, _claveunica_claims, frozenset({"POST"})),
    Shape(
        NEIGHBOUR_PATH, SIMULATED_PROVIDERS[1], "ES256", "/salir", True, _standard_claims, frozenset({"GET", "POST"})
    ),
)


def other_than(shape: Shape) -> Shape:
    """The other of the two."""
    return next(each for each in SHAPES if each is not shape)
