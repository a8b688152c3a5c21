"""Search of the catalogue (DESIGN §9): with and without accents, words joined by OR, the last one also as a beginning.

PostgreSQL stems Spanish only when the accents are there ("circulación" → circul, "circulacion" → circulacion), so both
sides carry both forms.
"""

import re

from ventanilla.common.text import bare

MAX_WORDS = 12
MAX_WORD_CHARS = 60
_CONFIGURATIONS = {"es": "spanish", "en": "english", "pt": "portuguese"}
_WORDS = re.compile(r"[^\W_]+")

# One weighted vector per catalogue text: title over summary over keywords. %(config)s is a regconfig.
VECTOR = " || ".join(
    f"setweight(to_tsvector(%(config)s::regconfig, %({name})s), '{weight}')"
    for part, weight in (("title", "A"), ("summary", "B"), ("keywords", "C"))
    for name in (part, f"bare_{part}")
)


def configuration(language: str) -> str:
    """The text search configuration of PostgreSQL for a language."""
    return _CONFIGURATIONS.get(language, "simple")


def vector_parameters(language: str, *, title: str, summary: str, keywords: str) -> dict[str, str]:
    """What VECTOR needs for one catalogue text."""
    texts = {"title": title, "summary": summary, "keywords": keywords}
    return {"config": configuration(language), **texts, **{f"bare_{name}": bare(text) for name, text in texts.items()}}


def query_text(typed: str) -> str:
    """What a person typed, as the text of a tsquery; empty when there is no word in it. Pure.

    Only letters and digits get through, so that nothing typed is an operator.
    """
    words = [word[:MAX_WORD_CHARS].lower() for word in _WORDS.findall(typed)[:MAX_WORDS]]
    forms = [form for word in words for given in (word, bare(word)) for form in _WORDS.findall(given)]
    beginnings = [f"{form}:*" for given in words[-1:] for form in _WORDS.findall(f"{given} {bare(given)}")]
    return " | ".join(dict.fromkeys((*forms, *beginnings)))
