"""Officials come in with a real browser: an authenticator on the telephone, and a passkey of the device.

These two come in nowhere else: whoever has registered an authenticator is asked for it in every later test of the town.
"""

import re
from collections.abc import Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Browser

from tests.journeys.inspection import Inspector
from tests.journeys.town import PASSWORD, Town
from tests.journeys.visitor import Visitor
from ventanilla.kernel.identity.testing import shown_code

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def real(town: Town) -> Iterator[None]:
    """As where persons are not simulated."""
    with override_settings(SIMULATORS=False):
        yield


def give_password(visitor: Visitor, town: Town) -> None:
    visitor.open("/funcionarios/entrar/")
    visitor.fill("Correo institucional", town.email_of(town.roble, "ADMIN-1"))
    visitor.fill("Clave", PASSWORD)
    visitor.press("Entrar")


def test_the_authenticator_the_codes_and_then_a_passkey(town: Town, browser: Browser, real: None) -> None:
    visitor = Visitor(browser, town, Inspector(town, with_axe=True))
    device = visitor.context.new_cdp_session(visitor.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    give_password(visitor, town)
    assert visitor.heading == "Registre su aplicación de códigos"
    (secret,) = re.findall(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", visitor.text)
    visitor.fill("Código que muestra la aplicación", "000000")
    visitor.press("Registrar")
    assert visitor.errors == ["El código no corresponde o ya se usó."]
    visitor.fill("Código que muestra la aplicación", shown_code(secret, town.now()))
    visitor.press("Registrar")
    assert visitor.heading == "Guarde sus códigos de recuperación"
    visitor.press("Ya los guardé")
    assert visitor.path == "/mesa/"

    visitor.open("/funcionarios/acceso/")
    visitor.press("Registrar una llave de acceso en este aparato")
    assert "La llave de acceso quedó registrada" in visitor.text
    visitor.open("/mis-sesiones/")
    visitor.page.locator(".v-account__summary", has_text="Elena").click()
    visitor.press("Cerrar sesión")
    visitor.open("/funcionarios/entrar/")
    visitor.press("Entrar con una llave de acceso")
    assert visitor.path == "/mesa/"
    visitor.close()


def test_without_scripts_the_password_and_a_recovery_code_do(town: Town, browser: Browser, real: None) -> None:
    first = Visitor(browser, town, Inspector(town, with_axe=False), scripts=False)
    first.open("/funcionarios/entrar/")
    first.fill("Correo institucional", town.email_of(town.roble, "RENTAS-2"))
    first.fill("Clave", PASSWORD)
    first.press("Entrar")
    (secret,) = re.findall(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", first.text)
    first.fill("Código que muestra la aplicación", shown_code(secret, town.now()))
    first.press("Registrar")
    code = first.page.locator("main code").first.inner_text()
    first.press("Ya los guardé")
    first.close()

    second = Visitor(browser, town, Inspector(town, with_axe=False), scripts=False)
    second.open("/funcionarios/entrar/")
    assert second.page.get_by_role("button", name="Entrar con una llave de acceso").count() == 0
    second.fill("Correo institucional", town.email_of(town.roble, "RENTAS-2"))
    second.fill("Clave", PASSWORD)
    second.press("Entrar")
    second.follow("No tengo mi aplicación: usar un código de recuperación")
    second.fill("Código de recuperación", code)
    second.press("Entrar")
    assert second.path == "/mesa/"
    second.close()
