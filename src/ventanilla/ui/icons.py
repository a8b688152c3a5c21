"""Line icons of our own, drawn on a grid of 24, inside the page so that they take its colours."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_SHAPES = {
    "arrow-right": "M5 12h14M13 6l6 6-6 6",
    "arrow-left": "M19 12H5M11 6l-6 6 6 6",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "cross": "M6 6l12 12M18 6L6 18",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M15.5 15.5L20.5 20.5",
    "clock": "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M12 7.5V12l3 2.5",
    "pause": "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M9.7 9v6M14.3 9v6",
    "alert": "M12 3.5L21.5 20H2.5ZM12 10v4.5M12 17.2v.1",
    "info": "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M12 11v5.5M12 7.8v.1",
    "document": "M6 3.5h8l4.5 4.5v12.5H6ZM14 3.5V8h4.5M9 12.5h6.5M9 16h6.5",
    "image": "M4 5h16v14H4ZM4 16l4.5-4.5 4 4 3-3L20 17M15.5 9v.1",
    "table": "M4 5h16v14H4ZM4 10h16M4 14.5h16M10 5v14",
    "download": "M12 4v11M7.5 11L12 15.5 16.5 11M5 20h14",
    "upload": "M12 16V5M7.5 9.5L12 5l4.5 4.5M5 20h14",
    "person": "M12 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8M4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6",
    "people": "M9 5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M2.5 19.5c.5-3.5 3-5 6.5-5s6 1.5 6.5 5"
    "M15.5 5.3a3.4 3.4 0 0 1 0 6.4M17.5 14.9c2.3.6 3.7 2.1 4 4.6",
    "globe": "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M3.5 12h17M12 3.5c-5 5.5-5 11.5 0 17c5-5.5 5-11.5 0-17",
    "mail": "M3.5 5.5h17v13h-17ZM3.5 6.5L12 13l8.5-6.5",
    "lock": "M5.5 10.5h13v10h-13ZM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5M12 14.5v2.5",
    "shield": "M12 3.5l7.5 2.5v5.5c0 4.5-3 7.5-7.5 9.5c-4.5-2-7.5-5-7.5-9.5V6ZM8.5 12l2.5 2.5 4.5-5",
    "eye": "M2.5 12c2.5-4.3 5.7-6.5 9.5-6.5s7 2.2 9.5 6.5c-2.5 4.3-5.7 6.5-9.5 6.5S5 16.3 2.5 12"
    "M12 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6",
    "calendar": "M4 6h16v14.5H4ZM4 10.5h16M8 3.5V8M16 3.5V8",
    "money": "M3 6.5h18v11H3ZM12 9.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5M6 12v.1M18 12v.1",
    "shop": "M4.5 11v9.5h15V11M3 10l2-6h14l2 6c0 1.5-1.3 2.5-3 2.5s-3-1-3-2.5c0 1.5-1.3 2.5-3 2.5"
    "s-3-1-3-2.5c0 1.5-1.3 2.5-3 2.5S3 11.5 3 10M10 20.5V16h4v4.5",
    "home": "M3.5 11.5L12 4l8.5 7.5M6 9.5v11h12v-11M10 20.5V15h4v5.5",
    "vehicle": "M3.5 16.5v-4l2-6h13l2 6v4ZM3.5 12.5h17M6 16.5V19M18 16.5V19M7 14.6v.1M17 14.6v.1",
    "family": "M8 4a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5M17 8a2 2 0 1 0 0 4a2 2 0 1 0 0-4"
    "M3 20.5c0-5 1.5-8 5-8s5 3 5 8M14.2 16.3c.7-.9 1.6-1.3 2.8-1.3c2.5 0 3.8 2 4 5.5",
    "health": "M12 20.5C6 16.5 3 13 3 9.3C3 6.5 5 4.5 7.5 4.5c2 0 3.5 1 4.5 3c1-2 2.5-3 4.5-3"
    "c2.5 0 4.5 2 4.5 4.8c0 3.7-3 7.2-9 11.2",
    "education": "M2 9.5L12 5l10 4.5L12 14ZM6 11.5v5c3.5 2.7 8.5 2.7 12 0v-5M22 9.5v5.5",
    "tree": "M12 21v-8M12 3c-4 3-5.5 5.5-5.5 8a5.5 5.5 0 0 0 11 0c0-2.5-1.5-5-5.5-8M12 16l3-3",
    "building": "M3.5 20.5h17M5.5 20.5V9.5h13v11M3.5 9.5L12 4l8.5 5.5M9 13v4.5M12 13v4.5M15 13v4.5",
    "speech": "M4 5h16v11.5h-8.5L7 20.5v-4H4ZM8 9.5h8M8 12.5h5",
    "seal": "M12 3.5a6 6 0 1 0 0 12a6 6 0 1 0 0-12M8.5 14.5L7 21l5-2 5 2-1.5-6.5M9.5 9.5l2 2 3-3.5",
}


def names() -> tuple[str, ...]:
    """All icons, by name."""
    return tuple(sorted(_SHAPES))


def svg(name: str, size: int = 24) -> SafeString:
    """The icon as SVG, in the colour of the text around it. Raises LookupError with the names there are."""
    if name not in _SHAPES:
        raise LookupError(f"There is no icon {name!r}; there are {', '.join(names())}.")
    return format_html(
        '<svg class="v-icon" width="{size}" height="{size}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<path d="{shape}"/></svg>',
        size=size,
        shape=mark_safe(_SHAPES[name]),  # noqa: S308 (a constant of this module)
    )
