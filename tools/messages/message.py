"""One text to translate, and its translation."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

PLACEHOLDER = re.compile(r"%\([a-z_]+\)[.0-9]*[sdf]|%[sd]|\{[a-z_.]*\}")

Key: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Message:
    """`places` are the files that say it, without line numbers, which would change with every other edit."""

    singular: str
    plural: str = ""
    context: str = ""
    translation: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return self.context, self.singular, self.plural

    @property
    def is_translated(self) -> bool:
        """Every form has a text."""
        return len(self.translation) == (2 if self.plural else 1) and all(self.translation)

    @property
    def lost_placeholders(self) -> set[str]:
        """Placeholders that the source or a translation has, and the other has not. A singular may leave one out."""
        source = _placeholders(self.singular, self.plural)
        lost = source ^ _placeholders(*self.translation)
        if not self.plural:
            return lost
        return lost | (_placeholders(self.translation[-1]) ^ _placeholders(self.plural))


Messages: TypeAlias = dict[Key, Message]


def together(messages: Iterable[Message]) -> Messages:
    """Each key once, with the places of all who say it, in the order in which they first came."""
    found: Messages = {}
    for message in messages:
        same = found.get(message.key)
        places = tuple(dict.fromkeys((*(same.places if same else ()), *message.places)))
        found[message.key] = replace(message, places=places)
    return found


def _placeholders(*texts: str) -> set[str]:
    return {found for text in texts for found in PLACEHOLDER.findall(text)}
