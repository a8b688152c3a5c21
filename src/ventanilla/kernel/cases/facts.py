"""What the State already holds and a form shows instead of asking (Ley 19.880 art. 17; ask once)."""

from datetime import datetime

from ventanilla.common import comunas, run
from ventanilla.common.canonical import Json
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import Actor, MandateData

# The closed list. A form that names another fact is refused by `services check`.
NAMES = ("name", "run", "email", "comuna", "organisations")


def facts_of(*, actor: Actor, service: str, institution_comuna: str, at: datetime) -> dict[str, Json]:
    """The known facts of a person who files this service. One query.

    `organisations` are those that the person may act for today, as options {code: RUT, label: name}.
    """
    mandates = identity.mandates_of(person_id=actor.person_id, at=at, service=service)
    return {
        "name": actor.name,
        "run": run.display(actor.run),
        "email": actor.email,
        "comuna": comunas.get(institution_comuna).name,
        "organisations": [
            {"code": each.organisation.rut, "label": each.organisation.name} for each in mandates if each.organisation
        ],
    }


def mandate_for(*, actor: Actor, rut: str, service: str, at: datetime) -> MandateData | None:
    """The mandate in force by which the person acts for the organisation of that RUT. One query."""
    mandates = identity.mandates_of(person_id=actor.person_id, at=at, service=service)
    return next((each for each in mandates if each.organisation and each.organisation.rut == rut), None)
