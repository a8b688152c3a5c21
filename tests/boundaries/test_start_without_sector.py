"""Deleting a sector removes a sector: the project starts without each of them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.boundaries.source import sectors

SCRIPT = """
from ventanilla.project.start import start_django
start_django()
import sys
from django.apps import apps
from django.core.management import call_command
from django.urls import get_resolver
call_command("check", fail_level="WARNING")
call_command("makemigrations", check=True, dry_run=True, verbosity=0)
assert get_resolver().reverse_dict is not None
print([config.label for config in apps.get_app_configs()])
print([name for name in sys.modules if name.startswith("ventanilla.sectors.")])
"""


@pytest.mark.parametrize("sector", [*sectors(), ",".join(sectors())])
def test_the_project_starts_without(sector: str, tmp_path: Path) -> None:
    environment = {**os.environ, "VENTANILLA_WITHOUT_SECTORS": sector, "VENTANILLA_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore::RuntimeWarning", "-c", SCRIPT],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    labels, modules = done.stdout.splitlines()[-2:]
    for name in sector.split(","):
        assert f"'{name}'" not in labels
        assert f"ventanilla.sectors.{name}" not in modules
