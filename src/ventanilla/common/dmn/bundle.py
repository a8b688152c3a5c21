"""The files of a model together: the main one and those it imports, with what each element is called where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from ventanilla.common.dmn import model
from ventanilla.common.dmn.errors import MissingImport, ModelTooLarge, RepeatedId, RequirementCycle
from ventanilla.common.dmn.types import Types, names_in

Element: TypeAlias = model.InputData | model.Decision | model.KnowledgeModel | model.DecisionService

FILES_MAX = 100
DEPTH_MAX = 20
"""Imports of imports. Each is a level of evaluation."""


@dataclass(slots=True)
class Owned:
    """An element and the file that it is in."""

    element: Element
    file: model.Definitions


@dataclass(slots=True)
class Bundle:
    """`main` and its imports, however deep."""

    main: model.Definitions
    files: dict[str, model.Definitions] = field(default_factory=dict[str, model.Definitions])
    elements: dict[str, Owned] = field(default_factory=dict[str, Owned])
    types: dict[str, Types] = field(default_factory=dict[str, Types])
    ways: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict[str, tuple[tuple[str, ...], ...]])
    """By namespace: the names of the imports that lead from the main file to it."""

    @property
    def member_names(self) -> set[str]:
        return set(names_in(self.files.values()))

    def name_in(self, file: model.Definitions, id_: str) -> tuple[str, str] | None:
        """How a file calls an element: the name of its import (empty for its own) and its own name."""
        owned = self.elements.get(id_)
        if owned is None:
            return None
        name = owned.element.variable.name
        if owned.file is file:
            return "", name
        for item in file.imports:
            if item.namespace == owned.file.namespace:
                return item.name, name
        return "", name


def bundled(main: model.Definitions, others: Sequence[model.Definitions]) -> Bundle:
    """The main file with what it imports. Raises MissingImport, RepeatedId, RequirementCycle and ModelTooLarge."""
    known = {file.namespace: file for file in others}
    bundle = Bundle(main)
    _collect(bundle, main, known)
    for file in bundle.files.values():
        for element in (*file.inputs, *file.decisions, *file.knowledge, *file.services):
            if bundle.elements.setdefault(element.id, Owned(element, file)).element is not element:
                raise RepeatedId(id=element.id.partition("#")[2][:100])
    for file in _imported_first(bundle):
        types = Types()
        types.declare(file.items)
        for item in file.imports:
            if item.namespace in bundle.types:
                types.include(item.name, bundle.types[item.namespace], bundle.files[item.namespace].items)
        types.check(file.items)
        bundle.types[file.namespace] = types
    return bundle


def _collect(bundle: Bundle, main: model.Definitions, known: dict[str, model.Definitions]) -> None:
    """All files that the main one reaches, and the ways to each."""
    waiting: list[tuple[model.Definitions, tuple[str, ...]]] = [(main, ())]
    while waiting:
        file, way = waiting.pop(0)
        bundle.files.setdefault(file.namespace, file)
        ways = bundle.ways.get(file.namespace, ())
        bundle.ways[file.namespace] = (*ways, way)
        if sum(map(len, bundle.ways.values())) > FILES_MAX:
            raise ModelTooLarge
        for item in file.imports:
            if not _is_dmn(item):
                continue
            if item.namespace not in known:
                raise MissingImport(namespace=item.namespace)
            if item.namespace == main.namespace:
                raise RequirementCycle(name=file.name)
            if len(way) >= DEPTH_MAX:
                raise ModelTooLarge
            waiting.append((known[item.namespace], (*way, item.name)))


def _is_dmn(item: model.Import) -> bool:
    return item.kind == "" or "DMN" in item.kind


def _imported_first(bundle: Bundle) -> Iterable[model.Definitions]:
    """The files, each after those it imports. Raises RequirementCycle."""
    order: list[model.Definitions] = []
    done: set[str] = set()
    waiting = list(bundle.files.values())
    while waiting:
        ready = [file for file in waiting if all(item.namespace in done for item in file.imports if _is_dmn(item))]
        if not ready:
            raise RequirementCycle(name=waiting[0].name)
        order.extend(ready)
        done.update(file.namespace for file in ready)
        waiting = [file for file in waiting if file.namespace not in done]
    return order
