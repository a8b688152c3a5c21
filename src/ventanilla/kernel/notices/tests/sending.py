"""A notice in one line."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.notices import api

AT = datetime(2025, 3, 10, 15, tzinfo=UTC)


def send(commune, person, **changes) -> UUID:
    """Tell `person` that their licence is ready, or what the changes say."""
    given = {
        "dossier": uuid4(),
        "institution_id": commune.institution.id,
        "person_id": person.id,
        "kind": "case.decided",
        "subject": "Su patente está lista",
        "body": "Aprobamos su patente.\n\nPuede descargarla desde su trámite.",
        "legal": False,
        "actor": ActorRef.by_rule("tests"),
        "at": AT,
    }
    return api.send(**given | changes)
