"""A home of its own for each test of the ledger, so that the key of the log is fresh."""

import pytest


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.VENTANILLA_HOME = tmp_path / "home"
    settings.LOG_ORIGIN = "log.example.cl/test"
    return settings.VENTANILLA_HOME
