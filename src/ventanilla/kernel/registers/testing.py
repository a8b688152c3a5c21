"""What tests of other packages need of registers: an entry in one line."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.registers import api

BY_RULE = ActorRef.by_rule("registers.testing")
_NO_DATA: Mapping[str, Json] = {}


def make_entry(
    *,
    institution_id: int,
    at: datetime,
    person_id: int | None = None,
    organisation_id: int | None = None,
    register: str = "patentes",
    service: str = "",
    data: Mapping[str, Json] = _NO_DATA,
    valid_from: date = date(2025, 1, 1),
    valid_until: date | None = date(2025, 6, 30),
    dossier: UUID | None = None,
) -> UUID:
    """A licence for the first half of 2025, or as the parameters say."""
    return api.enter(
        register=register,
        institution_id=institution_id,
        holder_person_id=person_id,
        holder_organisation_id=organisation_id,
        title="Patente comercial",
        data=data,
        valid_from=valid_from,
        valid_until=valid_until,
        dossier=dossier or uuid4(),
        source_act=uuid4(),
        document_uuid=None,
        service=service,
        actor=BY_RULE,
        at=at,
    )
