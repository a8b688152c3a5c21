"""How identity writes: one ledger entry kept beside the row, and database rules answered as refusals."""

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.common.errors import Refusal
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.outbox import api as outbox


def record(
    kind: str,
    *,
    actor: ActorRef,
    at: datetime,
    institution: UUID | None = None,
    public: Mapping[str, Json] = {},
    private: Mapping[str, Json] = {},
) -> dict[str, Json]:
    """Append the entry and give what the row keeps of it: its act, and the salts of its commitments."""
    appended = ledger.append(kind=kind, actor=actor, at=at, institution=institution, public=public, private=private)
    return {
        "act": str(appended.act),
        "kind": kind,
        "at": at.isoformat(),
        "actor": actor.as_json(),
        "salts": {name: base64.b64encode(salt).decode() for name, salt in appended.salts.items()},
    }


@contextmanager
def refusing(refusals: Mapping[str, type[Refusal]]) -> Iterator[None]:
    """Answer a broken database rule, by its name, as a refusal. The rule decides also between parallel calls.

    The names are those of constraints and unique indexes. Other broken rules pass on, and are faults.
    """
    try:
        with outbox.attempt():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        for prefix, refusal in refusals.items():
            if name.startswith(prefix):
                raise refusal from error
        raise
