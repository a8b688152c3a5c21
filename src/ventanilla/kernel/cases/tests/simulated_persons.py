"""What persons do in the simulation: begin, write, file, throw away, correct."""

from collections.abc import Mapping
from datetime import datetime
from random import Random  # noqa: TID251  seeded
from uuid import UUID

from django.db.models import QuerySet

from ventanilla.common.canonical import Json
from ventanilla.common.testing import Deed, Step, pick
from ventanilla.kernel.cases import api, errors
from ventanilla.kernel.cases.facts import draft_facts
from ventanilla.kernel.cases.models import Correction, Draft, Party
from ventanilla.kernel.cases.testing import SHOP
from ventanilla.kernel.documents.testing import small_pdf
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import all_persons
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import FormPage, QuestionType

SERVICE = "patente-comercial"
DRAFTS_AT_ONCE = 5
# Two shops: one asks for no file, the other for two.
ANSWERS: tuple[Mapping[str, Json], ...] = (
    SHOP,
    {**SHOP, "tenure": "rented", "lease_contract": "file", "food_handling": True, "sanitary_authorisation": "file"},
)


def actor(person_id: int, at: datetime) -> Actor:
    """The person signed in for themselves."""
    account = identity.find_account(person_id=person_id)
    assert account is not None
    return identity.actor_of(account_id=account.id, at=at)


def start(random: Random, at: datetime) -> Deed | None:
    """Somebody begins a filing, for themselves or for whom they represent."""
    person = pick(random, [each for each in all_persons() if identity.find_account(person_id=each.id)])
    institution = pick(random, identity.list_institutions())
    if person is None or institution is None or _unfiled().count() >= DRAFTS_AT_ONCE:
        return None
    mandates = identity.mandates_of(person_id=person[1].id, at=at)
    chosen = random.choice([None, *(each.organisation.id for each in mandates if each.organisation)])
    for_whom = " for an organisation" if chosen else ""
    return f"person {person[0]} begins a draft at institution {institution[0]}{for_whom}", lambda at: api.start_draft(
        actor=actor(person[1].id, at),
        at=at,
        institution_id=institution[1].id,
        service=SERVICE,
        organisation_id=chosen,
    )


def write(random: Random, _at: datetime) -> Deed | None:
    """Somebody fills any page of a draft."""
    found = pick(random, list(_unfiled()))
    if found is None:
        return None
    place, draft = found
    page = random.choice(services.visible_pages(services.definition_of(draft.version_id), draft.answers))
    chance = random.random()
    return f"draft {place} gets its page {page.key}", lambda at: _save(draft, page, Random(chance), at)


def fill(random: Random, _at: datetime) -> Deed | None:
    """Somebody fills page after page of a draft, until it is whole."""
    found = pick(random, list(_unfiled()))
    if found is None:
        return None
    place, draft = found
    chance = random.random()
    return f"draft {place} is filled", lambda at: _fill(draft, Random(chance), at)


def _fill(draft: Draft, random: Random, at: datetime) -> None:
    definition = services.definition_of(draft.version_id)
    for _ in definition.pages:
        now = _unfiled().filter(uuid=draft.uuid).first()
        if now is None:
            raise errors.DraftNotFound
        wrong = _first_wrong_page(now, at)
        page = next((each for each in services.visible_pages(definition, now.answers) if each.key == wrong), None)
        if page is None:
            return
        _save(now, page, random, at)


def _save(draft: Draft, page: FormPage, random: Random, at: datetime) -> None:
    """Save the page with what one of the two shops answers, the one that the draft is of already if it is."""
    answers = ANSWERS[1] if draft.answers.get("tenure") == "rented" else random.choice(ANSWERS)
    raw: dict[str, list[str]] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for question in page.questions:
        if question.type is QuestionType.FILE:
            files[question.key] = ("documento.pdf", small_pdf(f"Documento {random.random()}"))
        elif question.key in answers:
            raw |= services.to_inputs(question, answers[question.key])
    api.save_page(actor=actor(draft.person_id, at), at=at, draft_uuid=draft.uuid, page=page.key, raw=raw, files=files)


def file(random: Random, at: datetime) -> Deed | None:
    """Somebody files a draft that is whole; now and then one that is not."""
    whole = [each for each in _unfiled() if random.random() < 0.05 or _first_wrong_page(each, at) == ""]
    found = pick(random, whole)
    if found is None:
        return None
    place, draft = found
    return f"draft {place} of the whole ones is filed", lambda at: api.file_application(
        actor=actor(draft.person_id, at), at=at, draft_uuid=draft.uuid
    )


def _unfiled() -> QuerySet[Draft]:
    return Draft.objects.filter(filed_at=None).select_related("organisation").order_by("id")


def _first_wrong_page(draft: Draft, at: datetime) -> str:
    """The key of the page with the first answer that is missing; "" when the draft is whole."""
    facts = draft_facts(draft, actor(draft.person_id, at))
    checked = services.check_answers(services.definition_of(draft.version_id), draft.answers, facts)
    return checked.first_page if checked.errors else ""


def discard(random: Random, _at: datetime) -> Deed | None:
    """Somebody throws a draft away, now and then."""
    found = pick(random, list(_unfiled()))
    if found is None or random.random() < 0.9:
        return None
    place, draft = found
    return f"draft {place} is thrown away", lambda at: api.discard_draft(
        actor=actor(draft.person_id, at), at=at, draft_uuid=draft.uuid
    )


def correct(random: Random, _at: datetime) -> Deed | None:
    """An applicant answers a request to correct, with a file, or forgets to say anything with it."""
    waiting = Correction.objects.filter(result=Correction.Result.OPEN).select_related("case").order_by("id")
    found = pick(random, list(waiting))
    if found is None:
        return None
    place, correction = found
    case_uuid: UUID = correction.case.uuid
    person_id = _who_files(correction.case_id)
    raw = {"correction_text": ["Va lo que faltaba."]} if random.random() < 0.8 else {}
    files = {"correction_file": ("plano.pdf", small_pdf(f"Plano {random.random()}"))} if random.random() < 0.5 else {}
    return f"open correction {place} is answered", lambda at: api.answer_correction(
        actor=actor(person_id, at), at=at, case_uuid=case_uuid, raw=raw, files=files
    )


def _who_files(case_id: int) -> int:
    rows = {row.role: row for row in Party.objects.filter(case=case_id)}
    party = rows.get(Party.Role.REPRESENTATIVE) or rows[Party.Role.APPLICANT]
    assert party.person_id is not None
    return party.person_id


STEPS: tuple[Step, ...] = (start, write, fill, fill, file, file, discard, correct, correct)
