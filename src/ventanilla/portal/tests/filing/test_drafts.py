"""Writing a filing page by page: saved, corrected, left for another day, thrown away."""

from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.identity.testing import make_actor, make_person
from ventanilla.kernel.identity.types import Actor
from ventanilla.portal.tests.filing.browsing import Browser
from ventanilla.portal.tests.filing.world import OWNED, pdf, start, write


class TestPage:
    def test_known_facts_are_shown_and_not_asked(self, browser: Browser) -> None:
        page = browser.open(f"{start(browser)}paso/applicant/")
        assert "Rosa Millán Soto" in page.text
        assert not page.tree.xpath("//main//input[@type='text']")

    def test_says_where_the_person_is_in_words(self, browser: Browser) -> None:
        page = browser.open(f"{start(browser)}paso/activity/")
        assert "Paso 2 de 9" in page.text
        assert page.title == "Qué hará en el local – Paso 2 de 9 – Patente comercial – Ventanilla"

    def test_one_question_is_the_heading(self, browser: Browser) -> None:
        assert browser.open(f"{start(browser)}paso/tenure/").h1 == "¿El local es suyo o lo arrienda?"

    def test_goes_on_to_the_next_page_and_back_to_the_one_before(self, browser: Browser) -> None:
        draft = start(browser)
        page = browser.send(f"{draft}paso/activity/", OWNED["activity"])
        assert page.path == f"{draft}paso/address/"
        assert page.link("Volver") == f"{draft}paso/activity/"
        assert browser.open(f"{draft}paso/applicant/").link("Volver") == "/tramites/patente-comercial/"

    def test_shows_what_was_saved(self, browser: Browser) -> None:
        draft = write(browser)
        assert browser.open(f"{draft}paso/address/").value("premises_address-street") == "Calle Los Aromos"
        assert browser.open(f"{draft}paso/tenure/").checked("tenure") == ["owned"]
        assert browser.open(f"{draft}paso/food/").checked("food_handling") == ["no"]
        assert browser.open(f"{draft}paso/capital/").value("own_capital") == "40.000.000"

    def test_what_is_known_is_offered_and_may_be_changed(self, browser: Browser) -> None:
        draft = start(browser)
        assert browser.open(f"{draft}paso/contact/").value("contact_email") == "rosa@correo.cl"
        browser.send(f"{draft}paso/contact/", {"contact_email": "otra@correo.cl", "contact_phone": "9 8765 4321"})
        assert browser.open(f"{draft}paso/contact/").value("contact_email") == "otra@correo.cl"

    def test_says_why_it_asks(self, browser: Browser) -> None:
        assert "Hablar con usted sobre este trámite." in browser.open(f"{start(browser)}paso/contact/").text

    def test_sent_again_after_filing_leads_to_the_receipt(self, browser: Browser) -> None:
        draft = write(browser)
        browser.send(f"{draft}enviar/")
        assert browser.send(f"{draft}paso/food/", {"food_handling": "yes"}).h1 == "Recibimos su solicitud"

    def test_is_not_kept_by_a_shared_computer(self, browser: Browser) -> None:
        response = browser.client.get(f"{start(browser)}paso/activity/")
        assert "no-store" in response["Cache-Control"]


class TestErrors:
    def test_speak_the_language_of_the_page(self, browser: Browser) -> None:
        draft = start(browser)
        browser.send("/idioma/", {"language": "en", "next": draft})
        page = browser.send(f"{draft}paso/activity/", {"activity": "Bakery", "sii_activity": ""})
        assert page.errors == ["Write the activity that you registered with the tax service."]

    def test_stand_first_and_lead_to_each_question(self, browser: Browser) -> None:
        page = browser.send(f"{start(browser)}paso/activity/", {"activity": " "})
        assert page.status == 400
        assert page.title.startswith("Error: ")
        assert page.errors == [
            "Escriba qué hará en el local. Por ejemplo, almacén de barrio.",
            "Escriba la actividad que inscribió en Impuestos Internos.",
        ]
        assert page.error_links == ["#f-activity", "#f-sii_activity"]

    def test_keep_what_was_typed(self, browser: Browser) -> None:
        page = browser.send(f"{start(browser)}paso/capital/", {"own_capital": "doce <millones>"})
        assert page.value("own_capital") == "doce <millones>"
        assert "doce <millones>" in page.errors[0]

    def test_lead_to_the_missing_part_of_an_address(self, browser: Browser) -> None:
        page = browser.send(f"{start(browser)}paso/address/", {"premises_address-street": "Calle Larga"})
        assert page.error_links == ["#f-premises_address-number"]
        assert page.value("premises_address-street") == "Calle Larga"

    def test_keep_the_answers_that_are_right(self, browser: Browser) -> None:
        draft = start(browser)
        browser.send(f"{draft}paso/activity/", {"activity": "Almacén", "sii_activity": ""})
        assert browser.open(f"{draft}paso/activity/").value("activity") == "Almacén"

    def test_an_answer_that_is_not_in_the_list_is_refused(self, browser: Browser) -> None:
        page = browser.send(f"{start(browser)}paso/tenure/", {"tenure": "stolen"})
        assert page.status == 400
        assert len(page.errors) == 1


class TestFiles:
    def _lease(self, browser: Browser) -> str:
        return f"{write(browser, until='food', changes={'tenure': {'tenure': 'rented'}})}paso/lease/"

    def test_an_uploaded_file_is_shown_and_goes_on(self, browser: Browser) -> None:
        lease = self._lease(browser)
        page = browser.send(lease, {"lease_contract": pdf()})
        assert page.path.endswith("/food/")
        kept = browser.open(lease)
        assert "contrato.pdf" in kept.text
        assert browser.send(lease).path.endswith("/food/")

    def test_a_file_may_be_taken_away(self, browser: Browser) -> None:
        lease = self._lease(browser)
        browser.send(lease, {"lease_contract": pdf()})
        page = browser.send(lease, {"remove": "lease_contract"})
        assert page.path == lease
        assert "contrato.pdf" not in page.text

    def test_a_newer_file_takes_the_place_of_the_older(self, browser: Browser) -> None:
        lease = self._lease(browser)
        browser.send(lease, {"lease_contract": pdf("viejo.pdf")})
        browser.send(lease, {"lease_contract": pdf("nuevo.pdf")})
        kept = browser.open(lease)
        assert "nuevo.pdf" in kept.text
        assert "viejo.pdf" not in kept.text

    def test_a_refused_file_says_why_and_what_to_do(self, browser: Browser) -> None:
        wrong = pdf("contrato.doc")
        page = browser.send(self._lease(browser), {"lease_contract": wrong})
        assert page.status == 400
        assert len(page.errors) == 1
        assert "contrato.doc" in page.errors[0]
        assert "PDF" in page.errors[0]

    def test_a_missing_file_is_an_error(self, browser: Browser) -> None:
        page = browser.send(self._lease(browser))
        assert page.errors == ["Suba el contrato de arriendo en PDF o en una foto."]

    def test_a_file_that_no_question_asks_for_is_refused(self, browser: Browser) -> None:
        assert browser.send(f"{start(browser)}paso/activity/", {"otro": pdf()}).status == 409


class TestPagesThatDoNotShow:
    def test_a_hidden_page_leads_to_where_the_person_is(self, browser: Browser) -> None:
        draft = write(browser)
        assert browser.open(f"{draft}paso/lease/").path == f"{draft}revisar/"

    def test_a_page_that_the_service_does_not_have_is_not_found(self, browser: Browser) -> None:
        assert browser.open(f"{start(browser)}nada/").status == 404

    def test_the_number_of_steps_follows_the_answers(self, browser: Browser) -> None:
        draft = write(browser, until="food", changes={"tenure": {"tenure": "rented"}})
        assert "de 10" in browser.open(f"{draft}paso/tenure/").text


class TestLeavingAndComingBack:
    def test_later_keeps_what_is_there_and_leaves(self, browser: Browser) -> None:
        draft = start(browser)
        page = browser.send(f"{draft}paso/activity/", {"activity": "Almacén", "sii_activity": "", "act": "later"})
        assert page.h1 == "Mis trámites"
        assert draft in page.links()
        assert "Guardamos su solicitud" in page.text
        assert "Guardamos su solicitud" not in browser.open("/mis-tramites/").text
        assert browser.open(f"{draft}paso/activity/").value("activity") == "Almacén"

    def test_later_does_not_lose_in_silence_what_could_not_be_kept(self, browser: Browser) -> None:
        page = browser.send(f"{start(browser)}paso/capital/", {"own_capital": "doce", "act": "later"})
        assert page.status == 400
        assert page.value("own_capital") == "doce"

    def test_resumes_at_the_first_page_with_something_missing(self, browser: Browser) -> None:
        draft = write(browser, until="capital")
        assert browser.open(draft).path == f"{draft}paso/capital/"

    def test_resumes_a_complete_one_at_the_review(self, browser: Browser) -> None:
        draft = write(browser)
        assert browser.open(draft).path == f"{draft}revisar/"

    def test_throwing_away_asks_first(self, browser: Browser, rosa: Actor) -> None:
        draft = write(browser)
        assert browser.open(f"{draft}borrar/").h1 == "¿Borrar esta solicitud?"
        assert len(cases.list_my_drafts(actor=rosa)) == 1
        page = browser.send(f"{draft}borrar/")
        assert page.h1 == "Mis trámites"
        assert cases.list_my_drafts(actor=rosa) == ()
        assert browser.open(f"{draft}paso/activity/").status == 404


class TestOthers:
    def test_another_person_does_not_find_it(self, browser: Browser) -> None:
        draft = write(browser)
        other = Browser().sign_in(make_actor(make_person("Luis", "Soto")))
        for page in ("", "paso/activity/", "revisar/", "borrar/"):
            assert other.open(f"{draft}{page}").status == 404
        assert other.send(f"{draft}paso/activity/", OWNED["activity"]).status == 404
        assert other.send(f"{draft}enviar/").status == 404

    def test_a_visitor_signs_in_first_and_comes_back(self, browser: Browser) -> None:
        draft = start(browser)
        response = Browser().client.get(f"{draft}paso/activity/")
        assert response.status_code == 302
        assert response["Location"].startswith("/entrar/?next=%2Fsolicitudes%2F")
