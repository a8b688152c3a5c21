"""The shape of files and folders: names, sizes, docstrings, front doors."""

import ast
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from tests.boundaries.source import SOURCE, calls, functions, packages, place, python_files, tree

LONGEST_FILE_LINES = 500
LONGEST_FUNCTION_LINES = 70
LONG_ENOUGH_FOR_A_DOCSTRING_LINES = 15
EMPTY_NAMES = {"core", "utils", "helpers", "managers"}


def test_no_room_has_a_name_that_says_nothing() -> None:
    rooms = {path for path in SOURCE.rglob("*") if path.is_dir() or path.suffix == ".py"}
    assert sorted(str(path) for path in rooms if path.stem in EMPTY_NAMES) == []


def test_no_file_is_too_long() -> None:
    lengths = {place(path): len(path.read_text().splitlines()) for path in python_files()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE_LINES} == {}


def test_no_function_is_too_long() -> None:
    lengths = {
        f"{place(path, function)} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in python_files()
        for function in functions(path)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION_LINES} == {}


def test_a_module_says_what_is_here() -> None:
    silent = [
        place(path)
        for path in python_files()
        if ast.get_docstring(tree(path)) is None
        and len(path.read_text().splitlines()) > LONG_ENOUGH_FOR_A_DOCSTRING_LINES
    ]
    assert silent == []


def test_no_test_sleeps() -> None:
    """It waits for what it waits for: an event, a descriptor, a lock."""
    tests = [path for path in python_files() if "tests" in path.parts or path.name in {"conftest.py", "testing.py"}]
    assert [place(path, call) for path in tests for name, call in calls(path) if name == "sleep"] == []


@pytest.mark.parametrize("package", packages(), ids=lambda path: path.name)
def test_each_package_has_its_page(package: Path) -> None:
    assert 5 <= len((package / "README.md").read_text().splitlines()) <= 120


@pytest.mark.parametrize("door", sorted(SOURCE.rglob("api.py")), ids=lambda path: str(path.parent.relative_to(SOURCE)))
class TestFrontDoor:
    def test_all_agrees_with_its_public_names(self, door: Path) -> None:
        names = _all_of(door)
        defined = {
            node.name
            for node in tree(door).body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        }
        assert len(names) == len(set(names))
        assert defined - set(names) == set()
        module = _load(door)
        assert [name for name in names if not hasattr(module, name)] == []

    def test_what_it_offers_is_explained(self, door: Path) -> None:
        module = _load(door)
        offered = {name: getattr(module, name) for name in _all_of(door)}
        assert [name for name, value in offered.items() if callable(value) and not value.__doc__] == []


def _all_of(door: Path) -> list[str]:
    for node in tree(door).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return list(ast.literal_eval(node.value))
    raise AssertionError(f"{door} has no __all__")


def _load(door: Path) -> object:
    name = ".".join(("ventanilla", *door.relative_to(SOURCE).with_suffix("").parts))
    spec = spec_from_file_location(name, door)
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
