"""Rows of the table for how officials come in, and what they come in with."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from lxml import html

from ventanilla.common import clock
from ventanilla.kernel.cases.testing import Play
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import SETUP, shown_code
from ventanilla.portal.tests.again.sending import Page, strict_browser_of
from ventanilla.portal.tests.authenticator import Authenticator
from ventanilla.portal.tests.filing.browsing import Browser

PASSWORD = "caballo batería grapa correcta"
ENTRY, ACCESS = "/funcionarios/entrar/", "/funcionarios/acceso/"


def with_password(play: Play) -> str:
    """The official may come in; with which e-mail."""
    holder = play.commune.officials["DOM-1"]
    email = f"obras-{holder.person.run}@elsauce.cl".lower()
    identity.set_official_password(person_id=holder.person.id, email=email, password=PASSWORD, actor=SETUP, at=play.at)
    return email


def with_authenticator(play: Play) -> str:
    """And has an authenticator, registered a while ago; the text of its secret."""
    account_id, attempt, at = account_of(play), str(uuid4()), play.at - timedelta(minutes=10)
    text = identity.secret_to_register(account_id=account_id, attempt=attempt)
    code = shown_code(text, at)
    identity.set_second_factor(account_id=account_id, code=code, attempt=attempt, actor=SETUP, at=at)
    return text


def account_of(play: Play) -> int:
    return play.commune.officials["DOM-1"].account_id


def signed_in(play: Play) -> Browser:
    return strict_browser_of(play.commune.officials["DOM-1"].actor(play.at), Browser(at=play.at))


def after_password(play: Play, email: str, password: str = PASSWORD) -> Browser:
    browser = strict_browser_of(None, Browser(at=play.at))
    with clock.fixed(browser.at):
        browser.client.post(ENTRY, {"email": email, "password": password})
    return browser


def signing_in(play: Play) -> Page:
    """The second window was opened before the session of the first."""
    types = {"email": with_password(play), "password": PASSWORD}
    return Page(browser=strict_browser_of(None, Browser(at=play.at)), at=ENTRY, action=ENTRY, types=types)


def typing_the_code(play: Play) -> Page:
    email, secret = with_password(play), with_authenticator(play)
    identity.keep_recovery_codes(account_id=account_of(play), actor=SETUP, at=play.at)
    address = f"{ENTRY}codigo/"
    browser = after_password(play, email)
    return Page(browser=browser, at=address, action=address, types={"code": shown_code(secret, play.at)})


def choosing_a_password(play: Play) -> Page:
    email = with_password(play)
    person_id = play.commune.officials["DOM-1"].person.id
    given = identity.renew_access(person_id=person_id, actor=SETUP, at=play.at)
    address = f"{ENTRY}clave/"
    return Page(browser=after_password(play, email, given), at=address, action=address, types={"password": PASSWORD})


@dataclass(frozen=True, kw_only=True)
class Registering(Page):
    """The code follows from the secret that the page shows."""

    def open(self) -> Mapping[str, Any]:
        with clock.fixed(self.browser.at):
            text = self.browser.client.get(self.at).content.decode()
        (secret,) = re.findall(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", text)
        return {**super().open(), "code": shown_code(secret, self.browser.at)}


def registering_an_authenticator(play: Play) -> Page:
    with_password(play)
    identity.renew_access(person_id=play.commune.officials["DOM-1"].person.id, actor=SETUP, at=play.at)
    address = f"{ACCESS}aplicacion/"
    return Registering(browser=signed_in(play), at=address, action=address)


def keeping_the_codes(play: Play) -> Page:
    with_authenticator(play)
    address = f"{ACCESS}codigos/"
    return Page(browser=signed_in(play), at=address, action=address)


def renewing_the_codes(play: Play) -> Page:
    with_authenticator(play)
    identity.keep_recovery_codes(account_id=account_of(play), actor=SETUP, at=play.at)
    return Page(browser=signed_in(play), at=ACCESS, action=f"{ACCESS}codigos/nuevos/")


@dataclass(frozen=True, kw_only=True)
class Answering(Page):
    """The device answers to what the page asks."""

    device: Authenticator
    kind: str

    def open(self) -> Mapping[str, Any]:
        with clock.fixed(self.browser.at):
            tree = html.fromstring(self.browser.client.get(self.at, follow=True).content.decode())
        (form,) = tree.xpath("//form[@data-v-passkey=$kind]", kind=self.kind)
        options = form.get("data-v-options")
        credential = self.device.make(options) if self.kind == "add" else self.device.enter(options)
        return {"challenge": form.xpath("string(.//input[@name='challenge']/@value)"), "credential": credential}


def adding_a_passkey(play: Play) -> Page:
    device = Authenticator(settings.PUBLIC_URL)
    return Answering(browser=signed_in(play), at=ACCESS, action=f"{ACCESS}llaves/", device=device, kind="add")


def taking_a_passkey_away(play: Play) -> Page:
    page = adding_a_passkey(play)
    page.send(page.open())
    (*_, passkey) = identity.get_access(account_id=account_of(play)).passkeys
    address = f"{ACCESS}llaves/{passkey.uuid}/quitar/"
    return Page(browser=page.browser, at=address, action=address)


def entering_by_passkey(play: Play) -> Page:
    """An answer of a device opens once: sent again, it says so, or one is in already. Nothing is made twice."""
    page = adding_a_passkey(play)
    page.send(page.open())
    return Answering(
        browser=strict_browser_of(None, Browser(at=play.at)),
        at=ENTRY,
        action=f"{ENTRY}llave/",
        device=page.device,
        kind="enter",
        landing=lambda _response: (200,),
    )
