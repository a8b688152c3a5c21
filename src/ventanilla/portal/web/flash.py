"""A banner for the next page, after something was done: kept in the session, shown once."""

from dataclasses import asdict, dataclass

from django.http import HttpRequest

_KEY = "flash"


@dataclass(frozen=True, slots=True)
class Flash:
    """What the component `banner` shows: what happened, and where to go from there."""

    title: str
    text: str = ""
    href: str = ""
    action: str = ""
    kind: str = "ok"


def tell(request: HttpRequest, flash: Flash) -> None:
    """Show this on the next page."""
    request.session[_KEY] = asdict(flash)


def told(request: HttpRequest) -> Flash | None:
    """What the page before left to say, once."""
    kept = request.session.pop(_KEY, None)
    return Flash(**kept) if kept else None
