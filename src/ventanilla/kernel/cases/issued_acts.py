"""What an act that is issued says: its heading, number and signers, and the data of its template."""

from collections.abc import Mapping
from datetime import date, datetime

from ventanilla.common import comunas, legal_time, run
from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.cases.models import Case, Decision, Issuance, Party
from ventanilla.kernel.cases.situation import latest_reports
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.documents.types import Act, ActNumber, IssueTemplate, Signatory
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import AdoptionData, DocumentDefinition, ServiceDefinition


def preview_act(
    case: Case,
    definition: ServiceDefinition,
    document: str,
    outcome: str,
    fields: Mapping[str, Json],
    signer: ActorRef,
    at: datetime,
) -> bytes:
    """The PDF as it would be issued with this outcome: watermarked, unsigned and without a number."""
    kind = definition.documents[document]
    adoption = services.get_adoption(case.adoption_id)
    decision = Decision(case=case, outcome=outcome, data=dict(fields), decided_at=at, decided_by=signer.as_json())
    return documents.preview(
        institution_id=case.institution_id,
        act=act_of(case, definition, kind, signer.as_json()),
        template=IssueTemplate(source=kind.source),
        data=document_data(case, definition, adoption, decision, at),
        at=at,
    )


def act_of(
    case: Case,
    definition: ServiceDefinition,
    kind: DocumentDefinition,
    signed_by: dict[str, str],
    issuance: Issuance | None = None,
) -> Act:
    """What the act says of itself: its heading, its number, who signs and in which capacity."""
    number = None
    if issuance is not None and issuance.number is not None:
        number = ActNumber(issuance.series, issuance.year, issuance.number)
    return Act(
        heading=kind.heading,
        title=kind.title,
        number=number,
        signers=_signers(signed_by),
        unit_name=case.unit.name,
        lang=definition.language,
    )


def document_data(
    case: Case, definition: ServiceDefinition, adoption: AdoptionData, decision: Decision | None, at: datetime
) -> dict[str, Json]:
    """What a document's template reads. Fees and validity are those of the day of the decision, not of the job."""
    comuna = case.institution.comuna_code
    on = legal_time.local_date(decision.decided_at if decision else at, comuna)
    fees = services.evaluate(definition, adoption, case.answers, on)
    return {
        "case": {"code": case.code, "filed_on": legal_time.local_date(case.filed_at, comuna).isoformat()},
        "service": {"title": definition.title, "norm": definition.identity.legal_basis.norm},
        "comuna": comunas.get(comuna).name,
        "on": on.isoformat(),
        "applicant": _applicant(case),
        "answers": {row.question: row.value for row in services.summary(definition, case.answers, case.facts)},
        "tasks": latest_reports(case),
        "decision": {**(decision.data if decision else {}), "outcome": decision.outcome if decision else ""},
        "fees": {
            line.fee: {
                "concept": line.concept,
                "amount": line.amount.display(),
                "explanation": line.in_full,
                "steps": {name: str(value) for name, value in line.steps.items()},
            }
            for line in fees
        },
        "registers": {key: _until(definition, key, case, on) for key in definition.service.registers},
        "letterhead": dict(adoption.letterhead),
    }


def _until(definition: ServiceDefinition, register: str, case: Case, on: date) -> dict[str, Json]:
    plan = services.register_plan(definition, register, case.answers, on)
    return {
        "title": plan.title,
        "valid_from": plan.valid_from.isoformat(),
        "valid_until": plan.valid_until.isoformat() if plan.valid_until else "",
    }


def _applicant(case: Case) -> dict[str, Json]:
    rows = {row.role: row for row in Party.objects.filter(case=case).select_related("person", "organisation")}
    applicant = rows[Party.Role.APPLICANT]
    if applicant.organisation is None:
        return {"name": applicant.person.name, "run": run.display(applicant.person.run), "representative": ""}
    representative = rows.get(Party.Role.REPRESENTATIVE)
    return {
        "name": applicant.organisation.name,
        "run": run.display(applicant.organisation.rut),
        "representative": representative.person.name if representative else "",
    }


def _signers(stored: dict[str, str]) -> tuple[Signatory, ...]:
    """The official who signed; nobody when the installation acts by rule."""
    ref = ActorRef.from_json(stored)
    if ref.post_uuid is None:
        return ()
    label = identity.describe_actors([ref])[ref]
    return (Signatory(name=label.name, post=label.post, capacity=ref.capacity or "HOLDER"),)
