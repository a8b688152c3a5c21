"""How a row keeps its ledger entry: the act, and the salts that open its commitments."""

import base64
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.ledger import api as ledger


def record(
    kind: str,
    *,
    actor: ActorRef,
    at: datetime,
    institution: UUID,
    service: str = "",
    sensitive: bool = False,
    public: Mapping[str, Json] = {},
    private: Mapping[str, Json] = {},
) -> dict[str, Json]:
    """Append the entry and give what the row keeps of it. One statement."""
    appended = ledger.append(
        kind=kind,
        actor=actor,
        at=at,
        institution=institution,
        service=service,
        sensitive=sensitive,
        public=public,
        private=private,
    )
    return {
        "act": str(appended.act),
        "kind": kind,
        "at": at.isoformat(),
        "actor": actor.as_json(),
        "salts": {name: base64.b64encode(salt).decode() for name, salt in appended.salts.items()},
    }
