"""Text as people search and sort it: without accents, without case."""

import re
import unicodedata


def bare(text: str) -> str:
    """`text` without accents, in lower case: "Circulación" and "circulacion" become one."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def sort_key(text: str) -> str:
    """What names are ordered by. Spanish puts ñ after n, so it becomes `n~`."""
    return bare(re.sub("[ñÑ]", "n~", unicodedata.normalize("NFC", text))).strip()
