"""The browser of the journeys: the system's Chromium, or the reason why there is none."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

from ventanilla.project.settings import environment

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]


def find_chromium() -> str:
    """Where Chromium is. Without it the test is skipped, and fails when CI=true."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    reason = "There is no Chromium: install the package `chromium` of the system to run the tests in a browser."
    if environment.CI.read():
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def launched() -> Iterator[Browser]:
    """One browser inside the block."""
    chromium = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
