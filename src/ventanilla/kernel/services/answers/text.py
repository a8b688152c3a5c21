"""Typed text: made uniform, and without characters that cannot be read, printed or stored."""

import unicodedata

from django.utils.translation import gettext as _

from ventanilla.kernel.services.answers.errors import AnswerError

# They turn the direction of what follows, so that a document can be made to read otherwise than it is.
_TURNERS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def tidy(text: str, *, lines: bool = False) -> str:
    """`text` in NFC, without spaces around, tabs as spaces, line ends as `\\n` (a single-line text keeps none)."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\t", " ").strip()
    return text if lines else text.replace("\n", " ")


def check_characters(text: str, label: str, *, lines: bool = False) -> None:
    """Raises AnswerError when `text` has a control character, a turner of direction or no character at all."""
    for character in text:
        if _is_unreadable(character) and not (lines and character == "\n"):
            sentence = _(
                "«%(label)s» tiene un signo que no se puede guardar (U+%(code)s). Bórrelo y escríbalo de nuevo."
            )
            raise AnswerError(sentence % {"label": label, "code": f"{ord(character):04X}"})


def check_length(text: str, label: str, limit: int) -> None:
    """Raises AnswerError when `text` has more than `limit` characters."""
    if len(text) > limit:
        sentence = _("«%(label)s» tiene %(given)d letras y signos, y se aceptan hasta %(limit)d. Escriba menos.")
        raise AnswerError(sentence % {"label": label, "given": len(text), "limit": limit})


def shown(text: str) -> str:
    """What was typed, short enough for a sentence."""
    return text if len(text) <= 30 else f"{text[:30]}…"


def _is_unreadable(character: str) -> bool:
    code = ord(character)
    if unicodedata.category(character) in ("Cc", "Cs", "Co", "Zl", "Zp") or code in _TURNERS:
        return True
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
