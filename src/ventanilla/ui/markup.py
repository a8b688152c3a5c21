"""What a machine can tell about a page without a browser. Used by tests of every package, through `testing`.

Not a validator of HTML: it looks for the mistakes that templates make (an unclosed tag, a repeated id, an input without
a label, a hint that points to nothing) and for what the Content-Security-Policy would refuse.
"""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

_VOID = frozenset({"base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "for")
_NO_LABEL_NEEDED = frozenset({"hidden", "submit", "button", "image", "reset"})

Attributes = dict[str, str]


@dataclass(slots=True)
class _Page:
    """What was seen, in order."""

    elements: list[tuple[str, Attributes]] = field(default_factory=list[tuple[str, Attributes]])
    problems: list[str] = field(default_factory=list[str])


class _Reader(HTMLParser):
    """Collects the elements and complains of tags that do not close."""

    def __init__(self) -> None:
        super().__init__()
        self.page = _Page()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) != len(attrs):
            self.page.problems.append(f"<{tag}> has an attribute twice: {dict(attrs)}")
        self.page.elements.append((tag, given))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if not self._open or self._open[-1] != tag:
            self.page.problems.append(f"</{tag}> closes {' > '.join(self._open[-3:]) or 'nothing'}")
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def close(self) -> None:
        super().close()
        self.page.problems.extend(f"<{tag}> is not closed" for tag in self._open)


def problems_of(html: str, *, whole_page: bool = False) -> list[str]:
    """What is wrong in `html`, in sentences; [] when nothing was found. A whole page has one h1, a title and a lang."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    page = reader.page
    found = [*page.problems, *_refused_by_policy(page), *_names(page), *_headings(page, whole_page)]
    return [*found, *_frame(page)] if whole_page else found


def _refused_by_policy(page: _Page) -> list[str]:
    found = [f"<{tag}> has a style of its own" for tag, given in page.elements if "style" in given or tag == "style"]
    found += [f"<{tag}> has {name}" for tag, given in page.elements for name in given if name.startswith("on")]
    return found + ["a script is inline" for tag, given in page.elements if tag == "script" and "src" not in given]


def _names(page: _Page) -> list[str]:
    """Ids, what points to them, and inputs that nobody can name."""
    ids = Counter(given["id"] for _, given in page.elements if "id" in given)
    labelled = {given["for"] for tag, given in page.elements if tag == "label" and "for" in given}
    found = [f"id {name!r} stands {times} times" for name, times in ids.items() if times > 1]
    for tag, given in page.elements:
        for attribute in _REFERENCES:
            found += [f"{attribute} points to {name!r}" for name in given.get(attribute, "").split() if name not in ids]
        if _needs_label(tag, given) and given.get("id") not in labelled:
            found.append(f"<{tag} name={given.get('name')!r}> has no label")
        if tag == "img" and "alt" not in given:
            found.append("an image has no alt")
    return found


def _needs_label(tag: str, given: Attributes) -> bool:
    typed = tag in ("input", "select", "textarea") and given.get("type") not in _NO_LABEL_NEEDED
    return typed and not {"aria-label", "aria-labelledby"} & set(given)


def _headings(page: _Page, whole_page: bool) -> list[str]:
    levels = [int(tag[1]) for tag, _ in page.elements if tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    found = [f"h{one} is followed by h{next_one}" for one, next_one in pairwise(levels) if next_one > one + 1]
    if whole_page and levels.count(1) != 1:
        found.append(f"the page has {levels.count(1)} h1")
    return found


def _frame(page: _Page) -> list[str]:
    tags = Counter(tag for tag, _ in page.elements)
    found = [f"the page has {tags[tag]} <{tag}>" for tag in ("title", "main", "header") if tags[tag] != 1]
    if not next((given.get("lang") for tag, given in page.elements if tag == "html"), ""):
        found.append("the page does not say its language")
    return found
