"""A sheet for a translator: what no catalogue translates yet, and the same filled in."""

import json
from collections.abc import Iterable, Mapping

from tools.messages.message import Key, Messages

TEXT = ("context", "text", "plural")


def blank(catalogues: Iterable[tuple[str, Messages]]) -> str:
    """Each text that a language lacks, once, as JSON: a list of objects with a list of forms for each such language."""
    rows: dict[Key, dict[str, object]] = {}
    for language, messages in catalogues:
        for key, message in messages.items():
            if not message.is_translated:
                named = {name: part for name, part in zip(TEXT, key, strict=True) if part}
                rows.setdefault(key, named)[language] = [""] * (2 if message.plural else 1)
    return json.dumps(list(rows.values()), ensure_ascii=False, indent=1)


def filled(sheet: str) -> Mapping[str, dict[Key, tuple[str, ...]]]:
    """The translations of a sheet by language. A place that is still empty is none."""
    found: dict[str, dict[Key, tuple[str, ...]]] = {}
    for row in json.loads(sheet):
        context, singular, plural = (str(row.pop(name, "")) for name in ("context", "text", "plural"))
        for language, forms in row.items():
            if all(forms):
                found.setdefault(language, {})[context, singular, plural] = tuple(forms)
    return found
