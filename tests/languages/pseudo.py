"""A language that nobody speaks: every message of ours between brackets, with accents and 40 % longer.

What is read outside brackets is no message, and what has no room for it has none for a longer language.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.conf import settings
from django.test import override_settings

from tools.messages.extraction import extract
from tools.messages.message import PLACEHOLDER
from tools.messages.packages import packages

LANGUAGE = "qps"
OPEN, CLOSE = "⟦", "⟧"
LONGER = 0.4
ACCENTS = str.maketrans("aeiouncAEIOUNC", "åéîöüñçÅÉÎÖÜÑÇ")
FORMATS = "formato de fecha"
"""The context of what is no sentence."""


def said(text: str) -> str:
    """The text in that language, its placeholders as they are."""
    names = iter(PLACEHOLDER.findall(text))
    plain = PLACEHOLDER.split(text)
    accented = "".join(part.translate(ACCENTS) + next(names, "") for part in plain)
    more, word = int(sum(map(len, plain)) * LONGER), "~åñåd"
    padding = (word * (more // len(word) + 1))[: more + 1].replace("~", " ")
    return f"{OPEN}{accented}{padding}{CLOSE}"


@contextmanager
def spoken(folder: Path) -> Iterator[None]:
    """An installation that offers that language, its catalogue made in `folder`."""
    _write(folder / LANGUAGE / "LC_MESSAGES" / "django.mo")
    languages = [*settings.LANGUAGES, (LANGUAGE, "Pseudo")]
    with override_settings(LANGUAGES=languages, LOCALE_PATHS=[folder, *settings.LOCALE_PATHS]):
        yield


def _write(path: Path) -> None:
    catalogue = Catalog(locale="es")
    for package in packages():
        for message in extract(package).values():
            forms = (message.singular, message.plural) if message.plural else (message.singular,)
            texts = forms if message.context == FORMATS else tuple(said(form) for form in forms)
            identifier, string = (forms, texts) if message.plural else (forms[0], texts[0])
            catalogue.add(identifier, string, context=message.context or None)
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalogue)
