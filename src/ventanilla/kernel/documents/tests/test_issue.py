"""Issuing an act, finding it by its code, and the numbers of acts."""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection

from ventanilla.common.actor import ActorRef
from ventanilla.common.errors import Fault, Refusal
from ventanilla.kernel.documents import api, errors
from ventanilla.kernel.documents.models import Document, Issued, NumberSeries
from ventanilla.kernel.documents.testing import AT, DECREE, DECREE_DATA, decree_act
from ventanilla.kernel.documents.testing.paper import check_conformance, text_of
from ventanilla.kernel.documents.types import ActNumber, IssuedDocument, IssueTemplate, Origin, ScanState
from ventanilla.kernel.identity.testing import Commune
from ventanilla.kernel.outbox.api import operation

Entries = Callable[[str], list[bytes]]

SIGNER = ActorRef.by_rule("test")


def issue(commune: Commune, **changes: object) -> IssuedDocument:
    call = {
        "dossier": uuid4(),
        "institution_id": commune.institution.id,
        "kind": "decree",
        "act": decree_act(),
        "template": DECREE,
        "data": DECREE_DATA,
        "actor": SIGNER,
        "at": AT,
    }
    return api.issue(**{**call, **changes})


class TestIssue:
    def test_what_is_issued_is_sealed_conforms_and_carries_its_code(self, commune: Commune) -> None:
        issued = issue(commune)
        pdf = api.read(uuid=issued.document)
        report = api.validate_pdf(content=pdf)
        assert report.valid
        assert (report.signer, report.signed_at) == (commune.institution.name, AT)
        check_conformance(pdf, lang="es")
        assert issued.code in text_of(pdf)
        assert issued.sha256 == hashlib.sha256(pdf).hexdigest()

    def test_it_is_a_document_of_the_dossier(self, commune: Commune) -> None:
        dossier = uuid4()
        issued = issue(commune, dossier=dossier)
        [document] = api.list_of(dossier=dossier)
        assert document.uuid == issued.document
        assert document.name == "Decreto alcaldicio 1234-2026.pdf"
        assert (document.origin, document.scan_state) == (Origin.ISSUED, ScanState.NOT_NEEDED)

    def test_the_log_gets_commitments_and_neither_code_nor_title(self, commune: Commune, entries: Entries) -> None:
        issued = issue(commune)
        [body] = entries("document.issued")
        assert issued.code.encode() not in body
        assert b"Espiga" not in body
        assert set(Document.objects.get().acts[0]["salts"]) == {"actor", "sha256", "code", "title"}

    def test_the_same_key_twice_gives_the_same_document(self, commune: Commune) -> None:
        dossier = uuid4()
        first = issue(commune, dossier=dossier, key="token-1")
        assert issue(commune, dossier=dossier, key="token-1") == first
        assert Issued.objects.count() == 1

    def test_a_template_that_does_not_render_leaves_nothing(self, commune: Commune) -> None:
        with pytest.raises(errors.TemplateFault):
            issue(commune, template=IssueTemplate("#nothing"))
        assert not Document.objects.exists()

    def test_an_issued_document_cannot_be_discarded(self, commune: Commune) -> None:
        issued = issue(commune)
        with pytest.raises(errors.NotDiscardable):
            api.discard(uuid=issued.document, actor=SIGNER, at=AT)

    def test_an_act_without_number_is_issued_too(self, commune: Commune) -> None:
        assert issue(commune, act=decree_act(None)).act_number is None

    def test_a_number_is_on_one_document(self, commune: Commune, second: Commune) -> None:
        issue(commune)
        issue(second)
        with pytest.raises(Fault) as failure:
            issue(commune)
        assert isinstance(failure.value.__cause__, IntegrityError)

    def test_the_seal_can_be_made_beforehand(self, commune: Commune) -> None:
        first = api.ensure_seal(institution_id=commune.institution.id, at=AT)
        issue(commune)
        assert api.ensure_seal(institution_id=commune.institution.id, at=AT) == first


class TestFindIssued:
    def test_a_person_finds_it_however_they_type_the_code(self, commune: Commune) -> None:
        act = replace(decree_act(), valid_from=date(2026, 12, 1), valid_until=date(2027, 6, 30))
        issued = issue(commune, act=act)
        for typed in (issued.code, issued.code.lower(), issued.code.replace("-", " "), issued.code.replace("0", "O")):
            assert api.find_issued(code=typed) == issued
        assert issued.institution_id == commune.institution.id
        assert (issued.heading, issued.title) == (act.heading, act.title)
        assert issued.act_number == ActNumber("DECRETO", 2026, 1234)
        assert issued.signers == act.signers
        assert (issued.valid_from, issued.valid_until) == (act.valid_from, act.valid_until)
        assert issued.issued_at == AT
        assert issued.annulment is None

    def test_an_unknown_code_finds_nothing(self, commune: Commune) -> None:
        issue(commune)
        for typed in ("", "x", "0000-0000-0000-0000", "'; DROP TABLE documents_issued; --", "\x00" * 16):
            assert api.find_issued(code=typed) is None

    def test_it_is_still_found_after_disposal_without_its_title(self, commune: Commune) -> None:
        issued = issue(commune)
        api.dispose(dossier=issued.dossier, actor=SIGNER, at=AT)
        found = api.find_issued(code=issued.code)
        assert found is not None
        assert (found.title, found.sha256, found.act_number) == ("", "", issued.act_number)

    def test_a_document_that_was_not_issued_has_no_code(self, db: None) -> None:
        with pytest.raises(errors.DocumentNotFound):
            api.get_issued(document=uuid4())


def annul(commune: Commune, number: int, reason: str = "Se dictó dos veces.", year: int = 2026) -> None:
    act_number = ActNumber("DECRETO", year, number)
    api.annul_act_number(
        institution_id=commune.institution.id, act_number=act_number, reason=reason, actor=SIGNER, at=AT
    )


@operation
def take(*, institution_id: int, actor: ActorRef, at: datetime, fail: bool = False, series: str = "DECRETO") -> int:
    number = api.take_act_number(institution_id=institution_id, series=series, year=2026, at=at)
    if fail:
        raise errors.NumberNotTaken(series=series, year=2026, number=number)
    return number


class TestNumbers:
    def test_they_count_from_one_in_each_series_year_and_institution(self, commune: Commune, second: Commune) -> None:
        first = commune.institution.id
        assert [take(institution_id=first, actor=SIGNER, at=AT) for _ in range(3)] == [1, 2, 3]
        assert take(institution_id=first, actor=SIGNER, at=AT, series="RESOLUCION") == 1
        assert take(institution_id=second.institution.id, actor=SIGNER, at=AT) == 1

    @pytest.mark.django_db(transaction=True)
    def test_outside_of_a_transaction_no_number_is_spent(self) -> None:
        with pytest.raises(Fault, match="transaction"):
            api.take_act_number(institution_id=1, series="DECRETO", year=2026, at=AT)
        assert not NumberSeries.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_a_rolled_back_act_leaves_no_hole(self, commune: Commune) -> None:
        one = commune.institution.id
        take(institution_id=one, actor=SIGNER, at=AT)
        with pytest.raises(Refusal):
            take(institution_id=one, actor=SIGNER, at=AT, fail=True)
        assert take(institution_id=one, actor=SIGNER, at=AT) == 2

    @pytest.mark.django_db(transaction=True)
    def test_many_at_once_leave_neither_hole_nor_double(self, commune: Commune) -> None:
        taken: list[int] = []

        def work(worker: int) -> None:
            for turn in range(10):
                try:
                    fails = (worker + turn) % 3 == 0
                    taken.append(take(institution_id=commune.institution.id, actor=SIGNER, at=AT, fail=fails))
                except Refusal:
                    continue

        in_threads(8, work)
        assert sorted(taken) == list(range(1, len(taken) + 1))
        assert 40 < len(taken) < 80

    @pytest.mark.parametrize("series", ["decreto", "", "DE CRETO", "1"])
    def test_a_series_is_a_code(self, commune: Commune, series: str) -> None:
        with pytest.raises(Fault):
            take(institution_id=commune.institution.id, actor=SIGNER, at=AT, series=series)


class TestAnnulment:
    def test_an_annulled_number_stays_with_its_reason_and_is_told(self, commune: Commune) -> None:
        for _ in range(2):
            take(institution_id=commune.institution.id, actor=SIGNER, at=AT)
        issued = issue(commune, act=decree_act(2))
        annul(commune, 2)
        found = api.find_issued(code=issued.code)
        assert found is not None and found.annulment is not None
        assert (found.annulment.reason, found.annulment.at) == ("Se dictó dos veces.", AT)
        assert take(institution_id=commune.institution.id, actor=SIGNER, at=AT) == 3

    def test_the_log_publishes_the_number_and_not_the_reason(self, commune: Commune, entries: Entries) -> None:
        take(institution_id=commune.institution.id, actor=SIGNER, at=AT)
        annul(commune, 1)
        [body] = entries("act_number.annulled")
        assert b'"number":1' in body
        assert "dictó".encode() not in body

    @pytest.mark.parametrize(("number", "year"), [(2, 2026), (0, 2026), (-1, 2026), (1, 2025)])
    def test_a_number_not_taken_cannot_be_annulled(self, commune: Commune, number: int, year: int) -> None:
        take(institution_id=commune.institution.id, actor=SIGNER, at=AT)
        with pytest.raises(errors.NumberNotTaken):
            annul(commune, number, year=year)

    def test_nor_the_one_of_another_institution(self, commune: Commune, second: Commune) -> None:
        take(institution_id=commune.institution.id, actor=SIGNER, at=AT)
        with pytest.raises(errors.NumberNotTaken):
            annul(second, 1)

    def test_nor_twice_nor_without_reason(self, commune: Commune) -> None:
        take(institution_id=commune.institution.id, actor=SIGNER, at=AT)
        with pytest.raises(Fault, match="reason"):
            annul(commune, 1, reason="  ")
        annul(commune, 1)
        with pytest.raises(errors.NumberAlreadyAnnulled):
            annul(commune, 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_act_asked_for_twice_at_once_is_issued_once(commune: Commune) -> None:
    found: list[UUID] = []
    dossier = uuid4()

    def work(_worker: int) -> None:
        found.append(issue(commune, dossier=dossier, key="token-7").document)

    in_threads(3, work)
    assert len(set(found)) == 1
    assert Issued.objects.count() == 1


def in_threads(count: int, work: Callable[[int], None]) -> None:
    """Run `work` in parallel, each with a connection of its own. A failure of one is a failure of the test."""
    failures: list[BaseException] = []
    start = threading.Barrier(count)

    def run(worker: int) -> None:
        try:
            start.wait()
            work(worker)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(worker,)) for worker in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures
