"""YAML 1.2 to plain data that remembers the line of each value.

Only plain data: no aliases (they can grow a small file without end), no tags, no dates (a date stays the text it is
written as), no binary floats (a number with decimals becomes a Decimal).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ventanilla.kernel.services.types import Problem

MAX_DEPTH = 20
_PREFIX = "tag:yaml.org,2002:"

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The data of one file, and the line of each value by its place in the data."""

    file: str
    data: Any
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """The line of the value at `place`, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


class _NotPlainError(Exception):
    """A value of the file that plain data cannot hold. Never leaves this module."""

    def __init__(self, line: int, sentence: str) -> None:
        self.line = line
        self.sentence = sentence
        super().__init__(sentence)


def read_yaml(file: str, content: bytes) -> tuple[Document, tuple[Problem, ...]]:
    """Parse one file. With a problem the document is empty, so that the caller can go on with the other files."""
    empty = Document(file, {}, {})
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return empty, (Problem(file, 1, _("El archivo no está en UTF-8 (byte %(at)d).") % {"at": error.start}),)
    parser = YAML(typ="safe", pure=True)
    try:
        node = parser.compose(text)
        reader = _Reader()
        data = {} if node is None else reader.plain(node, ())
    except _NotPlainError as error:
        return empty, (Problem(file, error.line, error.sentence),)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        sentence = _("El texto YAML no se entiende: %(reason)s.") % {"reason": error.problem or error.context}
        return empty, (Problem(file, mark.line + 1 if mark else 1, sentence),)
    except RecursionError:
        return empty, (Problem(file, 1, _too_deep()),)
    except (YAMLError, ValueError) as error:
        return empty, (Problem(file, 1, _("El texto YAML no se entiende: %(reason)s.") % {"reason": error}),)
    return Document(file, data, reader.lines), ()


def _too_deep() -> str:
    return _("Hay más de %(limit)d niveles. Use menos niveles.") % {"limit": MAX_DEPTH}


class _Reader:
    """Walks the nodes once. A node met twice is an alias, because the composer hands out the same object."""

    def __init__(self) -> None:
        self.lines: dict[Place, int] = {}
        self._met: set[int] = set()

    def plain(self, node: Node, place: Place) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(place, line)
        if id(node) in self._met:
            raise _NotPlainError(line, _("No se aceptan alias (*nombre). Repita el valor."))
        self._met.add(id(node))
        if len(place) > MAX_DEPTH:
            raise _NotPlainError(line, _too_deep())
        if isinstance(node, MappingNode):
            return self._mapping(node, place)
        if isinstance(node, SequenceNode):
            return [self.plain(child, (*place, index)) for index, child in enumerate(node.value)]
        return _scalar(node, line)

    def _mapping(self, node: MappingNode, place: Place) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode) or key_node.tag == _PREFIX + "merge":
                raise _NotPlainError(line, _("Los nombres deben ser textos simples."))
            key = str(key_node.value)
            if key in result:
                raise _NotPlainError(line, _("El nombre «%(key)s» está dos veces. Deje uno.") % {"key": key})
            self.lines[(*place, key)] = line
            result[key] = self.plain(value_node, (*place, key))
        return result


def _scalar(node: ScalarNode, line: int) -> Any:
    kind = node.tag.removeprefix(_PREFIX)
    text = str(node.value)
    try:
        if kind in ("str", "timestamp"):
            return text
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() == "true"
        if kind == "int":
            return int(text)
        if kind == "float":
            return _finite(text)
    except (ValueError, InvalidOperation):
        sentence = _("El número «%(given)s» no se acepta. Escriba solo cifras, como 1500 o 2.5.")
        raise _NotPlainError(line, sentence % {"given": text}) from None
    raise _NotPlainError(line, _("No se aceptan marcas de tipo (%(tag)s).") % {"tag": node.tag})


def _finite(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number
