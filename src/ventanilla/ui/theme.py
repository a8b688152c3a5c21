"""Colours of an institution, from the one colour that it gives.

The style sheet draws everything with custom properties. An institution chooses one colour; the rest is computed here,
so that text on it and next to it is legible in the light and in the dark page. Contrast is that of WCAG 2.2.
"""

import colorsys
import re
from dataclasses import dataclass

TEXT_CONTRAST = 7.0
PAPER_LIGHT = "#ffffff"
PAPER_DARK = "#0f1b1f"
INK = "#12262c"

_STEP = 0.01


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, from 0 to 1."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours that follow from an institution's own. `changed` says that the given one was too light for text."""

    colour: str
    hover: str
    band: str
    dark: str
    dark_hover: str
    changed: bool

    def css(self) -> str:
        """The style sheet of the theme: small, without anything a person typed but the checked colour."""
        return (
            f":root{{--institution-colour:{self.colour};--institution-colour-hover:{self.hover};"
            f"--institution-band:{self.band}}}"
            "@media screen and (prefers-color-scheme:dark){"
            f":root{{--institution-colour:{self.dark};--institution-colour-hover:{self.dark_hover}}}}}"
        )


def theme_of(colour: str) -> Theme:
    """Theme of an institution whose colour is `#rrggbb`.

    Raises ValueError when that is not the form of the colour. A colour too light for white text is darkened until the
    text is legible, and the theme says so, so that the screen where it is saved can tell.
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"A colour is written #rrggbb, like #0b4f5c, and this is {colour!r}.")
    light = _shifted(colour.lower(), against=PAPER_LIGHT, step=-_STEP)
    dark = _shifted(light, against=PAPER_DARK, step=_STEP)
    return Theme(
        colour=light,
        hover=_lightness(light, -0.08),
        band=light,
        dark=dark,
        dark_hover=_lightness(dark, 0.08),
        changed=light != colour.lower(),
    )


def _shifted(colour: str, *, against: str, step: float) -> str:
    """`colour`, made darker or lighter until it stands out from `against` as text has to."""
    while contrast(colour, against) < TEXT_CONTRAST:
        moved = _lightness(colour, step)
        if moved == colour:
            break
        colour = moved
    return colour


def _lightness(colour: str, change: float) -> str:
    hue, light, saturation = colorsys.rgb_to_hls(*_channels(colour))
    channels = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light + change)), saturation)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue
