"""The front door of the design system. Templates enter by `{% load ui %}`."""

from ventanilla.ui.assets import IMMUTABLE, asset_url
from ventanilla.ui.forms import ThreePartDate, form_view
from ventanilla.ui.rendering import render
from ventanilla.ui.theme import Theme, contrast, theme_of

__all__ = ["IMMUTABLE", "Theme", "ThreePartDate", "asset_url", "contrast", "form_view", "render", "theme_of"]
