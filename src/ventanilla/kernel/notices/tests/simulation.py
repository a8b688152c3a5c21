"""What the simulation does with notices, and what must hold of them whatever happens."""

from collections.abc import Iterator
from datetime import datetime
from random import Random  # noqa: TID251  seeded

from ventanilla.common.actor import ActorRef
from ventanilla.common.testing import Deed, Step, pick
from ventanilla.kernel.ledger.testing import without_entry
from ventanilla.kernel.notices import api
from ventanilla.kernel.notices.models import Delivery, Notice
from ventanilla.kernel.notices.types import ChannelPolicy, DeliveryResult


def open_one(random: Random, _at: datetime) -> Deed | None:
    """A person opens a notice of theirs."""
    found = pick(random, list(Notice.objects.select_related("person").order_by("id")))
    if found is None:
        return None
    place, notice = found
    return f"notice {place} is opened", lambda at: api.open_notice(
        uuid=notice.uuid, person_id=notice.person_id, actor=ActorRef.person(notice.person.uuid), at=at
    )


STEPS: tuple[Step, ...] = (open_one,)


def problems(*, at_rest: bool) -> Iterator[str]:
    """A notice has at most one end; at rest it has one, and a legal one that was sent has its legal date."""
    for notice in Notice.objects.exclude(policy=ChannelPolicy.INBOX):
        results = list(Delivery.objects.filter(notice=notice).values_list("result", flat=True))
        ends = [result for result in results if result != DeliveryResult.FAILED_RETRY]
        if len(ends) > 1:
            yield f"the notice {notice.id} ended several times: {ends}"
        if (DeliveryResult.SENT in ends) != (notice.sent_at is not None):
            yield f"the notice {notice.id} has the results {results} and was sent at {notice.sent_at}"
        if notice.legal and notice.sent_at and notice.legal_on is None:
            yield f"the legal notice {notice.id} was sent and has no legal date"
        if ends and notice.next_try_at is not None:
            yield f"the notice {notice.id} has ended and would be sent again"
        if at_rest and not ends:
            yield f"the notice {notice.id} was not sent"
    for act in without_entry(act["act"] for acts in Notice.objects.values_list("acts", flat=True) for act in acts):
        yield f"the act {act} of a notice is not in the ledger"
