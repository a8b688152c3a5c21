"""A charge of a case, for whoever may pay it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from ventanilla.kernel.cases.queries.mine import party_case
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.payments import api as payments
from ventanilla.kernel.payments.types import ChargeData
from ventanilla.kernel.services import api as services


def access_charge(*, actor: Actor, at: datetime, charge_uuid: UUID) -> ChargeData:
    """The charge of a case in which the actor takes part, its fee as the reader's language names it.

    Raises payments' ChargeNotFound and CaseNotFound.
    """
    charge = payments.get_charge(uuid=charge_uuid, at=at)
    case = party_case(actor, charge.dossier, at)
    return replace(charge, concept=services.concept_for_reader(case.version_id, charge.concept))
