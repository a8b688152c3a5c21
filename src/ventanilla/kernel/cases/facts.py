"""What the State already holds and a form shows instead of asking (Ley 19.880 art. 17; ask once)."""

from collections.abc import Mapping

from ventanilla.common.canonical import Json
from ventanilla.kernel.identity.types import Actor

# The closed list of what a form may name.
NAMES = ("name", "run", "email", "organisation_name", "organisation_rut")


def facts_of(actor: Actor, organisation: tuple[str, str] | None = None) -> Mapping[str, Json]:
    """The known facts of a person who files, for themselves or for an organisation (its name and RUT). Pure."""
    name, rut = organisation or ("", "")
    return {
        "name": actor.name,
        "run": actor.run,
        "email": actor.email,
        "organisation_name": name,
        "organisation_rut": rut,
    }
