"""The source tree as the boundary tests see it: files, syntax trees, packages and their floors.

The order of floors and of the kernel is read from `.importlinter`, so that there is one list of it.
"""

import ast
import configparser
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "ventanilla"


def python_files(*, migrations: bool = False) -> list[Path]:
    """Every Python file of the project, tests and tools too."""
    found = [path for folder in ("src", "tests", "tools", "bench") for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if migrations or "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Each call with the last name of what is called: `apps.get_model(…)` gives `get_model`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node


def place(path: Path, node: ast.AST | None = None) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


@dataclass(frozen=True, order=True)
class Rank:
    """How high a package stands: its floor, then its place in the kernel."""

    floor: int
    kernel: int


@cache
def _layers(contract: str) -> tuple[frozenset[str], ...]:
    """The layers of a contract, lowest first."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    lines = parser[f"importlinter:contract:{contract}"]["layers"].split("\n")
    return tuple(frozenset(re.findall(r"\w+", line)) for line in reversed(lines) if line.strip())


def _level(name: str, layers: tuple[frozenset[str], ...]) -> int:
    return next(level for level, names in enumerate(layers) if name in names)


def rank(package: str) -> Rank:
    """The rank of a dotted package, as `ventanilla.kernel.cases`."""
    _, floor, *inside = package.split(".")
    kernel = _level(inside[0], _layers("kernel")) if floor == "kernel" else 0
    return Rank(_level(floor, _layers("floors")), kernel)


def sectors() -> list[str]:
    return sorted(path.parent.name for path in (SOURCE / "sectors").glob("*/__init__.py"))


def packages() -> list[Path]:
    """Each folder that has a front door: the kernel's packages, the sectors, `ui` and `portal`."""
    inside = [path for name in ("kernel", "sectors") for path in (SOURCE / name).glob("*/")]
    return sorted(path for path in (*inside, SOURCE / "ui", SOURCE / "portal") if (path / "__init__.py").exists())
