"""From the first page to the third of the form without touching a mouse."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.inspection import Inspector
from tests.journeys.keyboard import Keyboard
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor
from ventanilla.kernel.identity.testing import new_run

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_sign_in_and_the_first_pages_of_the_form(town: Town, browser: Browser, scripts: bool) -> None:
    visitor = Visitor(browser, town, Inspector(town, with_axe=False), scripts=scripts)
    keys = Keyboard(visitor.page)
    visitor.open("/")
    keys.press("Patente comercial")
    keys.press(town.sauce.institution.name)
    keys.press("Entrar y comenzar")
    keys.press("Entrar con ClaveÚnica (simulada)")
    keys.write("RUN", new_run())
    keys.press("Entrar con este RUN")
    keys.press("Comenzar")
    assert visitor.heading == "Quién pide la patente"
    keys.press("Continuar")
    assert visitor.heading == "Qué hará en el local"
    keys.press("Continuar")
    assert len(visitor.errors) == 2
    keys.enter("Escriba qué hará en el local")
    visitor.page.keyboard.type("Taller de bicicletas")
    assert visitor.value_of("Actividad del local") == "Taller de bicicletas"
    keys.write("Actividad inscrita en Impuestos Internos", "Reparación de bicicletas")
    keys.press("Continuar")
    assert visitor.heading == "Dónde está el local"
    visitor.close()


def test_the_first_stop_skips_to_the_content(town: Town, browser: Browser) -> None:
    visitor = Visitor(browser, town, Inspector(town, with_axe=False))
    visitor.open("/tramites/")
    Keyboard(visitor.page).enter("Ir al contenido")
    assert visitor.page.evaluate("document.activeElement.id") == "contenido"
    visitor.close()
