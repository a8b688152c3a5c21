"""The device of a request: its class for the figures, and a few words by which its person knows it again."""

from django.http import HttpRequest

# In the order in which they are looked for: many browsers call themselves by the names of others too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_class(request: HttpRequest) -> str:
    """PHONE or DESKTOP, as the browser says it. The rest of what it says is not kept."""
    hint = request.headers.get("Sec-CH-UA-Mobile", "")
    if hint:
        return "PHONE" if hint == "?1" else "DESKTOP"
    return "PHONE" if "Mobi" in request.headers.get("User-Agent", "") else "DESKTOP"


def device_words(request: HttpRequest) -> str:
    """As in "Firefox, Android"; "" when the browser does not say. Names only, which are the same in each language."""
    said = request.headers.get("User-Agent", "")
    names = (next((name for mark, name in marks if mark in said), "") for marks in (_BROWSERS, _SYSTEMS))
    return ", ".join(name for name in names if name)
