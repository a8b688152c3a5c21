"""Why a case came out as it did: the decisions of its service, with what each considered (Ley 21.719)."""

from datetime import datetime
from uuid import UUID

from ventanilla.common import legal_time
from ventanilla.kernel.cases import errors
from ventanilla.kernel.cases.models import Case, Decision
from ventanilla.kernel.cases.queries.mine import party_case
from ventanilla.kernel.cases.queries.reading import SEEN_REASONS, parties_of, record_mandate_read
from ventanilla.kernel.cases.situation import latest_reports
from ventanilla.kernel.cases.types import CaseReasons
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import Explanation


def access_reasons(*, actor: Actor, at: datetime, case_uuid: UUID) -> CaseReasons:
    """How the rules of the service came out for a decided case, with the numbers of the day of its decision.

    For its parties, and who represents them. Raises CaseNotFound, also before it is decided.
    """
    case = party_case(actor, case_uuid, at)
    decision = Decision.objects.filter(case=case).order_by("-decided_at").first()
    if decision is None:
        raise errors.CaseNotFound()
    record_mandate_read(case, parties_of(case), actor=actor, at=at, what=SEEN_REASONS)
    return CaseReasons(
        case_uuid=case.uuid,
        case_code=case.code,
        version_id=case.version_id,
        reasons=str(decision.data.get("reasons", "")),
        explanations=explanations_of(case, decision.decided_at),
    )


def explanations_of(case: Case, at: datetime) -> tuple[Explanation, ...]:
    """How every rule of the service comes out with what is known of the case and the numbers of that day."""
    definition = services.definition_for_reader(case.version_id)
    adoption = services.get_adoption(case.adoption_id)
    on = legal_time.local_date(at, case.institution.comuna_code)
    return services.explain_decisions(definition, adoption, case.answers, latest_reports(case), on)
