"""Pictures of the main pages for the documentation, taken by the journey when VENTANILLA_SCREENSHOTS is set."""

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.journeys.visitor import Visitor

FOLDER = Path(__file__).parents[2] / "docs" / "images"
WIDTHS = (360, 1280)
HEIGHT, LONGEST, COLOURS = 800, 1800, 128


def camera(on: bool) -> Callable[[Visitor, str], None]:
    """What takes a picture, at both widths; it does nothing unless pictures were asked for."""
    return _take if on and os.environ.get("VENTANILLA_SCREENSHOTS") else lambda visitor, name: None


def _take(visitor: Visitor, name: str) -> None:
    """The page down to a limit, with few colours: pictures live in the repository."""
    page = visitor.page
    before = page.viewport_size or {"width": WIDTHS[-1], "height": HEIGHT}
    FOLDER.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.mouse.move(0, 0)
        shot = Image.open(BytesIO(page.screenshot(full_page=True, animations="disabled")))
        cut = shot.crop((0, 0, shot.width, min(shot.height, LONGEST))).convert("RGB")
        cut.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}-{width}.png", optimize=True)
    page.set_viewport_size(before)
