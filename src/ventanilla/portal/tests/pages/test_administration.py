"""The pages of who administers an institution: what they show, what they do, and what takes a second person."""

from datetime import timedelta

import pytest

from ventanilla.kernel.cases.testing import Play
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import SETUP, Commune, make_official, make_operator, new_run
from ventanilla.kernel.ledger.testing import entries
from ventanilla.portal.tests.filing.browsing import Browser, Page
from ventanilla.portal.tests.pages.people import browser_of, official

HOME = "/administracion/"
PROPOSALS = f"{HOME}propuestas/"


@pytest.fixture
def elena(play: Play) -> Browser:
    return official(play.commune, "ADMIN-1", play.at)


@pytest.fixture
def mario(play: Play) -> Browser:
    """A second administrator."""
    post = identity.create_post(
        institution_id=play.commune.institution.id,
        unit_id=play.commune.units["ALCALDIA"].id,
        code="ADMIN-2",
        title="Secretario Municipal",
        role_codes=["ADMIN"],
        actor=SETUP,
        at=play.at,
    )
    return browser_of(make_official(post, "Mario", "Paz Reyes").actor(play.at), play.at)


def post_page(play: Play, code: str) -> str:
    return f"{HOME}cargos/{play.commune.officials[code].post.uuid}/"


def unit_page(play: Play, code: str) -> str:
    return f"{HOME}unidades/{play.commune.units[code].uuid}/"


def nominee(play: Play, **changes: object) -> dict[str, object]:
    day = play.at + timedelta(days=1)
    starts = {f"starts_on-{part}": getattr(day, part) for part in ("day", "month", "year")}
    person = {"run": new_run(), "given_names": "Nora", "surnames": "Díaz Pino"}
    return {**person, **starts, "capacity": "SUBSTITUTE", "basis": "Decreto 7 de 2026", **changes}


def done(browser: Browser, address: str, **typed: object) -> Page:
    """Type, check, and confirm with what the check page hides."""
    check = browser.send(address, typed)
    assert check.h1 == "Revise antes de continuar", check.errors
    hidden = check.tree.xpath("//main//form//input[@type='hidden']")
    values: dict[str, list[str]] = {}
    for each in hidden:
        values.setdefault(each.get("name"), []).append(each.get("value"))
    return browser.send(address, {**values, "act": "do"})


class TestTree:
    def test_it_shows_each_unit_with_who_holds_what_now_and_later(self, play: Play, elena: Browser) -> None:
        done(elena, f"{post_page(play, 'DOM-1')}nombrar/", **nominee(play))
        done(elena, f"{unit_page(play, 'DOM')}agregar-cargo/", title="Arquitecta", code="arq-1")
        text = elena.open(f"{HOME}unidades/").text
        assert "Revisor de Obras Pedro Álvarez Díaz Desde el 3 de marzo de 2026: Nora Díaz Pino, subrogante" in text
        assert "Arquitecta Vacante" in text
        assert "Hay 1 cargo vacante." in text

    def test_of_another_institution_nothing_is_there(self, play: Play, elena: Browser, second: Commune) -> None:
        held = second.officials["DOM-1"].actor(play.at).post
        role = identity.list_roles(institution_id=second.institution.id)[0].role.uuid
        assert held is not None
        proposal = identity.propose_post_roles(
            post_id=held.id, role_codes=[], actor=second.officials["ADMIN-1"].actor(play.at).ref(), at=play.at
        )
        unit, post = second.units["DOM"].uuid, held.uuid
        for address in (
            f"unidades/{unit}/",
            f"unidades/{unit}/nombre/",
            f"unidades/{unit}/agregar-unidad/",
            f"unidades/{unit}/agregar-cargo/",
            f"cargos/{post}/",
            f"cargos/{post}/nombre/",
            f"cargos/{post}/roles/",
            f"cargos/{post}/nombrar/",
            f"nombramientos/{held.appointment_uuid}/terminar/",
            f"roles/{role}/",
            f"roles/{role}/derechos/",
            f"propuestas/{proposal}/",
            f"propuestas/{proposal}/rechazar/",
        ):
            assert elena.open(f"{HOME}{address}").status == 404, address
        assert elena.send(f"{HOME}propuestas/{proposal}/aprobar/").status == 404
        assert "El Roble" not in elena.open(f"{HOME}unidades/").text

    def test_it_asks_the_database_little(
        self, play: Play, elena: Browser, django_assert_max_num_queries: object
    ) -> None:
        elena.open(f"{HOME}unidades/")
        with django_assert_max_num_queries(14):  # type: ignore[operator]
            elena.open(f"{HOME}unidades/")

    def test_it_can_be_read_in_english(self, elena: Browser) -> None:
        elena.client.cookies["ventanilla-language"] = "en"
        assert elena.open(f"{HOME}unidades/").h1 == "Units and posts"


class TestUnitsAndPosts:
    def test_a_unit_is_added_and_renamed_with_their_entries(self, play: Play, elena: Browser) -> None:
        page = done(elena, f"{unit_page(play, 'DOM')}agregar-unidad/", name="Sección Edificación", code="edif")
        assert page.h1 == "Sección Edificación"
        assert "Agregamos la unidad" in page.text
        page = done(elena, f"{page.path}nombre/", name="Sección de Edificación")
        assert page.h1 == "Sección de Edificación"
        (renamed,) = entries("identity.unit_renamed")
        assert renamed.public["before"] == "Sección Edificación"

    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, play: Play, elena: Browser) -> None:
        address = f"{unit_page(play, 'DOM')}agregar-unidad/"
        page = elena.send(address, {"name": "", "code": "con espacio"})
        wrong = ["Escriba el nombre.", "Escriba el código con letras sin acento, números y guiones."]
        assert (page.status, page.errors) == (400, wrong)
        page = elena.send(address, {"name": "Otra", "code": "RENTAS", "act": "do"})
        assert page.errors == ["Ese código ya existe en la institución. Elija otro código."]
        assert (page.status, page.value("name")) == (409, "Otra")

    def test_the_roles_of_a_new_post_wait_for_the_second_person(self, play: Play, elena: Browser) -> None:
        address = f"{unit_page(play, 'DOM')}agregar-cargo/"
        page = done(elena, address, title="Arquitecta", code="ARQ-1", roles=["OBRAS"])
        assert "Sus roles esperan a que otra persona los apruebe." in page.text
        assert "Hay una propuesta que espera" in page.text


class TestAppointments:
    def test_an_ordinary_post_is_given_at_once_and_taken_at_once(self, play: Play, elena: Browser) -> None:
        page = done(elena, f"{post_page(play, 'DOM-1')}nombrar/", **nominee(play))
        assert "Registramos el nombramiento" in page.text
        assert "Nora Díaz Pino" in page.text
        assert "Desde el 3 de marzo de 2026" in page.text
        (end, _other) = [each for each in page.links() if each.endswith("/terminar/")]
        page = done(elena, end, when="now", basis="Renuncia aceptada")
        assert "El nombramiento tiene término" in page.text
        assert "Quién lo ejerció" in page.text
        assert entries("identity.appointment_ended")[-1].public["basis"] == "Renuncia aceptada"

    def test_a_post_that_decides_waits_for_the_second_person(self, play: Play, elena: Browser, mario: Browser) -> None:
        typed = nominee(play)
        page = done(elena, f"{post_page(play, 'JEFE-RENTAS')}nombrar/", **typed)
        assert "Quedó propuesto" in page.text
        proposal = page.link("Nombrar a Nora Díaz Pino")
        mine = elena.open(proposal)
        assert not mine.button("Aprobar")
        assert elena.send(f"{proposal}aprobar/").status == 403
        page = mario.open(proposal)
        assert "La propuso Elena Torres Paredes, Administradora Municipal" in page.text
        page = mario.send(f"{proposal}aprobar/")
        assert "La aprobó Mario Paz Reyes, Secretario Municipal" in page.text
        person = identity.find_person(run=str(typed["run"]))
        assert person is not None
        (held,) = identity.posts_of(person_id=person.id, at=play.at + timedelta(days=2))
        assert held.code == "JEFE-RENTAS"

    def test_nobody_appoints_themselves_and_who_is_looked_up_can_see_it(self, play: Play, elena: Browser) -> None:
        assert elena.actor is not None
        address = f"{post_page(play, 'DOM-1')}nombrar/"
        page = elena.send(address, nominee(play, run=elena.actor.run))
        assert page.errors == ["Nadie puede nombrarse a sí mismo."]
        page = elena.send(address, nominee(play, run=play.person.run, given_names="Otra", surnames="Persona"))
        assert f"Persona {play.person.name}" in page.text
        reads = browser_of(play.person, play.at).open("/quien-vio-mis-datos/").text
        assert "Elena Torres Paredes" in reads
        assert "Para: Nombrarle en un cargo" in reads

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"run": "12.345.678-9"}, "El RUN no es válido. Revise el dígito verificador."),
            ({"given_names": ""}, "Escriba los nombres. Esta persona no está registrada."),
            ({"starts_on-day": "31", "starts_on-month": "2"}, "Escriba una fecha que exista."),
            ({"starts_on-year": "2025"}, "El primer día no puede ser anterior a hoy."),
            ({"capacity": "KING"}, "Escoja una opción válida. KING no es una de las opciones disponibles."),
            ({"basis": " "}, "Escriba el decreto o la resolución."),
        ],
    )
    def test_what_is_wrong_is_said(self, play: Play, elena: Browser, changes: dict[str, object], error: str) -> None:
        page = elena.send(f"{post_page(play, 'DOM-1')}nombrar/", nominee(play, **changes))
        assert (page.status, page.errors) == (400, [error])


class TestRights:
    def test_they_change_when_another_approves_and_the_page_says_whom_it_reaches(
        self, play: Play, elena: Browser, mario: Browser
    ) -> None:
        roles = identity.list_roles(institution_id=play.commune.institution.id)
        role = next(each for each in roles if each.role.code == "OBRAS")
        address = f"{HOME}roles/{role.role.uuid}/"
        done(elena, f"{address}derechos/", rights=["cases.read", "cases.decide"])
        page = mario.open(mario.open(PROPOSALS).link("Cambiar lo que permite un rol"))
        assert "Permitiría Ver los expedientesDecidir y firmar" in page.text
        assert "Pedro Álvarez Díaz, Revisor de Obras" in page.text
        assert "Decidir y firmar" not in mario.open(address).text
        mario.send(f"{page.path}aprobar/")
        assert "Decidir y firmar" in mario.open(address).text

    def test_it_is_refused_for_a_reason(self, play: Play, elena: Browser, mario: Browser) -> None:
        done(elena, f"{post_page(play, 'DOM-1')}roles/", roles=["OBRAS", "ADMIN"])
        page = mario.open(PROPOSALS)
        refuse = f"{page.link('Cambiar los roles de un cargo')}rechazar/"
        assert mario.send(refuse, {"reason": ""}).errors == ["Escriba el motivo."]
        page = done(mario, refuse, reason="No le corresponde.")
        assert "Rechazamos la propuesta" in page.text
        assert "Motivo No le corresponde." in page.text

    def test_who_administers_alone_is_told_how_the_second_is_made(self, elena: Browser) -> None:
        assert "ventanilla admin create --institution SAUCE" in elena.open(PROPOSALS).text

    def test_with_two_nobody_is_told(self, elena: Browser, mario: Browser) -> None:
        assert "a solas" not in elena.open(HOME).text

    def test_what_reaches_the_installation_is_shown_and_not_given(self, play: Play, elena: Browser) -> None:
        post = make_operator(play.commune).post
        page = elena.open(f"{HOME}cargos/{post.uuid}/")
        assert "Este cargo alcanza a toda la instalación." in page.text
        assert not [each for each in page.links() if each.endswith(("/roles/", "/nombrar/"))]
        offered = elena.open(f"{post_page(play, 'DOM-1')}roles/").tree.xpath("//input[@name='roles']/@value")
        assert "OPERACION" not in offered
        page = elena.send(f"{HOME}cargos/{post.uuid}/nombrar/", nominee(play, act="do"))
        assert page.status == 403


class TestOffers:
    ADDRESS = f"{HOME}tramites/patente-comercial/rate_per_thousand/"

    def value(self, play: Play, text: str) -> dict[str, object]:
        day = play.at + timedelta(days=30)
        starts = {f"starts_on-{part}": getattr(day, part) for part in ("day", "month", "year")}
        return {**starts, "value": text, "norm": "Ordenanza 9 de 2026"}

    def test_a_value_inside_the_law_is_fixed_for_a_day_to_come(self, play: Play, elena: Browser) -> None:
        page = done(elena, self.ADDRESS, **self.value(play, "3,5"))
        assert (page.h1, "Registramos el valor" in page.text) == ("Trámites que ofrece", True)
        assert "Desde el 1 de abril de 2026: 3,5" in page.text
        assert entries("service.value_recorded")[-1].public["value"] == "3.5"

    @pytest.mark.parametrize("text", ["2,4", "5,1"])
    def test_outside_the_range_the_article_is_told(self, play: Play, elena: Browser, text: str) -> None:
        (error,) = elena.send(self.ADDRESS, self.value(play, text)).errors
        assert error.startswith("La ley permite de 2,5 a 5 (DL 3.063")

    def test_what_the_law_fixes_has_no_page(self, elena: Browser) -> None:
        assert elena.open(f"{HOME}tramites/patente-comercial/utm/").status == 404
