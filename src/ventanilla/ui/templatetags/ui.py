"""The tags of page templates: `{% load ui %}`.

{% ui "button" text=label %}                     a component
{% uiblock "details" summary=title %}…{% enduiblock %}   a component around other content
{% ui_errors form %}  {% ui_form form %}         the error summary and the fields of a form
{% ui_icon "document" %}  {% ui_asset "ventanilla.css" %}
"""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.safestring import SafeString, mark_safe

from ventanilla.ui import assets, icons
from ventanilla.ui.rendering import render

register = template.Library()

SOON_DAYS = 3


@register.simple_tag
def ui(name: str, /, **params: Any) -> SafeString:
    """A component by its name, with its parameters."""
    return render(name, params)


class _BlockNode(template.Node):
    """A component whose `content` is what stands between the two tags."""

    def __init__(self, name: FilterExpression, params: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.name = name
        self.params = params
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        given = {key: value.resolve(context) for key, value in self.params.items()}
        content = mark_safe(self.nodelist.render(context).strip())  # noqa: S308 (rendered by the page's template)
        return render(self.name.resolve(context), {**given, "content": content})


@register.tag("uiblock")
def _uiblock(parser: Parser, token: Token) -> _BlockNode:
    _, name, *bits = token.split_contents()
    params = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError(f"uiblock {name} takes only name=value, and got {' '.join(bits)}.")
    nodelist = parser.parse(("enduiblock",))
    parser.delete_first_token()
    return _BlockNode(parser.compile_filter(name), params, nodelist)


@register.simple_tag
def ui_field(field: Any) -> SafeString:
    """One field, by its kind."""
    return render(field.component, {"field": field})


@register.simple_tag
def ui_form(form: Any) -> SafeString:
    """All fields of a form, in order."""
    return mark_safe("\n".join(ui_field(field) for field in form.fields))  # noqa: S308


@register.simple_tag
def ui_errors(form: Any) -> SafeString | str:
    """The error summary of a form, which stands first in the page; nothing when there are no errors."""
    return render("error-summary", {"errors": form.errors}) if form.errors else ""


@register.simple_tag
def ui_asset(name: str) -> str:
    """Address of a built file."""
    return assets.asset_url(name)


@register.simple_tag
def ui_icon(name: str, size: int = 24) -> SafeString:
    """An icon beside a text that says the same. Screen readers pass over it."""
    return icons.svg(name, size)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """The value of a key that is itself a variable; "" when it is absent."""
    return mapping.get(key, "")


@register.filter
def at(items: Any, index: int) -> Any:
    """The item at a position."""
    return items[index]


@register.filter
def late(days: int) -> int:
    """How many days ago, of a negative number of days left."""
    return -days


@register.filter
def urgency(days: int) -> str:
    """`over`, `soon` (up to three days) or `calm`."""
    if days < 0:
        return "over"
    return "soon" if days <= SOON_DAYS else "calm"
