"""JSON of anybody, read so that all readers see the same: UTF-8, no name twice, no number that is none."""

import json
from typing import Any


class Unreadable(Exception):
    """The bytes are no JSON, or one that two readers could read differently."""


def read_json(content: bytes) -> Any:
    """The value. Raises Unreadable."""
    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
