"""Catalogues on disk: PO files by babel, with a header of ours that does not change by itself."""

import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.messages.message import Key, Message, Messages
from tools.messages.packages import Package

WIDTH = 120
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: Ventanilla\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural={plural};\\n"

"""
PLURALS = {"en": "(n != 1)", "pt_BR": "(n > 1)"}
"""Which numbers take the plural form, as in Django's own catalogues, which are joined with these."""


def read(package: Package, language: str) -> Messages:
    """The catalogue as it stands; empty when there is none."""
    messages = [_message(each) for each in _catalogue(package.catalogue(language), language) if each.id]
    return {message.key: message for message in messages}


def write(package: Package, language: str, messages: Messages) -> None:
    """Replace the catalogue. A package without messages has none."""
    path = package.catalogue(language)
    if not messages:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    header = HEADER.format(language=language, plural=PLURALS[language])
    path.write_bytes(header.encode() + _body(messages, language))


def compile_one(path: Path, language: str) -> None:
    """Write the .mo beside the .po, if there is one."""
    if path.exists():
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, _catalogue(path, language))


def merged(messages: Messages, known: dict[Key, tuple[str, ...]]) -> Messages:
    """The messages with the translations that are known."""
    return {key: replace(message, translation=known.get(key, ())) for key, message in messages.items()}


def translations(catalogues: Iterable[Messages]) -> dict[Key, tuple[str, ...]]:
    """All that is translated anywhere, so that a text may move from one package to another."""
    return {
        key: message.translation
        for messages in catalogues
        for key, message in messages.items()
        if message.is_translated
    }


def _catalogue(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def _message(entry: "Catalog.Message") -> Message:
    ids = (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)
    texts = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
    places = tuple(place for place, _ in entry.locations)
    return Message(ids[0], "".join(ids[1:]), entry.context or "", translation=texts, places=places)


def _body(messages: Messages, language: str) -> bytes:
    catalogue = Catalog(locale=language)
    for message in messages.values():
        catalogue.add(
            (message.singular, message.plural) if message.plural else message.singular,
            _string(message),
            locations=[(place, 0) for place in message.places],
            context=message.context or None,
        )
    body = io.BytesIO()
    write_po(body, catalogue, width=WIDTH, omit_header=True, include_lineno=False)
    return body.getvalue()


def _string(message: Message) -> str | tuple[str, ...]:
    forms = 2 if message.plural else 1
    texts = message.translation or ("",) * forms
    return texts if message.plural else texts[0]
