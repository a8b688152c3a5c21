"""Review, filing and receipt."""

import json
from datetime import timedelta

from django.db import connection

from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.identity.testing import Commune, make_actor, make_person
from ventanilla.kernel.identity.types import Actor
from ventanilla.portal.tests.filing.browsing import MONDAY, SATURDAY, Browser
from ventanilla.portal.tests.filing.world import OWNED, SERVICE, file, write


class TestReview:
    def test_shows_every_answer_with_a_way_to_change_it(self, browser: Browser) -> None:
        draft = write(browser)
        page = browser.open(f"{draft}revisar/")
        for shown in ("Almacén de barrio", "Calle Los Aromos 145", "Es propio", "$ 40.000.000"):
            assert shown in page.text
        assert f"{draft}paso/activity/?volver=1" in page.links()

    def test_what_the_state_knows_cannot_be_changed_here(self, browser: Browser) -> None:
        draft = write(browser)
        page = browser.open(f"{draft}revisar/")
        assert "Rosa Millán Soto" in page.text
        assert f"{draft}paso/applicant/?volver=1" not in page.links()

    def test_tells_the_price_with_the_numbers_of_the_commune(self, browser: Browser) -> None:
        page = browser.open(f"{write(browser)}revisar/")
        assert "Patente comercial, primer semestre: $ 80.000." in page.text

    def test_a_change_comes_back_to_the_review(self, browser: Browser) -> None:
        draft = write(browser)
        page = browser.send(f"{draft}paso/activity/?volver=1", {**OWNED["activity"], "activity": "Panadería"})
        assert page.path == f"{draft}revisar/"
        assert "Panadería" in page.text

    def test_a_change_that_asks_for_more_goes_there_without_scolding(self, browser: Browser) -> None:
        page = browser.send(f"{write(browser)}paso/tenure/?volver=1", {"tenure": "rented"})
        assert page.path.endswith("/lease/")
        assert page.errors == []

    def test_with_something_missing_it_cannot_be_sent(self, browser: Browser) -> None:
        draft = write(browser, until="capital")
        page = browser.open(f"{draft}revisar/")
        assert "Todavía no se puede enviar" in page.text
        assert not page.button("Enviar la solicitud")
        assert page.link("Completar lo que falta") == f"{draft}paso/capital/?volver=1"


class TestFiling:
    def test_leads_to_the_receipt(self, browser: Browser, rosa: Actor) -> None:
        page = file(browser)
        assert page.path.endswith("/comprobante/")
        assert page.h1 == "Recibimos su solicitud"
        (row,) = cases.list_my_cases(actor=rosa, at=MONDAY).rows
        assert row.code in page.text
        assert row.code in page.title
        assert browser.open(page.link("Ver mi trámite")).status == 200

    def test_twice_gives_the_same_receipt(self, browser: Browser, rosa: Actor) -> None:
        draft = write(browser)
        first = browser.send(f"{draft}enviar/")
        again = browser.send(f"{draft}enviar/")
        assert first.path == again.path
        assert first.title == again.title
        assert len(cases.list_my_cases(actor=rosa, at=MONDAY).rows) == 1

    def test_after_it_every_page_of_the_draft_leads_to_the_receipt(self, browser: Browser) -> None:
        draft = write(browser)
        receipt = browser.send(f"{draft}enviar/").path
        for page in ("", "paso/activity/", "revisar/", "enviar/", "borrar/"):
            assert browser.open(f"{draft}{page}").path == receipt
        assert browser.send(f"{draft}paso/activity/", OWNED["activity"]).path == receipt

    def test_an_incomplete_one_comes_back_with_what_to_correct(self, browser: Browser, rosa: Actor) -> None:
        draft = write(browser, until="contact")
        page = browser.send(f"{draft}enviar/")
        assert page.status == 400
        assert page.title.startswith("Error: ")
        assert page.error_links == [
            f"{draft}paso/contact/?volver=corregir",
            f"{draft}paso/contact/?volver=corregir",
            f"{draft}paso/declaration/?volver=corregir",
        ]
        assert cases.list_my_cases(actor=rosa, at=MONDAY).rows == ()

    def test_a_page_opened_to_correct_says_what_is_wrong(self, browser: Browser) -> None:
        draft = write(browser, until="contact")
        page = browser.open(f"{draft}paso/contact/?volver=corregir")
        assert page.errors == ["Escriba su correo. Por ejemplo, ana@correo.cl.", *page.errors[1:]]
        assert page.link("Volver") == f"{draft}revisar/"

    def test_says_which_kind_of_device_it_came_from(self, browser: Browser) -> None:
        draft = write(browser)
        browser.client.defaults["HTTP_SEC_CH_UA_MOBILE"] = "?1"
        browser.send(f"{draft}enviar/")
        with connection.cursor() as cursor:
            cursor.execute("SELECT channel, device_class FROM cases_case")
            assert cursor.fetchall() == [("PORTAL", "PHONE")]


class TestReceipt:
    def test_has_the_six_data(self, browser: Browser) -> None:
        text = file(browser).text
        for datum in ("lunes 2 de marzo de 2026, a las 12:00:00", "Ilustre Municipalidad de El Sauce", "Versión 1"):
            assert datum in text
        assert "Rosa Millán Soto" in text

    def test_is_in_the_zone_of_the_institution(self, browser: Browser, roble: Commune) -> None:
        winter = MONDAY + timedelta(days=120)
        browser.at = winter
        draft = browser.send(SERVICE, {"en": "ROBLE"}).path.removesuffix("paso/applicant/")
        for key, values in OWNED.items():
            browser.send(f"{draft}paso/{key}/", values)
        page = browser.send(f"{draft}enviar/")
        assert "a las 12:00:00" in page.text
        assert "Hora de Punta Arenas" in page.text

    def test_says_who_has_it_and_until_when(self, browser: Browser) -> None:
        text = file(browser).text
        assert "Dirección de Obras Municipales: tiene plazo hasta el lunes 16 de marzo de 2026" in text
        assert "Todo el trámite: a más tardar el miércoles 2 de septiembre de 2026 (Ley 19.880, art. 27)" in text

    def test_on_a_business_day_does_not_speak_of_other_days(self, browser: Browser) -> None:
        assert "no es hábil" not in file(browser).text.split("Cómo se contó")[0]

    def test_on_a_saturday_says_from_when_it_counts(self, browser: Browser) -> None:
        browser.at = SATURDAY
        assert "vale como llegada a primera hora del lunes 9 de marzo de 2026" in file(browser).text

    def test_as_json_is_the_signed_statement(self, browser: Browser, sauce: Commune) -> None:
        address = file(browser).path.replace("/comprobante/", "/comprobante.json")
        response = browser.client.get(address)
        body = json.loads(response.content)
        assert response["Content-Type"] == "application/vnd.ventanilla.receipt+json"
        assert "attachment" in response["Content-Disposition"]
        key = documents.receipt_public_key(institution_id=sauce.institution.id)
        assert documents.verify_statement(public_key_pem=key, statement=body["signature"]) == body["statement"]

    def test_as_pdf_it_can_be_had_at_once(self, browser: Browser, rosa: Actor) -> None:
        page = file(browser)
        response = browser.client.get(page.link("Descargar comprobante (PDF)"))
        (row,) = cases.list_my_cases(actor=rosa, at=MONDAY).rows
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == f'inline; filename="comprobante-{row.code}.pdf"'
        assert documents.validate_pdf(content=response.content).valid

    def test_is_only_for_the_parties(self, browser: Browser) -> None:
        receipt = file(browser).path
        other = Browser().sign_in(make_actor(make_person("Luis", "Soto")))
        assert other.open(receipt).status == 404
        for form in ("json", "pdf"):
            assert other.open(receipt.replace("/comprobante/", f"/comprobante.{form}")).status == 404
        assert other.send(receipt.replace("/comprobante/", "/opinion/"), {"ease": "5"}).status == 404


class TestOneQuestion:
    def test_is_asked_once(self, browser: Browser) -> None:
        receipt = file(browser)
        assert receipt.button("Responder")
        page = browser.send(receipt.form_action, {"ease": "4"})
        assert page.path == receipt.path
        assert "Gracias por contar qué tan fácil fue." in page.text
        assert not page.button("Responder")

    def test_is_optional_and_no_answer_is_no_problem(self, browser: Browser) -> None:
        receipt = file(browser)
        for ease in ("", "6", "uno"):
            page = browser.send(receipt.form_action, {"ease": ease})
            assert page.path == receipt.path
            assert page.errors == []
            assert page.button("Responder")
