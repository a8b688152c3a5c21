"""What the writes share: a charge under lock, what the rules need of it, and its entries in the ledger."""

import base64
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.payments import rules
from ventanilla.kernel.payments.errors import ChargeNotFound
from ventanilla.kernel.payments.models import Charge


def append_act(
    kind: str, *, institution: UUID, actor: ActorRef, at: datetime, private: Mapping[str, Json]
) -> tuple[UUID, dict[str, str]]:
    """Append one entry; give its act and the salts (base64) that the row keeps beside the values.

    Amounts and concepts are committed to and never published.
    """
    appended = ledger.append(kind=kind, actor=actor, at=at, institution=institution, private=private)
    return appended.act, {name: base64.b64encode(salt).decode() for name, salt in appended.salts.items()}


def locked(**which: UUID | int) -> Charge:
    """The charge, locked until the transaction ends, with its institution. Raises ChargeNotFound.

    Its settlement is not joined: a join would show it as it was before the wait for the lock.
    """
    found = Charge.objects.select_related("institution").select_for_update(of=("self",)).filter(**which).first()
    if found is None:
        raise ChargeNotFound
    return found


def standing_of(found: Charge) -> rules.Standing:
    """What the rules need of a charge. One statement, or none when it was read with its settlement."""
    return rules.Standing(
        amount_clp=found.amount_clp,
        due_on=found.due_on,
        settled=hasattr(found, "settlement"),
        closing=found.closing,
    )
