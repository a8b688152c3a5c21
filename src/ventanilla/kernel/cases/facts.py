"""What the State already holds and a form shows instead of asking (Ley 19.880 art. 17; ask once)."""

from collections.abc import Mapping

from ventanilla.common.canonical import Json
from ventanilla.kernel.cases.models import Draft
from ventanilla.kernel.identity.types import Actor


def facts_of(actor: Actor, organisation: tuple[str, str] | None = None) -> Mapping[str, Json]:
    """The known facts (services.types.FACT_NAMES) of who files; `organisation` is a name and RUT they act for."""
    name, rut = organisation or ("", "")
    return {
        "name": actor.name,
        "run": actor.run,
        "email": actor.email,
        "organisation_name": name,
        "organisation_rut": rut,
    }


def draft_facts(draft: Draft, actor: Actor) -> Mapping[str, Json]:
    """The facts that this draft's form knows. No query when its organisation was read with it."""
    organisation = draft.organisation
    return facts_of(actor, (organisation.name, organisation.rut) if organisation else None)
