"""Addresses of the built style sheet and scripts, whose names change with their content."""

import json
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static

DIST = Path(__file__).parent / "static" / "ui" / "dist"

IMMUTABLE = r"^.+/ui/dist/.+\.[0-9a-f]{12}\.(css|js|svg)$"
"""For WHITENOISE_IMMUTABLE_FILE_TEST: what a browser may keep for ever."""


def asset_url(name: str) -> str:
    """Address of `ventanilla.css`, `ventanilla.js`, `mark.svg` or `htmx.js`."""
    return static(f"ui/dist/{_manifest()[name]['name']}")


@cache
def _manifest() -> dict[str, dict[str, str]]:
    path = DIST / "manifest.json"
    if not path.exists():
        raise ImproperlyConfigured("The style sheet is not built yet: run `make setup`, or `npm run build`.")
    return json.loads(path.read_text())
