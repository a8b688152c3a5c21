"""For tests of any package: the examples of every component, and one page that shows them all."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ventanilla.ui import library
from ventanilla.ui.markup import problems_of
from ventanilla.ui.rendering import render
from ventanilla.ui.types import Account, ErrorLink, Field, FieldKind, FileItem, Frame, NavItem, Option

__all__ = ["built", "example_frame", "problems_of", "render_example", "render_examples"]

_LISTS: dict[str, type] = {
    "options": Option,
    "files": FileItem,
    "nav": NavItem,
    "languages": NavItem,
    "footer": NavItem,
    "items": NavItem,
    "errors": ErrorLink,
}


_OF_EVERY_PAGE = frozenset({"header", "footer", "skip-link"})


def built(params: dict[str, Any]) -> dict[str, Any]:
    """The parameters of an example, as the objects that a page would give."""
    made = dict(params)
    if "field" in made:
        made["field"] = _field(made["field"])
    if "frame" in made:
        made["frame"] = _frame(made["frame"])
    if "content" in made:
        made["content"] = mark_safe(made["content"])  # noqa: S308 (our own example)
    return made


def render_example(component: str, example: library.Example) -> SafeString:
    """One example of one component."""
    return render(component, built(example.params))


def render_examples() -> str:
    """A whole page with every example of every component; header, footer and skip link are those of the page."""
    parts: list[SafeString] = []
    for name in library.names():
        if name in _OF_EVERY_PAGE:
            continue
        shown = library.component(name)
        parts.append(format_html('<h2 id="component-{}">{}</h2><p class="v-soft">{}</p>', name, name, shown.doc))
        for example in shown.examples:
            parts.append(
                format_html('<h3>{}</h3><div class="v-example">{}</div>', example.name, render_example(name, example))
            )
    content = mark_safe("\n".join(parts))  # noqa: S308 (made by format_html)
    return render_to_string("ui/examples.html", {"content": content, "frame": example_frame()})


def example_frame() -> Frame:
    """The frame of an invented commune."""
    header = next(
        example for example in library.component("header").examples if "institution" in example.params["frame"]
    )
    footer = library.component("footer").examples[0]
    return _frame({**footer.params["frame"], **header.params["frame"]})


def _field(params: dict[str, Any]) -> Field:
    made = _with_lists(params)
    made["kind"] = FieldKind(made["kind"])
    if "error_parts" in made:
        made["error_parts"] = tuple(made["error_parts"])
    return Field(**made)


def _frame(params: dict[str, Any]) -> Frame:
    made = _with_lists(params)
    if "contact" in made:
        made["contact"] = tuple(made["contact"])
    if "account" in made:
        made["account"] = Account(**_with_lists(made["account"]))
    return Frame(**made)


def _with_lists(params: dict[str, Any]) -> dict[str, Any]:
    return {
        key: tuple(_LISTS[key](**item) for item in value) if key in _LISTS else value for key, value in params.items()
    }
