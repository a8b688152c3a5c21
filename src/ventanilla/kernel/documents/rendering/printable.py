"""What the fonts of typst can print. The rest becomes □, in sight, instead of stopping an act.

PDF/A and PDF/UA forbid a missing glyph, so typst refuses the whole document for one emoji; some invisible characters
even make it panic; and direction overrides (U+202E) let a name read otherwise than it is. The ranges were found by
compiling each character with Libertinus Serif; a test compiles all of them again.
"""

import unicodedata
from collections.abc import Mapping

from ventanilla.common.canonical import Json

SUBSTITUTE = "□"

_RANGES = (
    (0x0020, 0x007E),  # Latin
    (0x00A0, 0x00AC),
    (0x00AE, 0x024F),  # Latin-1, Extended-A and B, without the soft hyphen
    (0x02BC, 0x02BC),  # apostrophe of indigenous names
    (0x0300, 0x0340),  # combining marks
    (0x0370, 0x0373),
    (0x0384, 0x038A),
    (0x038E, 0x03A1),
    (0x03A3, 0x03FF),  # Greek
    (0x0400, 0x0482),
    (0x048A, 0x04FF),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin additional: Mapuzungun, Vietnamese
    (0x2010, 0x2015),
    (0x2018, 0x201E),
    (0x2020, 0x2022),
    (0x2026, 0x2026),
    (0x2030, 0x2033),
    (0x2039, 0x203A),
    (0x2044, 0x2044),
    (0x2070, 0x2071),
    (0x2074, 0x208E),
    (0x20A0, 0x20BF),  # currencies
    (0x2103, 0x2103),
    (0x2116, 0x2117),
    (0x2122, 0x2122),
    (0x2153, 0x215E),  # fractions
    (0x2190, 0x2193),
    (0x2212, 0x2212),
    (0x2248, 0x2248),
    (0x2260, 0x2265),
    (0x25A0, 0x25A1),
)
PRINTABLE = frozenset(chr(code) for first, last in _RANGES for code in range(first, last + 1)) | {"\n", "\t"}


def printable(value: Json) -> Json:
    """`value` with every text in it composed (NFC) and each character that cannot be printed as □."""
    if isinstance(value, str):
        composed = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\u00ad", "")
        return "".join(each if each in PRINTABLE else SUBSTITUTE for each in composed)
    if isinstance(value, Mapping):
        return {str(name): printable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [printable(each) for each in value]
    return value
