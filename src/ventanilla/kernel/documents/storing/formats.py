"""Which formats are accepted, and how their bytes are recognised.

Three: PDF, PNG and JPEG. They open everywhere in ten years, and nothing in them runs on the official's computer when
opened in the browser. Office files are left out on purpose: they carry macros, look different on each computer, and
every phone and word processor saves as PDF. The name must agree with the content, and the file must be whole: an
upload that broke off is found out now, not when the official opens it.

A table of ours and not a library: `filetype` and `puremagic` answer what a file most looks like, among hundreds of
formats; the question here is whether it is, from its first to its last byte, one of three.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from ventanilla.kernel.documents import limits
from ventanilla.kernel.documents.errors import (
    DocumentDamaged,
    DocumentTooLarge,
    EmptyDocument,
    FormatMismatch,
    FormatNotAccepted,
    NameNotAccepted,
)

_TAIL_BYTES = 2_048
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')


@dataclass(frozen=True, slots=True)
class Format:
    """One accepted format: what it is called, its extensions, its first bytes, and whether the file ends well."""

    label: str
    media_type: str
    extensions: tuple[str, ...]
    first_bytes: bytes
    is_whole: Callable[[bytes], bool]


def _ends_with_eof(content: bytes) -> bool:
    return b"%%EOF" in content[-_TAIL_BYTES:] and b"startxref" in content[-_TAIL_BYTES:]


def _ends_with_iend(content: bytes) -> bool:
    return content[12:16] == b"IHDR" and b"IEND\xaeB`\x82" in content[-_TAIL_BYTES:]


def _has_whole_picture(content: bytes) -> bool:
    """Its end marker comes after the start of the picture itself: the one of a thumbnail inside does not count.

    Phones append a film after the end, so the end may be far from the last byte.
    """
    place = 2
    while content[place : place + 1] == b"\xff" and content[place + 1 : place + 2] != b"\xda":
        place += 2 + int.from_bytes(content[place + 2 : place + 4])
    return content[place : place + 2] == b"\xff\xda" and content.find(b"\xff\xd9", place) > 0


FORMATS = (
    Format("PDF", "application/pdf", (".pdf",), b"%PDF-", _ends_with_eof),
    Format("PNG", "image/png", (".png",), b"\x89PNG\r\n\x1a\n", _ends_with_iend),
    Format("JPEG", "image/jpeg", (".jpg", ".jpeg", ".jfif"), b"\xff\xd8\xff", _has_whole_picture),
)
ACCEPTED = ", ".join(each.label for each in FORMATS)
MEDIA_TYPES = frozenset(each.media_type for each in FORMATS)


def clean_name(name: str) -> str:
    """The name to keep: without folders, control or invisible characters. Raises NameNotAccepted."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    clean = _UNSAFE.sub("", last).strip(" .")
    if not clean or len(clean) > limits.NAME_CHARACTERS:
        raise NameNotAccepted(limit=limits.NAME_CHARACTERS)
    return clean


def recognise(*, name: str, content: bytes) -> Format:
    """The format of `content`, whose name (already clean) must agree with it.

    Raises EmptyDocument, DocumentTooLarge, FormatNotAccepted, FormatMismatch, DocumentDamaged.
    """
    if not content:
        raise EmptyDocument(name=name)
    if len(content) > limits.DOCUMENT_BYTES:
        raise DocumentTooLarge(name=name, limit_mb=limits.DOCUMENT_BYTES // 1_000_000)
    found = next((each for each in FORMATS if content.startswith(each.first_bytes)), None)
    extension = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    claimed = next((each for each in FORMATS if extension in each.extensions), None)
    if found is None and claimed is None:
        raise FormatNotAccepted(name=name, accepted=ACCEPTED)
    if found is None or claimed is not found:
        raise FormatMismatch(name=name, extension=extension or "—")
    if not found.is_whole(content):
        raise DocumentDamaged(name=name)
    return found
