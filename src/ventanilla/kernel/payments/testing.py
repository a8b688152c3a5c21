"""What tests of other packages need of payments: a charge in one line, and what the simulator would say of it."""

from datetime import date, datetime
from uuid import UUID, uuid4

from ventanilla.common.actor import ActorRef
from ventanilla.common.money import Money
from ventanilla.kernel.payments import api
from ventanilla.kernel.payments.types import AttemptData, Outcome

BY_RULE = ActorRef.by_rule("payments.testing")


def make_charge(
    *,
    institution_id: int,
    at: datetime,
    person_id: int | None = None,
    organisation_id: int | None = None,
    amount_clp: int = 45_000,
    due_on: date | None = None,
    dossier: UUID | None = None,
    token: UUID | None = None,
) -> UUID:
    """A charge of the licence for a half year, or as the parameters say."""
    return api.charge(
        dossier=dossier or uuid4(),
        institution_id=institution_id,
        payer_person_id=person_id,
        payer_organisation_id=organisation_id,
        amount=Money(amount_clp),
        concept="Patente comercial, primer semestre",
        due_on=due_on,
        token=token or uuid4(),
        actor=BY_RULE,
        at=at,
    )


def pay(*, charge_uuid: UUID, at: datetime) -> AttemptData:
    """Start an attempt and have the simulator say that it is paid. Needs settings.SIMULATORS."""
    amount = api.get_charge(uuid=charge_uuid, at=at).amount
    attempt = api.start_attempt(charge_uuid=charge_uuid, return_url="http://localhost:8000/", actor=BY_RULE, at=at)
    return api.record_result(
        attempt_uuid=attempt.uuid,
        provider="simulator",
        result=Outcome.PAID,
        amount=amount,
        authorisation="123456",
        at=at,
    )
