"""A person writes a filing: start, save a page with its files, throw it away."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.common.errors import Refusal
from ventanilla.kernel.cases import errors
from ventanilla.kernel.cases.facts import draft_facts
from ventanilla.kernel.cases.models import Draft
from ventanilla.kernel.cases.queries.mine import draft_data
from ventanilla.kernel.cases.types import SavedPage
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.documents.errors import DocumentRefused
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import Actor, MandateData
from ventanilla.kernel.outbox.api import attempt, operation
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import FormPage, Question, ServiceDefinition

DRAFT_KEPT = timedelta(days=90)
STALE_PER_ROUND = 100


@operation
def start_draft(
    *,
    actor: Actor,
    at: datetime,
    institution_id: int,
    service: str,
    organisation_id: int | None = None,
    key: UUID | None = None,
) -> UUID:
    """Begin a filing of a service that the institution offers, for oneself or for an organisation by mandate.

    The same `key` (draft_key) again, in parallel or later, answers the same draft, also when it was filed meanwhile;
    when it was thrown away, a new one. Raises MandateNeeded and services' refusal when it is not offered. Writes one
    draft. No ledger entry: nothing has been filed yet.
    """
    adoption = services.adoption_of(institution_id=institution_id, slug=service, at=at)
    if organisation_id is not None:
        mandate_for(actor, organisation_id, service, at)
    draft = Draft(
        person_id=actor.person_id,
        organisation_id=organisation_id,
        institution_id=adoption.institution_id,
        adoption_id=adoption.id,
        version_id=adoption.version_id,
        key=key and uuid5(key, f"{adoption.institution_id} {organisation_id}"),
        created_at=at,
        saved_at=at,
    )
    Draft.objects.bulk_create([draft], ignore_conflicts=key is not None)
    return draft.uuid if key is None else Draft.objects.get(person_id=actor.person_id, key=draft.key).uuid


@operation
def save_page(
    *,
    actor: Actor,
    at: datetime,
    draft_uuid: UUID,
    page: str,
    raw: Mapping[str, Sequence[str]],
    files: Mapping[str, tuple[str, bytes]] = {},
    removed: str = "",
) -> SavedPage:
    """Save what was sent of one page. What is valid is kept; what is not comes back, and nothing is lost.

    `files` are name and content by question; one that is sent takes the place of the one that was there. `removed` is
    the question whose file is taken away. Raises DraftNotFound, FileNotAsked, services' UnknownPage. Writes the
    documents and the draft's answers.
    """
    draft = open_draft(actor, draft_uuid)
    definition = services.definition_for_reader(draft.version_id)
    refused = _keep_files(draft, definition, files, actor.ref(), at)
    parsed = services.parse_page(definition, page, raw, draft.answers, draft_facts(draft, actor))
    draft.answers = {**draft.answers, **parsed.values}
    if removed:
        _let_go(draft, removed, actor.ref(), at)
        draft.answers = {key: value for key, value in draft.answers.items() if key != removed}
    elif not parsed.errors:
        draft.page = page
    draft.saved_at = at
    draft.save(update_fields=["answers", "page", "saved_at"])
    return SavedPage(draft_data(draft, actor), tuple(parsed.errors), refused)


def discard_draft(*, actor: Actor, at: datetime, draft_uuid: UUID) -> None:
    """Throw an unfinished filing away, with its files; again, nothing changes. Raises DraftNotFound."""
    discard_once(actor=actor, at=at, draft_uuid=draft_uuid, key=f"{actor.person_uuid} {draft_uuid}")


@operation(keyed=True)
def discard_once(*, actor: Actor, at: datetime, draft_uuid: UUID, key: str) -> UUID:
    """As discard_draft, which makes the key: nothing else remembers a draft that is gone."""
    _throw_away(open_draft(actor, draft_uuid), actor.ref(), at)
    return draft_uuid


@operation
def discard_stale_drafts(*, actor: ActorRef, at: datetime) -> int:
    """Erase the drafts that nobody touched for DRAFT_KEPT, with their files; at most a hundred. Answers how many."""
    stale = Draft.objects.select_for_update(skip_locked=True).filter(filed_at=None, saved_at__lte=at - DRAFT_KEPT)
    found = list(stale.order_by("saved_at")[:STALE_PER_ROUND])
    for draft in found:
        _throw_away(draft, actor, at)
    return len(found)


def open_draft(actor: Actor, draft_uuid: UUID) -> Draft:
    """The person's unfinished draft, locked. Raises DraftNotFound for another's, a filed one, or none."""
    rows = Draft.objects.select_for_update(of=("self",))
    rows = rows.select_related("organisation", "institution", "adoption__service")
    draft = rows.filter(uuid=draft_uuid, person_id=actor.person_id, filed_at=None).first()
    if draft is None:
        raise errors.DraftNotFound()
    return draft


def mandate_for(actor: Actor, organisation_id: int, service: str, at: datetime) -> MandateData:
    """The mandate in force by which the person acts for the organisation. One query. Raises MandateNeeded."""
    for mandate in identity.mandates_of(person_id=actor.person_id, at=at, service=service):
        if mandate.organisation and mandate.organisation.id == organisation_id:
            return mandate
    raise errors.MandateNeeded()


def file_question(pages: Sequence[FormPage], key: str) -> Question:
    """The file question of that key. Raises FileNotAsked."""
    for page in pages:
        for question in page.questions:
            if question.key == key and question.type == "file":
                return question
    raise errors.FileNotAsked()


def _keep_files(
    draft: Draft, definition: ServiceDefinition, files: Mapping[str, tuple[str, bytes]], actor: ActorRef, at: datetime
) -> dict[str, Refusal]:
    """Store each file as the answer of its question. What documents refuses comes back."""
    refused: dict[str, Refusal] = {}
    for key, (name, content) in files.items():
        question = file_question(definition.pages, key)
        try:
            with attempt():
                stored = documents.store(
                    dossier=draft.uuid,
                    institution_id=draft.institution_id,
                    name=name,
                    content=content,
                    kind=question.key,
                    actor=actor,
                    at=at,
                )
        except DocumentRefused as refusal:
            refused[key] = refusal
            continue
        _let_go(draft, key, actor, at)
        answer: dict[str, Json] = {"document": str(stored.uuid), "name": stored.name, "size": stored.size_bytes}
        draft.answers = {**draft.answers, key: answer}
    return refused


def _throw_away(draft: Draft, actor: ActorRef, at: datetime) -> None:
    for question in draft.answers:
        _let_go(draft, question, actor, at)
    draft.delete()


def _let_go(draft: Draft, question: str, actor: ActorRef, at: datetime) -> None:
    answer = draft.answers.get(question)
    if isinstance(answer, dict) and "document" in answer:
        documents.discard(uuid=UUID(answer["document"]), actor=actor, at=at)
