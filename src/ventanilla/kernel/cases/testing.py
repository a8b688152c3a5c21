"""A commune that offers a service, and a case played through it by the same operations as real ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import typst

from ventanilla.common.canonical import Json
from ventanilla.kernel.cases import api
from ventanilla.kernel.cases.operations.receipts import JOB as RECEIPT_JOB
from ventanilla.kernel.cases.types import CaseView, DocumentLine
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import SETUP, SINCE, Commune, make_actor, make_commune, make_person, new_rut
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.outbox.testing import drain
from ventanilla.kernel.payments import api as payments
from ventanilla.kernel.payments.types import Outcome
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import QuestionType

LICENCE = Path(__file__).parents[2] / "sectors/municipal/services/patente-comercial"
# What a small shop answers in the form of the business licence, typed.
SHOP: Mapping[str, Json] = {
    "activity": "Almacén de barrio",
    "sii_activity": "Venta al por menor en almacenes pequeños",
    "premises_address": {"street": "Calle Los Aromos", "number": "145", "extra": ""},
    "tenure": "owned",
    "food_handling": False,
    "own_capital": 40_000_000,
    "contact_email": "rosa@correo.cl",
    "contact_phone": "+56987654321",
    "declaration": ["all_true"],
}
LANES = {"obras": "DOM", "inspeccion": "INSPECCION", "jefatura": "RENTAS"}


def small_pdf() -> bytes:
    """A real PDF of one page, as a person would upload."""
    return typst.compile(b"Contrato de arriendo")


def offer_licence(commune: Commune, *, rate: str = "4", at: datetime = SINCE) -> None:
    """The commune adopts the business licence at that rate per thousand."""
    services.import_folder(LICENCE, actor=SETUP, at=at)
    services.adopt(
        institution_id=commune.institution.id,
        slug="patente-comercial",
        unit="RENTAS",
        lanes=LANES,
        parameters={"rate_per_thousand": rate},
        norm="Ordenanza de prueba",
        actor=SETUP,
        at=at,
    )
    documents.ensure_seal(institution_id=commune.institution.id, at=at)


@dataclass
class Play:
    """One person and one commune, and the case between them. `at` moves a minute with each act."""

    commune: Commune
    person: Actor
    at: datetime
    case_uuid: UUID | None = None
    organisation_id: int | None = None

    @property
    def case(self) -> CaseView:
        assert self.case_uuid is not None
        return api.access_case(actor=self.person, at=self.at, case_uuid=self.case_uuid)

    @property
    def documents(self) -> tuple[DocumentLine, ...]:
        """What stands in the index of the case, without the receipts."""
        return tuple(line for line in self.case.documents if line.kind != api.RECEIPT_KIND)

    def drain(self) -> None:
        """The background follows. Receipts are typeset when somebody asks for one, as when their job is late."""
        drain(at=self.at, without={RECEIPT_JOB})

    def tick(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at

    def write(self, answers: Mapping[str, Json]) -> UUID:
        """A draft with these typed answers, saved page by page as a browser would."""
        draft_uuid = api.start_draft(
            actor=self.person,
            at=self.tick(),
            institution_id=self.commune.institution.id,
            service="patente-comercial",
            organisation_id=self.organisation_id,
        )
        draft = api.access_draft(actor=self.person, draft_uuid=draft_uuid)
        definition = services.definition_of(draft.version_id)
        seen: set[str] = set()
        while True:
            pages = services.visible_pages(definition, draft.answers, draft.facts)
            page = next((each for each in pages if each.key not in seen), None)
            if page is None:
                return draft_uuid
            seen.add(page.key)
            raw: dict[str, list[str]] = {}
            files: dict[str, tuple[str, bytes]] = {}
            for question in page.questions:
                if question.key not in answers:
                    continue
                if question.type is QuestionType.FILE:
                    files[question.key] = ("documento.pdf", small_pdf())
                else:
                    raw |= services.to_inputs(question, answers[question.key])
            saved = api.save_page(
                actor=self.person, at=self.tick(), draft_uuid=draft_uuid, page=page.key, raw=raw, files=files
            )
            assert not saved.errors and not saved.refused, saved
            draft = saved.draft

    def file(self, answers: Mapping[str, Json]) -> UUID:
        """Write and file; the background follows."""
        self.case_uuid = api.file_application(actor=self.person, at=self.tick(), draft_uuid=self.write(answers))
        self.drain()
        return self.case_uuid

    def do_task(self, key: str, outcome: str, fields: Mapping[str, Json]) -> None:
        """The first official whose desk shows the task claims it and finishes it; the background follows."""
        for official in self.commune.officials.values():
            actor = official.actor(self.at)
            rows = api.list_desk(actor=actor, at=self.at, tab=api.Tab.URGENT).rows
            row = next((each for each in rows if each.key == key and each.case_code == self.case.code), None)
            if row is None:
                continue
            api.claim_task(actor=actor, at=self.tick(), task_uuid=row.task_uuid)
            definition = services.definition_of(self.case.version_id)
            raw: dict[str, list[str]] = {}
            for question in definition.tasks[key].asks:
                if question.key in fields:
                    raw |= services.to_inputs(question, fields[question.key])
            errors = api.complete_task(actor=actor, at=self.tick(), task_uuid=row.task_uuid, outcome=outcome, raw=raw)
            assert not errors, errors
            self.drain()
            return
        raise AssertionError(f"Nobody's desk shows {key}.")

    def correct(self, fields: Mapping[str, Json], files: Iterable[str] = ()) -> None:
        assert self.case_uuid is not None
        raw = {key: [str(value)] for key, value in fields.items() if isinstance(value, str)}
        errors = api.answer_correction(
            actor=self.person,
            at=self.tick(),
            case_uuid=self.case_uuid,
            raw=raw,
            files={key: ("documento.pdf", small_pdf()) for key in files},
        )
        assert not errors, errors
        self.drain()

    def pay(self) -> None:
        """Pay every open charge, as the provider would say it."""
        for charge in self.case.charges:
            attempt = payments.start_attempt(
                charge_uuid=charge.uuid,
                return_url="http://localhost:8000/pagos/vuelta/",
                actor=self.person.ref(),
                at=self.tick(),
            )
            payments.record_result(
                attempt_uuid=attempt.uuid,
                provider="simulator",
                result=Outcome.PAID,
                amount=charge.amount,
                authorisation="123456",
                at=self.tick(),
            )
        self.drain()


def act_for(play: Play, name: str) -> None:
    """Give the person a mandate of a new organisation, and have them file for it."""
    organisation = identity.register_organisation(rut=new_rut(), name=name, actor=SETUP, at=SINCE)
    identity.grant_mandate(
        person_id=play.person.person_id,
        organisation_id=organisation.id,
        starts_at=SINCE,
        actor=SETUP,
        at=SINCE,
    )
    play.organisation_id = organisation.id


def make_play(*, at: datetime, rate: str = "4", given_names: str = "Rosa Elena") -> Play:
    """A new commune that offers the licence, and a person who may ask for one."""
    commune = make_commune()
    offer_licence(commune, rate=rate)
    person = make_person(given_names, "Painemal Soto", email="rosa@correo.cl")
    return Play(commune, make_actor(person), at)
