"""The words that a case is found by, and those that somebody typed, in one form. Pure.

Two words of one name are a word too, a *pair*: few cases have both, where many have each.
"""

import re
from collections.abc import Collection, Iterable
from itertools import combinations

from ventanilla.common.text import bare

WORD_CHARACTERS = 80
QUERY_WORDS = 6
_NOT_OF_A_WORD = re.compile(r"[^0-9a-z]+")
_JOINING = {"de", "del", "la", "las", "los", "el", "da", "do", "y"}


def query_words(text: str) -> tuple[str, ...]:
    """What was typed as words to look for, at most six: `12.345.678-5` is one, and so is `SAUCE-2026-7K3M9QD-X`."""
    words = (_joined(part) for part in text.split())
    return tuple(dict.fromkeys(word for word in words if _says_something(word)))[:QUERY_WORDS]


def name_words(name: str) -> set[str]:
    """The words of a name: `Pérez-Cotapos` by its parts and as a whole."""
    parts = {piece for part in name.split() for piece in (_joined(part), *_NOT_OF_A_WORD.split(bare(part)))}
    return {part for part in parts if _says_something(part)}


def pairs(words: Collection[str]) -> set[str]:
    """Each two of the words as one, whatever their order."""
    return {f"{one}+{other}"[:WORD_CHARACTERS] for one, other in combinations(sorted(words), 2)}


def run_words(run: str) -> set[str]:
    """A RUN or RUT (`12345678-5`) with and without its check digit."""
    number, _, digit = run.partition("-")
    return {number, f"{number}{digit.lower()}"}


def code_words(code: str) -> set[str]:
    """A case code (`SAUCE-2026-7K3M9QD-X`) whole, and what people read aloud: its body, with and without the check."""
    body, check = code.split("-")[-2:]
    return {_joined(code), _joined(body), _joined(body + check)}


def case_words(*, code: str, names: Iterable[str], runs: Iterable[str]) -> set[str]:
    """Every word of one case."""
    found = code_words(code)
    for name in names:
        of_name = name_words(name)
        found |= of_name | pairs(of_name)
    for run in runs:
        found |= run_words(run)
    return found


def _joined(text: str) -> str:
    return _NOT_OF_A_WORD.sub("", bare(text))[:WORD_CHARACTERS]


def _says_something(word: str) -> bool:
    return len(word) > 1 and word not in _JOINING
