"""What an operation keeps, undoes and records."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from ventanilla.common.actor import ActorRef
from ventanilla.common.errors import Fault, Refusal
from ventanilla.kernel.outbox import api as outbox

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
ACTOR = ActorRef.by_rule("test")


class Closed(Refusal):
    code = "outbox_test.closed"


@outbox.operation
def refuse(*, actor: ActorRef, at: datetime) -> None:
    raise Closed


@pytest.mark.django_db
def test_a_refusal_is_raised_again():
    with pytest.raises(Closed):
        refuse(actor=ACTOR, at=AT)
