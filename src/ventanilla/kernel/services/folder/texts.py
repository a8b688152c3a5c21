"""The sentences of one language by dotted key (`questions.activity.label`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


def flatten(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """A tree of texts as one mapping from dotted key to sentence."""
    flat: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = str(value).strip()
    return flat


@dataclass(frozen=True, slots=True)
class Texts:
    """Reads sentences by key; a missing one is empty, and the check of the folder names it."""

    sentences: Mapping[str, str]

    def get(self, key: str) -> str:
        return self.sentences.get(key, "")

    def children(self, key: str) -> tuple[str, ...]:
        """The names directly under `key`, in the order of the file."""
        head = f"{key}."
        names = (each.removeprefix(head).split(".")[0] for each in self.sentences if each.startswith(head))
        return tuple(dict.fromkeys(names))
