"""Colours: those of the design and those of an institution can be read."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventanilla.ui.theme import PAPER_DARK, PAPER_LIGHT, TEXT_CONTRAST, contrast, theme_of

TOKENS = Path(__file__).parents[1] / "style" / "_tokens.scss"
SURFACES = ("paper", "surface")
TEXTS = ("ink", "ink-soft", "link", "visited", "error", "ok", "warn")


def tokens(name: str) -> dict[str, str]:
    block = re.search(rf"\${name}: \((.*?)\n\);", TOKENS.read_text(), re.DOTALL)
    assert block
    return dict(re.findall(r'"([a-z-]+)": (#[0-9a-f]{6})', block.group(1)))


class TestTokens:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("surface", SURFACES)
    @pytest.mark.parametrize("text", TEXTS)
    def test_text_is_legible_on_the_page(self, scheme: str, surface: str, text: str) -> None:
        colours = tokens(scheme)
        assert contrast(colours[text], colours[surface]) >= TEXT_CONTRAST

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("kind", ["error", "ok", "warn", "info"])
    def test_states_are_legible_on_their_own_surface(self, scheme: str, kind: str) -> None:
        colours = tokens(scheme)
        assert contrast(colours[kind], colours[f"{kind}-surface"]) >= TEXT_CONTRAST

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_edges_of_inputs_can_be_seen(self, scheme: str) -> None:
        colours = tokens(scheme)
        assert contrast(colours["line-strong"], colours["paper"]) >= 3

    def test_the_python_side_knows_the_same_papers(self) -> None:
        assert (tokens("light")["paper"], tokens("dark")["paper"]) == (PAPER_LIGHT, PAPER_DARK)


class TestInstitutionColour:
    @given(st.integers(0, 0xFFFFFF))
    def test_any_colour_becomes_legible_in_both_schemes(self, number: int) -> None:
        theme = theme_of(f"#{number:06x}")
        for colour, paper in [
            (theme.colour, PAPER_LIGHT),
            (theme.hover, PAPER_LIGHT),
            (theme.band, PAPER_LIGHT),
            (theme.dark, PAPER_DARK),
            (theme.dark_hover, PAPER_DARK),
        ]:
            assert contrast(colour, paper) >= TEXT_CONTRAST

    def test_a_legible_colour_stays_as_it_is(self) -> None:
        assert theme_of("#0B4F5C").colour == "#0b4f5c"
        assert not theme_of("#0B4F5C").changed

    def test_a_light_colour_says_that_it_was_changed(self) -> None:
        assert theme_of("#ffcc00").changed

    @pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#123456;}body{display:none", ""])
    def test_what_is_not_a_colour_is_refused(self, colour: str) -> None:
        with pytest.raises(ValueError, match="#rrggbb"):
            theme_of(colour)

    def test_black_and_white_contrast_as_the_standard_says(self) -> None:
        assert contrast("#000000", "#ffffff") == pytest.approx(21)
        assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
