"""Public verification: two answers apart, and no personal data."""

import typst
from django.core.files.uploadedfile import SimpleUploadedFile

from ventanilla.common.public_keys import read_public_keys
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.testing import Play
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.identity.testing import SETUP, Commune
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.registers import api as registers
from ventanilla.portal.tests.filing.browsing import Browser, Page
from ventanilla.portal.tests.pages.people import approve


def answers(page: Page) -> list[str]:
    return [each.text_content() for each in page.tree.xpath("//*[@class='v-verify__words']")]


def decided(play: Play) -> tuple[str, bytes]:
    """Code and bytes of the decision."""
    decision = play.case.decision
    assert decision is not None and decision.document_uuid is not None
    _name, _type, content = cases.open_own_document(
        actor=play.person, at=play.at, case_uuid=play.case.uuid, document_uuid=decision.document_uuid
    )
    return decision.verification_code, content


class TestByCode:
    def test_authentic_and_in_force_are_two_answers(self, play: Play) -> None:
        approve(play)
        play.pay()
        code, _content = decided(play)
        page = Browser(at=play.at).open(f"/verificar/{code}/")
        assert answers(page) == ["Sí, es auténtico", "Sí, está vigente"]
        assert page.title == f"Verificación {code}: Sí, es auténtico – Ventanilla"

    def test_before_the_payment_nothing_is_in_force_yet(self, play: Play) -> None:
        approve(play)
        code, _content = decided(play)
        assert answers(Browser(at=play.at).open(f"/verificar/{code}/")) == ["Sí, es auténtico", "No hay nada inscrito"]

    def test_a_revoked_licence_is_still_an_authentic_document(self, play: Play) -> None:
        approve(play)
        play.pay()
        code, _content = decided(play)
        (entry,) = registers.list_by_dossier(dossier=play.case.uuid, at=play.at)
        registers.revoke(
            uuid=entry.uuid,
            effective_on=play.at.date(),
            reason="Dejó de cumplir (DL 3.063, art. 26).",
            dossier=play.case.uuid,
            source_act=play.case.uuid,
            actor=SETUP,
            at=play.tick(),
        )
        assert answers(Browser(at=play.at).open(f"/verificar/{code}/")) == ["Sí, es auténtico", "No, fue revocado"]

    def test_a_receipt_says_that_something_was_received_and_grants_nothing(self, play: Play) -> None:
        approve(play)
        play.pay()
        cases.open_receipt(actor=play.person, at=play.at, case_uuid=play.case.uuid)
        line = next(line for line in play.case.documents if line.kind == cases.RECEIPT_KIND)
        code = documents.get_issued(document=line.uuid).code
        page = Browser(at=play.at).open(f"/verificar/{code}/")
        assert answers(page) == ["Sí, es auténtico", "Que recibieron la solicitud"]
        assert play.person.name not in page.text and play.case.code not in page.text

    def test_says_nothing_of_the_person(self, play: Play) -> None:
        approve(play)
        code, _content = decided(play)
        text = Browser(at=play.at).open(f"/verificar/{code}/").text
        for private in ("Rosa", "Painemal", play.person.run, play.case.code, "Almacén", "Aromos"):
            assert private not in text

    def test_the_code_may_be_typed_as_people_type(self, play: Play) -> None:
        approve(play)
        code, _content = decided(play)
        typed = code.lower().replace("-", " ")
        page = Browser(at=play.at).open(f"/verificar/?codigo={typed}")
        assert answers(page)[0] == "Sí, es auténtico"

    def test_the_address_of_the_qr_code_leads_here(self, play: Play) -> None:
        approve(play)
        code, _content = decided(play)
        assert Browser(at=play.at).open(f"/verificar/{code}").status == 200

    def test_an_unknown_code_says_what_to_do(self, db: None) -> None:
        page = Browser().open("/verificar/7K4M-Q2RX-0B9T-WZ3C/")
        assert page.status == 404
        assert page.h1 == "No encontramos ese código"
        assert "no confíe en el documento" in page.text

    def test_an_empty_code_says_where_it_is(self, db: None) -> None:
        page = Browser().open("/verificar/?codigo=")
        assert page.status == 400
        assert page.errors == ["Escriba el código que aparece en el documento."]

    def test_strange_codes_are_only_unknown(self, db: None) -> None:
        for typed in ("..%2F..%2Fetc", "%00", "x" * 5000, "%3Cscript%3E"):
            assert Browser().open(f"/verificar/?codigo={typed}").status == 404


class TestByFile:
    def test_the_original_is_intact_and_says_who_signed(self, play: Play) -> None:
        approve(play)
        _code, content = decided(play)
        page = Browser(at=play.at).send("/verificar/", {"file": SimpleUploadedFile("decreto.pdf", content)})
        assert answers(page)[0] == "Sí, nadie lo cambió"
        assert "El Sauce" in answers(page)[1]

    def test_a_changed_one_is_told(self, play: Play) -> None:
        approve(play)
        _code, content = decided(play)
        middle = len(content) // 3
        changed = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        page = Browser(at=play.at).send("/verificar/", {"file": SimpleUploadedFile("decreto.pdf", changed)})
        assert answers(page) == ["No, lo cambiaron", "No se puede saber"]

    def test_a_pdf_without_signature_is_told(self, db: None) -> None:
        plain = typst.compile(b"Decreto falso")
        page = Browser().send("/verificar/", {"file": SimpleUploadedFile("falso.pdf", plain)})
        assert answers(page) == ["No tiene una firma que revisar", "No lo sabemos"]

    def test_what_is_no_pdf_is_told(self, db: None) -> None:
        page = Browser().send("/verificar/", {"file": SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff")})
        assert "no es un PDF" in page.text

    def test_without_a_file_it_is_asked_for(self, db: None) -> None:
        page = Browser().send("/verificar/")
        assert page.status == 400
        assert page.errors == ["Elija el archivo PDF que quiere verificar."]


class TestKeys:
    def test_the_public_keys_of_every_institution_are_one_file(self, play: Play, second: Commune) -> None:
        documents.ensure_seal(institution_id=second.institution.id, at=play.at)
        page = Browser(at=play.at).open("/verificar/")
        response = Browser(at=play.at).client.get(page.link("Descargar las claves públicas (JSON)"))
        keys = read_public_keys(response.content)
        assert response["Content-Type"] == "application/json"
        assert {(each.uuid, each.name) for each in keys.institutions} == {
            (str(each.institution.uuid), each.institution.name) for each in (play.commune, second)
        }
        assert all(len(each.receipt_keys) == len(each.certificates) == 1 for each in keys.institutions)
        assert keys.roots == documents.list_roots()
        assert [each.verifier_key for each in keys.log] == [ledger.log_verifier_key()]
        assert b"PRIVATE" not in response.content

    def test_an_institution_without_a_seal_has_none_and_gets_none_by_being_asked(
        self, play: Play, second: Commune
    ) -> None:
        for _ in range(2):
            keys = read_public_keys(Browser(at=play.at).client.get("/claves.json").content)
            assert str(second.institution.uuid) not in {each.uuid for each in keys.institutions}
