"""The reads of payments, for packages that have checked who asks: a charge is seen through its case."""

from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from ventanilla.common.legal_time import local_date
from ventanilla.common.money import Money
from ventanilla.kernel.payments import rules
from ventanilla.kernel.payments.errors import AttemptUnknown, ChargeNotFound
from ventanilla.kernel.payments.models import Attempt, Charge, Result
from ventanilla.kernel.payments.recording import standing_of
from ventanilla.kernel.payments.types import AttemptData, ChargeData, Disposition, Outcome


def get_charge(*, uuid: UUID, at: datetime) -> ChargeData:
    """The charge as it stands on the local day of `at`. Raises ChargeNotFound."""
    found = _charges().filter(uuid=uuid).first()
    if found is None:
        raise ChargeNotFound
    return _charge_data(found, at)


def list_of(*, dossier: UUID, at: datetime) -> tuple[ChargeData, ...]:
    """The charges of one dossier, oldest first. Two statements."""
    return tuple(_charge_data(found, at) for found in _charges().filter(dossier=dossier).order_by("id"))


def get_attempt(*, uuid: UUID) -> AttemptData:
    """The attempt and what came of it, for the page to which the person returns. Raises AttemptUnknown."""
    results = Prefetch("results", queryset=Result.objects.order_by("id"))
    found = Attempt.objects.select_related("charge").prefetch_related(results).filter(uuid=uuid).first()
    if found is None:
        raise AttemptUnknown
    said = [(Outcome(each.outcome), Disposition(each.disposition)) for each in found.results.all()]
    return AttemptData(
        uuid=found.uuid,
        charge_uuid=found.charge.uuid,
        dossier=found.charge.dossier,
        provider=found.provider,
        state=rules.attempt_state_of(said),
        started_at=found.started_at,
    )


def _charges() -> QuerySet[Charge]:
    in_review = Attempt.objects.filter(results__disposition=Disposition.MISMATCH)
    return Charge.objects.select_related("institution", "settlement__result").prefetch_related(
        Prefetch("attempts", queryset=in_review, to_attr="attempts_in_review")
    )


def _charge_data(found: Charge, at: datetime) -> ChargeData:
    settlement = getattr(found, "settlement", None)
    return ChargeData(
        uuid=found.uuid,
        dossier=found.dossier,
        token=found.token,
        institution_id=found.institution_id,
        payer_person_id=found.payer_person_id,
        payer_organisation_id=found.payer_organisation_id,
        amount=Money(found.amount_clp),
        concept=found.concept,
        due_on=found.due_on,
        state=rules.state_of(standing_of(found), local_date(at, found.institution.comuna_code)),
        charged_at=found.charged_at,
        settled_at=settlement.settled_at if settlement else None,
        authorisation=settlement.result.authorisation if settlement else "",
        in_review=bool(found.attempts_in_review) and settlement is None,
    )
