"""Who it is, from what a provider says of a person. The key is the RUN and never `sub`, which is the provider's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ventanilla.common import run as run_numbers
from ventanilla.kernel.identity.sign_in_errors import RunNotVouched
from ventanilla.kernel.identity.types import Provider

NAME_MAX_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class Vouched:
    """A person for whom a provider vouches."""

    run: str
    given_names: str
    surnames: str


def person_of(said: Mapping[str, Any], provider: Provider) -> Vouched:
    """The person in the answer of userinfo. Raises RunNotVouched when the RUN or a name is missing or wrong."""
    try:
        run = run_numbers.parse(_run(said.get(provider.run_from)))
    except ValueError as error:
        raise RunNotVouched from error
    given_names, surnames = _names(said)
    if not given_names or not surnames:
        raise RunNotVouched
    return Vouched(run, given_names[:NAME_MAX_CHARACTERS], surnames[:NAME_MAX_CHARACTERS])


def _run(value: object) -> str:
    """A text, or ClaveÚnica's `RolUnico` {numero, DV, tipo}, which must be a RUN."""
    if isinstance(value, Mapping):
        if value.get("tipo") != "RUN":
            raise ValueError("no RUN")
        return f"{value.get('numero')}-{value.get('DV')}"
    return value if isinstance(value, str) else ""


def _names(said: Mapping[str, Any]) -> tuple[str, str]:
    """Those of ClaveÚnica (`name` {nombres, apellidos}), or those of the standard."""
    name = said.get("name")
    if isinstance(name, Mapping):
        return _words(name.get("nombres")), _words(name.get("apellidos"))
    return _words(said.get("given_name")), _words(said.get("family_name"))


def _words(value: object) -> str:
    """A name of one text, or of a list of them, without spaces to spare and without control characters."""
    text = " ".join(str(each) for each in value) if isinstance(value, list) else value if isinstance(value, str) else ""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
