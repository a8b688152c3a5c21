"""What must be declared is: libraries in pyproject.toml, personal data beside each field."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.boundaries.source import ROOT, SOURCE, python_files, tree
from ventanilla.kernel.identity.api import check_personal_data

OURS = {"ventanilla", "tests", "tools", "bench"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
SHIPPED = PROJECT["project"]["dependencies"]
WITH_DEVELOPMENT = [*SHIPPED, *PROJECT["dependency-groups"]["dev"]]
WITH_PEERS = [*WITH_DEVELOPMENT, *PROJECT["dependency-groups"]["bench"]]
BENCH = ROOT / "bench"
DISTRIBUTIONS = packages_distributions()


def test_all_that_is_shipped_imports_declared_libraries() -> None:
    files = [path for path in python_files() if path.is_relative_to(SOURCE) and not _is_for_tests(path)]
    assert _undeclared(files, SHIPPED) == []


def test_tests_and_tools_import_declared_libraries() -> None:
    assert _undeclared([path for path in python_files() if not path.is_relative_to(BENCH)], WITH_DEVELOPMENT) == []


def test_benchmarks_import_declared_libraries() -> None:
    """Their peers are installed by `make bench`: what is not installed here is one of them."""
    undeclared = _undeclared([path for path in python_files() if path.is_relative_to(BENCH)], WITH_PEERS)
    assert [line for line in undeclared if line.rpartition(" ")[2] in DISTRIBUTIONS] == []


def test_every_field_with_personal_data_says_why_how_long_and_for_whom() -> None:
    assert check_personal_data() == []


def _is_for_tests(path: Path) -> bool:
    return bool({"tests", "testing"} & {*path.parts, path.stem})


def _undeclared(files: Iterable[Path], requirements: list[str]) -> list[str]:
    declared = {_normal(re.split(r"[\[<>=~! ]", requirement)[0]) for requirement in requirements}
    imported = {(module, path) for path in files for module in _imports(path)}
    return sorted(
        f"{path.relative_to(ROOT)} imports {module}"
        for module, path in imported
        if module not in OURS | sys.stdlib_module_names
        and not declared & {_normal(name) for name in DISTRIBUTIONS.get(module, [])}
    )


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
