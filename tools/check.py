"""`make check`: all that can be known without running the tests. Every check runs, two at a time.

Nothing of the operator is touched: the checks have a home of their own in the temporary folder, and no database.
"""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
AT_ONCE = 2
LONGEST_COMMAND = 200
NOBODY = "postgresql://nobody@127.0.0.1:1/none"
"""An address where no database answers: a check that asks one would fail here as it would on a fresh machine."""


@dataclass(frozen=True, slots=True)
class Check:
    """A command line, and what it finds out."""

    finds: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    check: Check
    seconds: float
    failed: bool
    said: str


def checks() -> list[Check]:
    """All of them, the longest first."""
    python = sys.executable
    django = (python, "-W", "ignore:Got an error checking:RuntimeWarning", "-m", "django")
    listed = subprocess.run(("git", "ls-files"), cwd=ROOT, capture_output=True, text=True, check=True)
    services = sorted(
        path.parent.relative_to(ROOT) for path in ROOT.glob("src/ventanilla/sectors/*/services/*/identity.yaml")
    )
    return [
        Check("secrets", ("detect-secrets-hook", "--baseline", ".secrets.baseline", *listed.stdout.split())),
        Check("types of the front doors", ("node", "node_modules/pyright/index.js")),
        Check("services and their examples", ("ventanilla", "services", "check", *map(str, services))),
        Check("weaknesses", ("bandit", "--quiet", "-c", "pyproject.toml", "-r", "src", "tools", "-ll")),
        Check("boundaries", ("lint-imports", "--no-logo")),
        Check("missing migrations", (*django, "makemigrations", "--check", "--dry-run")),
        Check("configuration", (*django, "check", "--fail-level", "WARNING")),
        Check("templates", ("djlint", "--lint", "--quiet", "src")),
        Check("messages and translations", (python, "-m", "tools.messages", "check")),
        Check("style", ("ruff", "check", "--quiet", "--output-format", "concise")),
        Check("format", ("ruff", "format", "--check", "--output-format", "concise")),
    ]


def run(check: Check, home: str) -> Finding:
    """Run it in the root, with the programs of the environment before those of the machine."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "ventanilla.project.settings",
        "DATABASE_URL": NOBODY,
        "VENTANILLA_HOME": home,
    }
    start = time.monotonic()
    done = subprocess.run(check.command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return Finding(check, time.monotonic() - start, done.returncode != 0, done.stdout + done.stderr)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ventanilla-check-") as home, ThreadPoolExecutor(AT_ONCE) as pool:
        findings = list(pool.map(lambda check: run(check, home), checks()))
    for found in findings:
        if found.failed:
            print(
                f"\n── {found.check.finds}: {' '.join(found.check.command)[:LONGEST_COMMAND]}\n\n{found.said.strip()}\n"
            )
    for found in findings:
        print(f"{'failed' if found.failed else 'ok    '}  {found.seconds:5.1f} s  {found.check.finds}")
    return 1 if any(found.failed for found in findings) else 0


if __name__ == "__main__":
    sys.exit(main())
