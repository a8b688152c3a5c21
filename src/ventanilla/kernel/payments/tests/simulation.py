"""What the simulation does with payments: tries, and what a provider says of them, in any order and twice."""

from collections.abc import Iterator
from datetime import datetime
from random import Random  # noqa: TID251  seeded

from ventanilla.common.money import Money
from ventanilla.common.testing import Deed, Step, pick
from ventanilla.kernel.ledger.testing import without_entry
from ventanilla.kernel.payments import api
from ventanilla.kernel.payments.models import Attempt, Charge, Result, Settlement
from ventanilla.kernel.payments.testing import BY_RULE
from ventanilla.kernel.payments.types import Disposition, Outcome

SAID = (Outcome.PAID, Outcome.PAID, Outcome.PAID, Outcome.REJECTED, Outcome.CANCELLED)


def begin(random: Random, _at: datetime) -> Deed | None:
    """Somebody begins to pay a charge, whatever came of it."""
    found = pick(random, list(Charge.objects.order_by("id")))
    if found is None:
        return None
    place, charge = found
    return f"a try to pay charge {place}", lambda at: api.start_attempt(
        charge_uuid=charge.uuid, return_url="http://localhost:8000/", actor=BY_RULE, at=at
    )


def hear(random: Random, _at: datetime) -> Deed | None:
    """The provider says what became of a try: of a new one, or another thing of an old one."""
    found = pick(random, list(Attempt.objects.select_related("charge").order_by("id")))
    if found is None:
        return None
    place, attempt = found
    outcome = random.choice(SAID)
    amount = Money(attempt.charge.amount_clp)
    return f"the provider says {outcome} of try {place}", lambda at: api.record_result(
        attempt_uuid=attempt.uuid, provider=attempt.provider, result=outcome, amount=amount, authorisation="1", at=at
    )


STEPS: tuple[Step, ...] = (begin, hear, hear)


def problems(*, at_rest: bool) -> Iterator[str]:
    """A charge is settled once, by a result that settles, or closed, never both; money that came is in the ledger."""
    settling = Result.objects.filter(disposition=Disposition.SETTLES)
    settled = set(Settlement.objects.values_list("charge", flat=True))
    for charge in Charge.objects.all():
        payments = settling.filter(attempt__charge=charge).count()
        if payments != (charge.id in settled):
            yield f"the charge {charge.id} has {payments} payments and is settled: {charge.id in settled}"
        if charge.closing and charge.id in settled:
            yield f"the charge {charge.id} is settled and {charge.closing}"
    acts = [act["act"] for charge in Charge.objects.all() for act in charge.acts]
    acts += [act for act in Result.objects.values_list("act", flat=True) if act]
    for act in without_entry(acts):
        yield f"the act {act} of a charge is not in the ledger"
