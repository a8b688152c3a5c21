"""The receipt on paper: made once, after the filing, and enough by itself to verify what was received."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connections
from django.test import override_settings

from ventanilla.kernel.cases import api
from ventanilla.kernel.cases.errors import CaseNotFound
from ventanilla.kernel.cases.models import Filing
from ventanilla.kernel.cases.operations.receipts import issue_receipt
from ventanilla.kernel.cases.testing import SHOP, Play, make_play
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.documents.testing import check_conformance, file_in, text_of
from ventanilla.kernel.documents.types import DocumentData
from ventanilla.kernel.identity.testing import SETUP, make_actor, make_person
from ventanilla.kernel.ledger.testing import entries
from ventanilla.kernel.outbox.testing import drain

SATURDAY = datetime(2026, 3, 7, 15, tzinfo=UTC)
RENTED = {**SHOP, "tenure": "rented", "lease_contract": "file"}
INSIDE = "comprobante.json"


@pytest.fixture
def play(db: None) -> Iterator[Play]:
    with override_settings(SIMULATORS=True):
        yield make_play(at=SATURDAY)


def file_only(play: Play) -> None:
    """File, and let nothing of the background happen."""
    play.case_uuid = api.file_application(actor=play.person, at=play.tick(), draft_uuid=play.write(SHOP))


def receipt(play: Play) -> bytes:
    assert play.case_uuid is not None
    _name, media_type, content = api.open_receipt(actor=play.person, at=play.at, case_uuid=play.case_uuid)
    assert media_type == "application/pdf"
    return content


def issued(play: Play) -> list[DocumentData]:
    assert play.case_uuid is not None
    return [each for each in documents.list_of(dossier=play.case_uuid) if each.kind == api.RECEIPT_KIND]


class TestPaper:
    def test_it_says_the_six_data(self, play: Play) -> None:
        play.file(RENTED)
        text = text_of(receipt(play))
        for datum in (
            "COMPROBANTE DE PRESENTACIÓN",
            play.case.code,
            "sábado 7 de marzo de 2026, a las",
            "Hora de Santiago; en tiempo universal (UTC), 2026-03-07 15:",
            "Ilustre Municipalidad de El Sauce",
            "Patente comercial",
            "Contrato de arriendo",
            "documento.pdf",
            "Rosa Elena Painemal Soto, RUN",
            "lunes 9 de marzo de 2026",
        ):
            assert datum in text, datum

    def test_it_is_for_archives_and_for_everybody_and_sealed(self, play: Play) -> None:
        play.file(SHOP)
        pdf = receipt(play)
        check_conformance(pdf, lang="es", files=(INSIDE,))
        report = documents.validate_pdf(content=pdf)
        assert report.valid and report.signer == play.commune.institution.name

    def test_alone_it_is_enough_to_verify_what_was_signed_at_the_filing(self, play: Play) -> None:
        play.file(RENTED)
        inside = json.loads(file_in(receipt(play), INSIDE))
        key = documents.receipt_public_key(institution_id=play.commune.institution.id)
        signed = documents.verify_statement(public_key_pem=key, statement=inside["signature"])
        filing = Filing.objects.get()
        assert signed == inside["statement"] == filing.receipt["statement"]
        assert inside["signature"] == filing.receipt["signature"]

    def test_what_it_carries_is_the_file_of_the_page(self, play: Play) -> None:
        play.file(SHOP)
        shown = api.access_receipt(actor=play.person, at=play.at, case_uuid=play.case.uuid)
        assert file_in(receipt(play), INSIDE) == shown.file

    def test_its_code_is_found_and_says_no_more_than_that_it_was_received(self, play: Play) -> None:
        play.file(SHOP)
        receipt(play)
        play.do_task("works_review", "favorable", {"zone": "ZU-2"})
        play.do_task("inspection_review", "favorable", {})
        play.do_task("decide", "approve", {"reasons": "Cumple."})
        play.pay()
        (receipt_of_filing,) = issued(play)
        code = documents.get_issued(document=receipt_of_filing.uuid).code
        found = api.find_verification(code=code, at=play.at)
        assert found is not None and found.is_receipt
        assert found.title == "Comprobante de presentación: Patente comercial"
        assert found.granted is None


class TestOnce:
    def test_the_filing_does_not_wait_for_it(self, play: Play) -> None:
        file_only(play)
        assert issued(play) == []
        drain(at=play.at)
        assert len(issued(play)) == 1

    def test_asked_for_before_the_job_it_is_made_now_and_the_job_finds_it_made(self, play: Play) -> None:
        file_only(play)
        first = receipt(play)
        drain(at=play.tick())
        assert receipt(play) == first
        assert len(issued(play)) == 1
        assert len(entries("document.issued")) == 1

    def test_it_stands_once_in_the_index(self, play: Play) -> None:
        play.file(SHOP)
        issue_receipt(actor=SETUP, at=play.tick(), filing_uuid=Filing.objects.get().uuid)
        lines = [line for line in play.case.documents if line.kind == api.RECEIPT_KIND]
        assert [(line.title, line.issued) for line in lines] == [("Comprobante de presentación", True)]

    def test_each_filing_has_its_own(self, play: Play) -> None:
        play.file(SHOP)
        assert "COMPROBANTE DE PRESENTACIÓN" in text_of(receipt(play))
        play.do_task("works_review", "missing", {"missing_text": "Falta el plano."})
        play.do_task("inspection_review", "favorable", {})
        play.correct({"correction_text": "Va el plano."})
        assert "COMPROBANTE DE SUBSANACIÓN" in text_of(receipt(play))
        titles = [line.title for line in play.case.documents if line.kind == api.RECEIPT_KIND]
        assert titles == ["Comprobante de presentación", "Comprobante de subsanación"]

    def test_another_person_finds_none(self, play: Play) -> None:
        file_only(play)
        assert play.case_uuid is not None
        with pytest.raises(CaseNotFound):
            api.open_receipt(actor=make_actor(make_person("Luis", "Soto")), at=play.at, case_uuid=play.case_uuid)
        assert issued(play) == []


@pytest.mark.django_db(transaction=True)
def test_asked_for_by_many_at_once_it_is_made_once() -> None:
    with override_settings(SIMULATORS=True):
        play = make_play(at=SATURDAY)
    file_only(play)
    filing = Filing.objects.get()

    def ask(_number: int) -> UUID:
        try:
            return issue_receipt(actor=SETUP, at=play.at, filing_uuid=filing.uuid)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(4)))) == 1
    assert len(issued(play)) == 1
