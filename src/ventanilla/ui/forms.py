"""Django forms of staff screens, drawn with the same fields as a service.

The widget of a Django field says which kind it is; `ThreePartDate` is the widget that posts a date as our three boxes.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from django import forms

from ventanilla.ui.types import Field, FieldKind, FieldValue, FormView, Option

_PARTS = ("day", "month", "year")

# The first that fits wins, so a widget stands before the one it descends from.
_KINDS: tuple[tuple[type[forms.Widget], FieldKind], ...] = (
    (forms.HiddenInput, FieldKind.HIDDEN),
    (forms.Textarea, FieldKind.LONG_TEXT),
    (forms.CheckboxSelectMultiple, FieldKind.CHOICES),
    (forms.RadioSelect, FieldKind.CHOICE),
    (forms.CheckboxInput, FieldKind.CHECKBOX),
    (forms.Select, FieldKind.SELECT),
    (forms.FileInput, FieldKind.FILE),
    (forms.PasswordInput, FieldKind.PASSWORD),
    (forms.EmailInput, FieldKind.EMAIL),
    (forms.NumberInput, FieldKind.INTEGER),
)


class ThreePartDate(forms.Widget):
    """A date posted as `<name>-day`, `<name>-month` and `<name>-year`."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> str:
        """`2026-3-5` of the three boxes, which DateField reads; "" when all are empty."""
        day, month, year = (str(data.get(f"{name}-{part}", "")).strip() for part in _PARTS)
        return f"{year}-{month}-{day}" if day or month or year else ""

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> bool:
        return not any(f"{name}-{part}" in data for part in _PARTS)


def form_view(form: forms.BaseForm) -> FormView:
    """The form as fields, with its errors when it is bound."""
    problems = tuple(str(error) for error in form.non_field_errors()) if form.is_bound else ()
    return FormView(fields=tuple(_field(bound) for bound in form), problems=problems)


def _field(bound: forms.BoundField) -> Field:
    widget = bound.field.widget
    kind = _kind(widget)
    return Field(
        kind=kind,
        name=bound.html_name,
        label=str(bound.label),
        hint=str(bound.help_text),
        value=_value(kind, bound),
        error=" ".join(str(error) for error in bound.errors),
        options=_options(widget),
        required=bound.field.required or kind is FieldKind.CHECKBOX,
        autocomplete=str(widget.attrs.get("autocomplete", "")),
        rows=int(widget.attrs.get("rows", 5)),
        limit=getattr(bound.field, "max_length", None) or 0 if kind is FieldKind.LONG_TEXT else 0,
        multiple=getattr(widget, "allow_multiple_selected", False),
    )


def _kind(widget: forms.Widget) -> FieldKind:
    if isinstance(widget, ThreePartDate):
        return FieldKind.DATE
    return next((kind for fits, kind in _KINDS if isinstance(widget, fits)), FieldKind.TEXT)


def _value(kind: FieldKind, bound: forms.BoundField) -> FieldValue:
    value = bound.value()
    if kind is FieldKind.CHECKBOX:
        return "yes" if value else ""
    if kind is FieldKind.CHOICES:
        return tuple(str(chosen) for chosen in value or ())
    if kind is FieldKind.DATE:
        return _date_parts(value)
    if value is None or kind in (FieldKind.FILE, FieldKind.PASSWORD):
        return ""
    return str(value)


def _date_parts(value: Any) -> FieldValue:
    if isinstance(value, date):
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
    if not value:
        return ""
    year, month, day = str(value).split("-", 2)
    return {"day": day, "month": month, "year": year}


def _options(widget: forms.Widget) -> tuple[Option, ...]:
    """The choices, without the empty one: a list of ours always begins with its own."""
    options: list[Option] = []
    for value, label in getattr(widget, "choices", ()):
        if isinstance(label, (list, tuple)):
            members = cast("Sequence[tuple[object, object]]", label)
            options.extend(Option(str(inner), str(text), group=str(value)) for inner, text in members)
        elif str(value):
            options.append(Option(str(value), str(label)))
    return tuple(options)
