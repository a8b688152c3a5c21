"""An act on a case: one entry in the ledger and, beside it here, the private values with their salts."""

import base64
from collections.abc import Mapping
from datetime import datetime

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.cases.models import Act, Case
from ventanilla.kernel.ledger import api as ledger

NO_VALUES: Mapping[str, Json] = {}


def record_act(
    case: Case,
    *,
    kind: str,
    actor: ActorRef,
    at: datetime,
    norm: str = "",
    public: Mapping[str, Json] = NO_VALUES,
    private: Mapping[str, Json] = NO_VALUES,
) -> None:
    """Append the act to the ledger and keep its private side. Two statements, in the caller's transaction.

    The case's code is among the committed values, so that the parties' proof links act and case and nobody else's does.
    """
    values = {"case": case.code, **private}
    appended = ledger.append(
        kind=kind,
        actor=actor,
        at=at,
        institution=case.institution.uuid,
        norm=norm,
        service=case.service,
        public=public,
        private=values,
    )
    Act.objects.create(
        case=case,
        act=appended.act,
        kind=kind,
        at=at,
        actor=actor.as_json(),
        private=values,
        salts={name: base64.b64encode(salt).decode() for name, salt in appended.salts.items()},
    )
