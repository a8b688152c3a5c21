"""Who chooses a language reads it: on the pages of a whole procedure nothing that is translated is in Spanish.

What is data stays as it was written: names, addresses, answers, and what an institution told somebody in Spanish.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import to_locale
from lxml import html
from ruamel.yaml import YAML

from tests.languages.walks import WALKS, Begin, Reader
from tools.messages import catalogues
from tools.messages.message import PLACEHOLDER
from tools.messages.packages import LANGUAGES, packages
from ventanilla.kernel.cases.testing import LICENCE, Play

SAID_BY_THE_SERVICE = {"title", "summary", "life_events", "purposes", "pages", "questions", "tasks", "states"}
LETTERS = re.compile(r"[a-záéíóúüñ]{2}", re.IGNORECASE)
FILLED = ".{1,60}"
OTHERS = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def _translated(language: str) -> Iterator[str]:
    """Every Spanish sentence that the language says otherwise: the platform's, then what the service asks and tells."""
    messages = [each for package in packages() for each in catalogues.read(package, to_locale(language)).values()]
    said = {form for message in messages for form in message.translation}
    yield from {form for message in messages for form in (message.singular, message.plural)} - said - {""}
    spanish, other = (_texts_of_the_service(lang) for lang in ("es", language[:2]))
    said = {place: text for place, text in spanish.items() if place.split(".")[1] in SAID_BY_THE_SERVICE}
    yield from (text for place, text in said.items() if text not in other.values())


def _texts_of_the_service(lang: str) -> dict[str, str]:
    return dict(leaves(YAML().load(LICENCE / "1" / "texts" / f"{lang}.yaml")))


def leaves(texts: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(texts, str):
        yield place, texts
    elif isinstance(texts, dict):
        for key, inner in texts.items():
            yield from leaves(inner, f"{place}.{key}")


@cache
def _spanish(language: str) -> "re.Pattern[str]":
    """Those sentences, whatever stands at their placeholders."""
    found = []
    for text in _translated(language):
        if LETTERS.search(PLACEHOLDER.sub("", text)):
            plain = " ".join(text.replace("%%", "%").split())
            found.append(FILLED.join(re.escape(part) for part in PLACEHOLDER.split(plain)))
    return re.compile("|".join(found))


def _reading(language: str) -> Begin:
    return lambda actor, at: Reader(
        actor, at, language, is_wrong=lambda text: _spanish(language).fullmatch(text) is not None
    )


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
@pytest.mark.parametrize("language", OTHERS)
def test_nothing_that_is_translated_is_in_spanish(
    play: Play, language: str, walk: Callable[[Play, Begin], Reader]
) -> None:
    assert walk(play, _reading(language)).wrong == {}


@pytest.mark.parametrize("language", OTHERS)
def test_the_choice_in_the_header_stays_chosen(db: None, language: str) -> None:
    browser = Client()
    page = html.fromstring(browser.get("/").content)
    assert page.get("lang") == "es"
    assert page.xpath("//header//button[@name='language']/@value") == OTHERS
    browser.post("/idioma/", {"language": language, "next": "/"})
    assert html.fromstring(browser.get("/").content).get("lang") == language


@pytest.mark.parametrize(
    ("asked", "answered"),
    [("pt", "pt-br"), ("pt-PT", "pt-br"), ("pt-BR,pt;q=0.9", "pt-br"), ("en-GB", "en"), ("es-CL", "es"), ("de", "es")],
)
def test_a_browser_gets_its_language_or_spanish(db: None, asked: str, answered: str) -> None:
    page = Client().get("/", headers={"Accept-Language": asked})
    assert html.fromstring(page.content).get("lang") == answered


def test_the_catalogues_are_those_of_the_settings() -> None:
    assert [to_locale(code) for code in OTHERS] == list(LANGUAGES)


def test_the_service_says_all_in_each_language() -> None:
    spanish = _texts_of_the_service("es")
    for language in OTHERS:
        assert _texts_of_the_service(language[:2]).keys() == spanish.keys()
