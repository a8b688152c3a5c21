"""The operator's log: one JSON object a line in production, with tracebacks inside it."""

import json
import os
import subprocess
import sys
from pathlib import Path

DETAIL = """
from ventanilla.project.settings.logs import without_details
error = "duplicate key value\\nDETAIL:  Key (run)=(11111111-1) already exists."
print(without_details(None, "", {"exception": [{"exc_value": error}]})["exception"][0]["exc_value"])
"""
SCRIPT = """
import logging, django, structlog
django.setup()
structlog.get_logger("ours").info("started", port=8000)
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("theirs").exception("it %s", "failed")
"""


def lines_of(home: Path, mode: str) -> list[str]:
    environment = {"DJANGO_SETTINGS_MODULE": "ventanilla.project.settings", "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**environment, "VENTANILLA_HOME": str(home), "VENTANILLA_MODE": mode},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr.splitlines()


def test_production_writes_one_object_a_line(home: Path) -> None:
    started, failed = map(json.loads, lines_of(home, "production"))
    assert (started["event"], started["port"], started["level"], started["logger"]) == ("started", 8000, "info", "ours")
    assert (failed["event"], failed["level"], failed["logger"]) == ("it failed", "error", "theirs")
    assert failed["exception"][0]["exc_type"] == "ZeroDivisionError"


def test_elsewhere_it_is_readable(home: Path) -> None:
    lines = lines_of(home, "demo")
    assert "started" in lines[0]
    assert "port=8000" in lines[0]
    assert not lines[0].startswith("{")


def test_an_error_of_the_database_does_not_repeat_the_row(home: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", DETAIL],
        env={"PATH": os.environ["PATH"], "VENTANILLA_HOME": str(home), "VENTANILLA_MODE": "production"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "duplicate key value\n"
