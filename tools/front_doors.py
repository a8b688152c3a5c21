"""The contract R4 for import-linter: another package is entered only by its front door."""

from collections.abc import Iterator
from dataclasses import dataclass

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

DOORS = frozenset({"api", "types", "events", "errors"})
TESTS_ONLY = "testing"


@dataclass(frozen=True, slots=True)
class Trespass:
    importer: str
    imported: str
    line: int


class FrontDoors(Contract):
    """`packages` are the parents whose children have front doors; a child that stands alone is named by `rooms`.

    Inside its own package everything may be imported. From outside: `api`, `types`, `events`, `errors`, and `testing`
    only from tests, the demo of tests, and other `testing` modules.
    """

    type_name = "front_doors"

    packages = fields.ListField(subfield=fields.StringField())
    rooms = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        found = sorted(self._trespasses(graph), key=lambda each: (each.importer, each.imported))
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for each in check.metadata["found"]:
            output.print_error(f"{each.importer} -> {each.imported} (l. {each.line})", bold=False)
        output.new_line()
        output.print_error("Enter another package by its api, types, events or errors; or ask its builder for a door.")

    def _trespasses(self, graph: ImportGraph) -> Iterator[Trespass]:
        owners = [child for parent in self.packages for child in graph.find_children(parent)]  # type: ignore[attr-defined]
        owners += list(self.rooms or [])  # type: ignore[call-overload]
        for owner in owners:
            for inner in graph.find_descendants(owner):
                if not _is_door(inner, owner):
                    for importer in graph.find_modules_that_directly_import(inner):
                        if not _may(importer, inner, owner):
                            details = graph.get_import_details(importer=importer, imported=inner)
                            yield Trespass(importer, inner, details[0]["line_number"] if details else 0)


def _is_door(module: str, owner: str) -> bool:
    return module.removeprefix(f"{owner}.").split(".")[0] in DOORS


def _may(importer: str, inner: str, owner: str) -> bool:
    if importer == owner or importer.startswith(f"{owner}."):
        return True
    for_tests = inner.removeprefix(f"{owner}.").split(".")[0] == TESTS_ONLY
    parts = importer.split(".")
    return for_tests and ("tests" in parts or parts[-1] == TESTS_ONLY)
