"""The contracts of `.importlinter` hold, and each of them would notice."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.boundaries.source import ROOT, SOURCE, packages, tree

LINT = [Path(sys.executable).parent / "lint-imports", "--no-cache"]


def lint(folder: Path) -> "subprocess.CompletedProcess[str]":
    environment = {"PYTHONPATH": str(folder / "src"), "COLUMNS": "200", "NO_COLOR": "1"}
    return subprocess.run(LINT, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_every_contract_is_kept() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is told of a copy of the source with one sin against each contract."""
    folder = tmp_path_factory.mktemp("broken")
    shutil.copy(ROOT / ".importlinter", folder)
    copy = folder / "src" / "ventanilla"
    shutil.copytree(SOURCE, copy, ignore=lambda _, names: {name for name in names if name.endswith((".mo", ".html"))})
    sins = {
        "common/sin.py": "from ventanilla.kernel.ledger import api",
        "newcomer/__init__.py": "",
        "kernel/notices/sin.py": "from ventanilla.kernel.payments import api",
        "kernel/ledger/sin.py": "from ventanilla.kernel.cases import api",
        "sectors/municipal/sin.py": "from ventanilla.portal import apps",
        "kernel/identity/sin.py": "from ventanilla.kernel.ledger.models import Entry",
        "portal/sin.py": "from ventanilla.kernel.outbox import testing",
        "kernel/outbox/sin.py": "from ventanilla.kernel.outbox import sin_too",
        "kernel/outbox/sin_too.py": "from ventanilla.kernel.outbox import sin",
    }
    for name, text in sins.items():
        (copy / name).parent.mkdir(exist_ok=True)
        (copy / name).write_text(text)
    done = lint(folder)
    assert done.returncode == 1
    return done.stdout


@pytest.mark.parametrize(
    "complaint",
    [
        "ventanilla.common is not allowed to import ventanilla.kernel",
        "- ventanilla.newcomer",
        "ventanilla.kernel.notices is not allowed to import ventanilla.kernel.payments",
        "ventanilla.kernel.ledger is not allowed to import ventanilla.kernel.cases",
        "ventanilla.sectors.municipal is not allowed to import ventanilla.portal",
        "ventanilla.kernel.identity.sin -> ventanilla.kernel.ledger.models",
        "ventanilla.portal.sin -> ventanilla.kernel.outbox.testing",
        "No cycles are allowed in ventanilla.kernel.outbox",
    ],
)
def test_a_sin_is_noticed(broken: str, complaint: str) -> None:
    assert complaint in broken


@pytest.mark.parametrize("package", packages(), ids=lambda path: path.name)
def test_nothing_stands_in_the_root_of_a_package(package: Path) -> None:
    """Otherwise `from ventanilla.kernel.cases import anything` would be a door that no contract sees."""
    names = [type(node).__name__ for node in tree(package / "__init__.py").body]
    assert names in ([], ["Expr"])
