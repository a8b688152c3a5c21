"""A person files: the draft becomes a case, with its receipt, its clocks, its first tasks and its ledger entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ventanilla.common import legal_time
from ventanilla.common.canonical import Json
from ventanilla.kernel.cases import errors, receipts
from ventanilla.kernel.cases.acts import record_act
from ventanilla.kernel.cases.clocks import new_clock
from ventanilla.kernel.cases.codes import new_code
from ventanilla.kernel.cases.events import CaseFiled
from ventanilla.kernel.cases.facts import draft_facts
from ventanilla.kernel.cases.flow import Flow
from ventanilla.kernel.cases.models import Case, Draft, Filing, IndexEntry, Party
from ventanilla.kernel.cases.operations.drafts import mandate_for
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.documents.types import DocumentData
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.outbox.api import operation, publish
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import Question, ServiceDefinition, Source

EMAIL = "email"
WHOLE_PROCEDURE = "whole-procedure"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the indicators need to know of how the filing came in: PORTAL, ASSISTED or PAPER; PHONE or DESKTOP."""

    channel: str = "PORTAL"
    device_class: str = ""


@operation
def file_application(
    *, actor: Actor, at: datetime, draft_uuid: UUID, circumstances: Circumstances = Circumstances()
) -> UUID:
    """File the draft (presentación, Ley 19.880 art. 30). Answers the uuid of the case, which is that of the draft.

    The same draft again, in parallel or later, answers the same case: the lock on the draft's row decides. Raises
    DraftNotFound, AnswersIncomplete. Writes case, parties, filing with its signed receipt, index, clocks, process,
    tasks, one act with its ledger entry and one event; no PDF and no e-mail, which jobs make. A new address to be told
    at becomes the person's.
    """
    draft = _lock(actor, draft_uuid)
    if draft.filed_at is not None:
        return draft.uuid
    definition = services.definition_of(draft.version_id)
    facts = draft_facts(draft, actor)
    checked = services.check_answers(definition, draft.answers, facts)
    if checked.errors:
        told = services.check_answers(services.definition_for_reader(draft.version_id), draft.answers, facts)
        raise errors.AnswersIncomplete(errors=told.errors)
    case = _case(draft, definition, checked.answers, facts, circumstances, at)
    flow = Flow(case, definition, actor.ref(), at)
    first_step = flow.start()
    case.save(force_insert=True)
    Party.objects.bulk_create(_parties(case, draft, actor, at))
    _keep_contact(definition, draft, checked.answers, actor, at)
    stored = tuple(documents.get_many(uuids=attached_documents(checked.answers)).values())
    filing = write_filing(case, definition, Filing.Kind.APPLICATION, checked.answers, stored, actor, at)
    _start_clock(case, flow.terms, at)
    flow.advance(first_step)
    record_act(
        case,
        kind="case.filed",
        actor=actor.ref(),
        at=at,
        norm="Ley 19.880 art. 30",
        private={"filing": str(filing.uuid), "answers": dict(checked.answers)},
    )
    publish(CaseFiled(subject=case.uuid, filing=filing.uuid))
    Draft.objects.filter(pk=draft.pk).update(filed_at=at)
    return case.uuid


def _lock(actor: Actor, draft_uuid: UUID) -> Draft:
    draft = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("institution", "person", "organisation", "adoption")
        .filter(uuid=draft_uuid, person_id=actor.person_id)
        .first()
    )
    if draft is None:
        raise errors.DraftNotFound()
    return draft


def _case(
    draft: Draft,
    definition: ServiceDefinition,
    answers: Mapping[str, Json],
    facts: Mapping[str, Json],
    circumstances: Circumstances,
    at: datetime,
) -> Case:
    """The unsaved case of the draft."""
    institution = draft.institution
    return Case(
        uuid=draft.uuid,
        code=new_code(institution.code, legal_time.local_date(at, institution.comuna_code).year),
        institution=institution,
        unit_id=draft.adoption.unit_id,
        adoption=draft.adoption,
        version_id=draft.version_id,
        service=definition.slug,
        answers=dict(answers),
        facts=dict(facts),
        filed_at=at,
        channel=circumstances.channel,
        assisted=circumstances.channel == "ASSISTED",
        comuna_of_person=draft.person.comuna_code,
        comuna_of_filing=institution.comuna_code,
        device_class=circumstances.device_class,
    )


def _parties(case: Case, draft: Draft, actor: Actor, at: datetime) -> list[Party]:
    """The person for themselves, or the organisation with the person as its representative by the mandate of today."""
    if draft.organisation_id is None:
        return [Party(case=case, role=Party.Role.APPLICANT, person_id=actor.person_id)]
    mandate = mandate_for(actor, draft.organisation_id, case.service, at)
    return [
        Party(case=case, role=Party.Role.APPLICANT, organisation_id=draft.organisation_id),
        Party(case=case, role=Party.Role.REPRESENTATIVE, person_id=actor.person_id, mandate_id=mandate.id),
    ]


def _keep_contact(
    definition: ServiceDefinition, draft: Draft, answers: Mapping[str, Json], actor: Actor, at: datetime
) -> None:
    """The address that the form asks for is where the person is told from now on, by every institution."""
    asked = (each for each in definition.questions.values() if each.source is Source.ASKED and each.fact == EMAIL)
    typed = next((str(answers[each.key]) for each in asked if each.key in answers), "")
    person = draft.person
    if typed and typed != person.email:
        identity.change_contact(
            person_id=person.id, email=typed, comuna_code=person.comuna_code, actor=actor.ref(), at=at
        )


def attached_documents(answers: Mapping[str, Json]) -> tuple[UUID, ...]:
    """The documents that the answers carry, in the order of the questions."""
    files = (answer for answer in answers.values() if isinstance(answer, dict) and "document" in answer)
    return tuple(UUID(str(answer["document"])) for answer in files)


def write_filing(
    case: Case,
    definition: ServiceDefinition,
    kind: Filing.Kind,
    answers: Mapping[str, Json],
    stored: Sequence[DocumentData],
    actor: Actor,
    at: datetime,
    questions: Sequence[Question] = (),
) -> Filing:
    """The filing with its receipt signed in this transaction (DS 10), and its documents in the index."""
    institution = case.institution
    titles = {question.key: question.label for question in (*definition.questions.values(), *questions)}
    statement = receipts.statement(
        case_uuid=case.uuid,
        case_code=case.code,
        filed_at=at,
        institution=(institution.uuid, institution.name),
        service=(definition.slug, definition.number, definition.sha256),
        documents=[(document.name, document.sha256) for document in stored],
        filed_by={"run": actor.run, "name": actor.name},
    )
    signature = documents.sign_statement(institution_id=case.institution_id, statement=statement)
    filing = Filing.objects.create(
        case=case,
        kind=kind,
        filed_at=at,
        counts_from=legal_time.counts_from(at, institution.comuna_code),
        filed_by=actor.ref().as_json(),
        answers=dict(answers),
        receipt={
            "statement": statement,
            "signature": signature,
            "public_key": documents.receipt_public_key(institution_id=case.institution_id),
        },
    )
    IndexEntry.objects.bulk_create(
        IndexEntry(
            case=case,
            document_uuid=document.uuid,
            kind=document.kind,
            title=titles.get(document.kind, document.name),
            added_at=at,
            filing=filing,
        )
        for document in stored
    )
    return filing


def _start_clock(case: Case, terms: Mapping[str, legal_time.Term], at: datetime) -> None:
    """The term of the whole procedure runs from the filing (Ley 19.880 art. 27); others start when their time comes."""
    if WHOLE_PROCEDURE in terms:
        new_clock(
            case, kind=WHOLE_PROCEDURE, term=terms[WHOLE_PROCEDURE], start=at, comuna=case.institution.comuna_code
        ).save()
