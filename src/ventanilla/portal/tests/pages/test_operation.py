"""The page of the operator: how the installation is, what failed, and what may be ordered of it, by whom."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from ventanilla.common import alerts
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.testing import SHOP, Play
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import SETUP, make_operator
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.ledger.testing import entries
from ventanilla.kernel.outbox import api as outbox
from ventanilla.kernel.outbox import testing
from ventanilla.kernel.outbox.testing import Trouble, drain, forget_all_jobs, in_trouble, registered_names
from ventanilla.portal.tests.filing.browsing import Browser, Page
from ventanilla.portal.tests.pages.people import browser_of, official, person
from ventanilla.portal.web import operation_page
from ventanilla.portal.web import operation_words as words

HOME = "/operacion/"


@pytest.fixture
def operator(play: Play, settings: LazySettings, tmp_path: Path) -> Iterator[Browser]:
    """With a home of their own, but for its keys: what other tests left there is not seen."""
    (tmp_path / "keys").symlink_to(settings.VENTANILLA_HOME / "keys")
    settings.VENTANILLA_HOME = tmp_path
    forget_all_jobs()
    yield browser_of(make_operator(play.commune).actor(play.at), play.at)


@pytest.fixture
def trouble() -> Iterator[Trouble]:
    with in_trouble() as trouble:
        yield trouble


def parts(page: Page) -> dict[str, tuple[str, str]]:
    """Each part with its two words and what is said of it."""
    rows = page.tree.xpath("//main//tbody/tr")
    cells = [[" ".join(cell.text_content().split()) for cell in row] for row in rows]
    return {name: (tag, text) for name, tag, text in cells}


class TestOverview:
    def test_on_a_quiet_day_it_says_how_each_part_is(self, operator: Browser) -> None:
        page = operator.open(HOME)
        assert (page.status, page.h1) == (200, "Operación")
        assert list(parts(page)) == [
            "Base de datos",
            "Avisos internos",
            "Trabajos",
            "Registro público",
            "Disco",
            "Respaldo",
        ]
        assert parts(page)["Base de datos"][0] == "Responde"
        assert parts(page)["Avisos internos"] == ("Al día", "Nada espera.")
        assert parts(page)["Trabajos"][0] == "Nadie trabaja"
        assert parts(page)["Respaldo"] == ("Ninguno", "No se ha hecho ninguno desde aquí.")

    def test_what_waits_too_long_is_late(self, operator: Browser, play: Play) -> None:
        while ledger.sequence_pending(at=play.at):
            pass
        cases.file_application(actor=play.person, at=play.tick(), draft_uuid=play.write(SHOP))
        assert parts(operator.open(HOME))["Avisos internos"][0] == "Al día"
        operator.at = play.at + timedelta(hours=3)
        late = parts(operator.open(HOME))
        assert late["Registro público"][0] == "Con atraso"
        assert "hace 3 horas" in late["Registro público"][1].replace("\xa0", " ")

    def test_an_old_backup_is_told(self, operator: Browser, settings: LazySettings) -> None:
        (settings.VENTANILLA_HOME / "backups").mkdir()
        record = settings.VENTANILLA_HOME / "backups" / "last.json"
        while ledger.sequence_pending(at=operator.at):
            pass
        with testing.living_worker():
            for hours, word, verdict in (
                (2, "Al día", "Todo funciona. No hay nada que hacer."),
                (27, "Antiguo", "Todo funciona, y hay algo que conviene mirar."),
            ):
                record.write_text(f'{{"made_at": "{(operator.at - timedelta(hours=hours)).isoformat()}"}}')
                page = operator.open(HOME)
                assert parts(page)["Respaldo"][0] == word
                assert verdict in page.text

    def test_without_anybody_who_works_it_says_where_to_look(self, operator: Browser) -> None:
        page = operator.open(HOME)
        assert "Hay cosas que atender." in page.text
        assert "«ventanilla doctor»" in page.text

    def test_it_asks_the_database_little_whatever_failed(
        self, operator: Browser, play: Play, trouble: Trouble, django_assert_max_num_queries: object
    ) -> None:
        for _ in range(3):
            trouble.park_delivery(at=play.at)
            trouble.fail_job(at=play.at)
        operator.open(HOME)
        with django_assert_max_num_queries(20):  # type: ignore[operator]
            operator.open(HOME)

    def test_it_can_be_read_in_english(self, operator: Browser) -> None:
        operator.client.cookies["ventanilla-language"] = "en"
        assert operator.open(HOME).h1 == "Operation"


class TestFailures:
    def test_a_delivery_that_was_given_up_says_why_and_is_ordered_again(
        self, operator: Browser, play: Play, trouble: Trouble
    ) -> None:
        parked = trouble.park_delivery(at=play.at)
        page = operator.open(HOME)
        assert "Es un error de Ventanilla. Infórmelo con el detalle técnico." in page.text
        assert f"Asunto {parked.subject}" in page.text
        assert parked.last_error in page.text
        assert "12345678-5" not in page.text
        trouble.mended = True
        page = operator.send(f"{HOME}entregas/{parked.id}/reintentar/")
        assert (page.path, page.h1) == (HOME, "Operación")
        assert "Se intentará otra vez" in page.text
        assert outbox.list_parked() == ()
        (entry,) = entries("outbox.delivery_retried")
        assert entry.post == str(play.commune.officials["OPER-1"].post.uuid)
        drain(at=operator.at)
        assert trouble.done == 1

    def test_it_is_skipped_only_with_a_reason_which_is_published(
        self, operator: Browser, play: Play, trouble: Trouble
    ) -> None:
        parked = trouble.park_delivery(at=play.at)
        address = operator.open(HOME).link(f"Saltar {words.title_of(parked.subscriber)}")
        page = operator.open(address)
        assert page.h1 == "Saltar esta entrega"
        for wrong, problem in (("  ", "Escriba el motivo."), ("x" * 301, "Escriba el motivo en 300 letras o menos.")):
            page = operator.send(address, {"reason": wrong})
            assert (page.status, page.errors) == (400, [problem])
        page = operator.send(address, {"reason": "El caso\nse anuló."})
        assert "Esa entrega se saltó" in page.text
        (entry,) = entries("outbox.delivery_skipped")
        assert entry.public["reason"] == "El caso se anuló."
        assert operator.open(address).status == 404

    def test_a_job_that_failed_is_ordered_again_or_given_up(
        self, operator: Browser, play: Play, trouble: Trouble
    ) -> None:
        first, second = trouble.fail_job(at=play.at), trouble.fail_job(at=play.at)
        assert "00000000-0000-0000-0000-000000000007" in operator.open(HOME).text
        page = operator.send(f"{HOME}trabajos/{first.id}/reintentar/")
        assert "Se intentará otra vez" in page.text
        page = operator.send(f"{HOME}trabajos/{second.id}/abandonar/", {"reason": "Ya no hace falta."})
        assert "Ese trabajo se abandonó" in page.text
        assert outbox.list_failed_jobs() == ()
        page = operator.send(f"{HOME}trabajos/{second.id}/reintentar/")
        assert "Ese trabajo ya no está entre los que fallaron." in page.text

    def test_when_the_cause_was_mended_everything_is_ordered_again_at_once(
        self, operator: Browser, play: Play, trouble: Trouble
    ) -> None:
        trouble.park_delivery(at=play.at)
        assert not operator.open(HOME).button("Intentar todo otra vez")
        trouble.fail_job(at=play.at)
        trouble.fail_job(at=play.at)
        assert operator.open(HOME).button("Intentar todo otra vez")
        operator.send(f"{HOME}reintentar/")
        assert (outbox.list_parked(), outbox.list_failed_jobs()) == ((), ())

    def test_of_many_the_oldest_are_shown_and_the_rest_counted(
        self, operator: Browser, play: Play, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(operation_page, "SHOWN", 2)
        for _ in range(5):
            trouble.fail_job(at=play.at)
        page = operator.open(HOME)
        assert len(page.tree.xpath("//main//form[contains(@action, '/trabajos/')]")) == 2
        assert "Hay 3 más que no se muestran." in page.text
        operator.send(f"{HOME}reintentar/")
        assert outbox.list_failed_jobs() == ()


class TestAlerts:
    def test_they_say_what_happened_and_what_to_do_until_somebody_has(
        self, operator: Browser, settings: LazySettings
    ) -> None:
        folder = settings.VENTANILLA_HOME / "alerts"
        for _ in range(2):
            alerts.keep(folder, code="alert.disk_full", at=operator.at, fields={"part": "web"})
        page = operator.open(HOME)
        assert "No queda espacio en el disco." in page.text
        assert "2 veces desde el " in page.text
        page = operator.send(f"{HOME}alertas/disk_full/descartar/", {"seen": operator.at.isoformat()})
        assert "La alerta salió de la lista" in page.text
        assert "No queda espacio" not in page.text
        assert alerts.list_alerts(folder) == ()
        assert operator.send(f"{HOME}alertas/nada/descartar/", {"seen": operator.at.isoformat()}).status == 404

    @pytest.mark.parametrize("seen", ["", "ayer", "2026-03-02T12:00:00"])
    def test_what_no_page_of_ours_sends_dismisses_nothing(
        self, operator: Browser, settings: LazySettings, seen: str
    ) -> None:
        folder = settings.VENTANILLA_HOME / "alerts"
        alerts.keep(folder, code="alert.disk_full", at=operator.at, fields={})
        assert operator.send(f"{HOME}alertas/disk_full/descartar/", {"seen": seen}).status == 404
        assert len(alerts.list_alerts(folder)) == 1

    def test_from_a_page_of_before_it_happened_again_it_stays(self, operator: Browser, settings: LazySettings) -> None:
        folder = settings.VENTANILLA_HOME / "alerts"
        alerts.keep(folder, code="alert.disk_full", at=operator.at, fields={})
        (seen,) = operator.open(HOME).tree.xpath("//input[@name='seen']/@value")
        alerts.keep(folder, code="alert.disk_full", at=operator.at + timedelta(seconds=1), fields={})
        page = operator.send(f"{HOME}alertas/disk_full/descartar/", {"seen": seen})
        assert "Ocurrió otra vez después de que usted la vio" in page.text
        assert len(alerts.list_alerts(folder)) == 1


ADDRESSES = (
    "",
    "reintentar/",
    "entregas/1/reintentar/",
    "entregas/1/saltar/",
    "trabajos/1/reintentar/",
    "trabajos/1/abandonar/",
    "alertas/disk_full/descartar/",
)


@pytest.mark.parametrize("address", ADDRESSES)
class TestWhoMay:
    def test_officials_without_the_right_are_told_so(self, play: Play, address: str) -> None:
        for code in ("JEFE-RENTAS", "ADMIN-1"):
            browser = official(play.commune, code, play.at)
            assert browser.send(f"{HOME}{address}", {"reason": "x"}).status == 403
            assert browser.client.get(f"{HOME}{address}").status_code in (403, 405)

    def test_persons_and_visitors_are_sent_to_the_door_of_officials(self, play: Play, address: str) -> None:
        for browser in (person(play), Browser(at=play.at)):
            for response in (browser.client.get(f"{HOME}{address}"), browser.client.post(f"{HOME}{address}")):
                assert response.status_code == 302
                assert response["Location"].startswith("/funcionarios/entrar/")

    def test_an_operator_whose_appointment_ended_may_not(self, play: Play, address: str) -> None:
        held = make_operator(play.commune)
        browser = browser_of(held.actor(play.at), play.at)
        (mine,) = (
            each
            for each in identity.list_appointments(institution_id=play.commune.institution.id, at=play.at)
            if each.person.id == held.person.id
        )
        identity.end_appointment(appointment_uuid=mine.uuid, ends_at=play.at, actor=SETUP, at=play.at)
        browser.at += timedelta(minutes=1)
        assert browser.client.post(f"{HOME}{address}").status_code == 302


def test_an_operator_begins_here_and_has_it_in_the_menu(play: Play) -> None:
    held = make_operator(play.commune)
    asked = {"email": "isidora@elsauce.cl", "password": "caballo batería grapa correcta"}
    identity.set_official_password(person_id=held.person.id, actor=SETUP, at=play.at, **asked)
    browser = Browser(at=play.at)
    page = browser.send("/funcionarios/entrar/", asked)
    assert page.path == HOME
    assert page.tree.xpath("//header//a[@href='/operacion/']")
    assert not official(play.commune, "DOM-1", play.at).open("/mesa/").tree.xpath("//header//a[@href='/operacion/']")


class TestWords:
    def test_each_job_and_each_subscriber_has_its_words(self) -> None:
        assert {name for name in registered_names() if words.title_of(name) == name} == set()

    @pytest.mark.parametrize(
        ("error", "said"),
        [
            ("", "El proceso que lo hacía terminó antes de acabar, varias veces."),
            ("OperationalError at base.py:89", "La base de datos no respondió o cortó la conexión."),
            (
                "Fault at operation.py:103, from TemplateFault at render.py:80",
                "La plantilla de un documento no se pudo componer.",
            ),
            (
                "TemplateFault at a.py:1, from OSError at b.py:2",
                "El sistema no dejó leer o escribir un archivo. Puede faltar espacio.",
            ),
            ("ChargeNotOpen payments.charge_not_open", "Una regla no lo permite."),
            ("LookupError at a.py:1", "Es un error de Ventanilla. Infórmelo con el detalle técnico."),
        ],
    )
    def test_an_error_is_told_by_its_deepest_known_cause(self, error: str, said: str) -> None:
        assert words.reason_of(error) == said
