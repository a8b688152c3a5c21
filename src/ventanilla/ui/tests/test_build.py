"""What the build leaves for a browser."""

import gzip
import json
import re

from django.utils import translation

from ventanilla.ui.api import IMMUTABLE, asset_url
from ventanilla.ui.assets import DIST
from ventanilla.ui.testing import render_examples

FIRST_VISIT_BYTES = 60_000
OUR_STYLE_AND_SCRIPT_BYTES = 14_000


def manifest() -> dict[str, dict[str, int | str]]:
    return json.loads((DIST / "manifest.json").read_text())


def style() -> str:
    return (DIST / str(manifest()["ventanilla.css"]["name"])).read_text()


class TestStyle:
    def test_has_nothing_of_the_identity_of_govuk(self) -> None:
        assert not re.search(r"gds transport|crest|@font-face|govuk-header|govuk-footer", style(), re.IGNORECASE)

    def test_fetches_nothing_else(self) -> None:
        assert "url(" not in style()

    def test_has_dark_print_and_forced_colours(self) -> None:
        for what in (
            "prefers-color-scheme:dark",
            "forced-colors:active",
            "prefers-reduced-motion:reduce",
            "@media print",
        ):
            assert what in style().replace(": ", ":"), what


class TestSizes:
    def test_style_and_script_are_light(self) -> None:
        built = manifest()
        assert int(built["ventanilla.css"]["gzip"]) + int(built["ventanilla.js"]["gzip"]) < OUR_STYLE_AND_SCRIPT_BYTES

    def test_a_first_visit_of_staff_with_everything_stays_under_the_limit(self) -> None:
        with translation.override("es"):
            page = len(gzip.compress(render_examples().encode()))
        assert page + sum(int(file["gzip"]) for file in manifest().values()) < FIRST_VISIT_BYTES


class TestNames:
    def test_carry_the_content_so_that_browsers_keep_them(self) -> None:
        for name in manifest():
            assert re.match(IMMUTABLE, asset_url(name)), name

    def test_each_file_stands_there_compressed(self) -> None:
        for file in manifest().values():
            for suffix in ("", ".br", ".gz"):
                assert (DIST / f"{file['name']}{suffix}").is_file()

    def test_the_script_imports_the_current_name(self) -> None:
        built = manifest()
        script = (DIST / str(built["ventanilla.js"]["name"])).read_text()
        assert str(built["combobox.js"]["name"]) in script
        assert ".mjs" not in script


def test_the_licences_of_what_is_shipped_are_shipped() -> None:
    text = (DIST / "THIRD-PARTY.txt").read_text()
    for word in ("govuk-frontend 6.", "MIT", "Crown Copyright", "htmx.org 2.", "Zero-Clause BSD"):
        assert word in text, word
