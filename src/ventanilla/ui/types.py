"""What a page hands to the components: fields of a form, and the frame around every page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from django.utils.translation import gettext

__all__ = [
    "Account",
    "ErrorLink",
    "Field",
    "FieldKind",
    "FieldValue",
    "FileItem",
    "FormView",
    "Frame",
    "NavItem",
    "Option",
]

FieldValue: TypeAlias = str | Sequence[str] | Mapping[str, str]


class FieldKind(StrEnum):
    """The question types of a service, and what staff screens need beside them."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    MONEY = "money"
    INTEGER = "integer"
    DATE = "date"
    RUN = "run"
    RUT = "rut"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    COMUNA = "comuna"
    FILE = "file"
    SELECT = "select"
    CHECKBOX = "checkbox"
    PASSWORD = "password"  # noqa: S105
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class _Preset:
    """How a kind of one-line text is typed: width is the number of characters a person expects to write."""

    type: str = "text"
    inputmode: str = ""
    autocomplete: str = ""
    width: int = 0
    prefix: str = ""
    spellcheck: bool = True


_PRESETS = {
    FieldKind.TEXT: _Preset(),
    FieldKind.MONEY: _Preset(inputmode="numeric", width=10, prefix="$", spellcheck=False),
    FieldKind.INTEGER: _Preset(inputmode="numeric", width=5, spellcheck=False),
    FieldKind.RUN: _Preset(width=10, spellcheck=False),
    FieldKind.RUT: _Preset(width=10, spellcheck=False),
    FieldKind.EMAIL: _Preset(type="email", inputmode="email", autocomplete="email", spellcheck=False),
    FieldKind.PHONE: _Preset(type="tel", inputmode="tel", autocomplete="tel", width=20, spellcheck=False),
    FieldKind.PASSWORD: _Preset(type="password", autocomplete="current-password", spellcheck=False),
}

_COMPONENTS = {
    FieldKind.LONG_TEXT: "textarea",
    FieldKind.CHOICE: "radios",
    FieldKind.YES_NO: "radios",
    FieldKind.CHOICES: "checkboxes",
    FieldKind.CHECKBOX: "checkboxes",
    FieldKind.DATE: "date-input",
    FieldKind.ADDRESS: "address",
    FieldKind.COMUNA: "select",
    FieldKind.SELECT: "select",
    FieldKind.FILE: "file-upload",
    FieldKind.PASSWORD: "password-input",
    FieldKind.HIDDEN: "hidden-input",
}


_SHORT_LIST = 15


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a list. `group` names the heading it stands under in a long list (the region of a comuna)."""

    value: str
    label: str
    hint: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class FileItem:
    """A file that is already with us. `remove_value` is what the button "Quitar" posts as `remove`."""

    name: str
    size: str = ""
    href: str = ""
    type: str = ""
    remove_value: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question and what was answered so far. The caller gives the texts, in the language of the page.

    `value` is a text; for `choices` the chosen values; for `date` {"day", "month", "year"} or "2026-01-31"; for
    `address` {"street", "number", "extra"}. The parts of these two are posted as `<name>-day`,
    `<name>-street`, and so on.
    `error_parts` names the parts that the error is about; none means all of them.
    `heading` makes the label the heading (h1) of a page with one question.
    """

    kind: FieldKind
    name: str
    label: str
    hint: str = ""
    value: FieldValue = ""
    error: str = ""
    error_parts: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    required: bool = True
    heading: bool = False
    autocomplete: str = ""
    inputmode: str = ""
    width: int = 0
    rows: int = 5
    limit: int = 0
    prefix: str = ""
    suffix: str = ""
    accept: str = ""
    max_bytes: int = 0
    multiple: bool = False
    files: tuple[FileItem, ...] = ()

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def component(self) -> str:
        """The folder that draws this kind."""
        return _COMPONENTS.get(FieldKind(self.kind), "text-input")

    @property
    def preset(self) -> _Preset:
        return _PRESETS.get(FieldKind(self.kind), _Preset())

    @property
    def described_by(self) -> str:
        """Ids of the hint and the error, which a screen reader reads after the label."""
        found = [(self.hint, "hint"), (self.limit, "count"), (self.error, "error")]
        return " ".join(f"{self.id}-{what}" for present, what in found if present)

    @property
    def first_id(self) -> str:
        """The id of the input that the error summary leads to."""
        if self.kind == FieldKind.DATE:
            return f"{self.id}-{self.error_parts[0] if self.error_parts else 'day'}"
        if self.kind == FieldKind.ADDRESS:
            return f"{self.id}-{self.error_parts[0] if self.error_parts else 'street'}"
        return self.id

    @property
    def text(self) -> str:
        """The value as one line of text."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def chosen(self) -> frozenset[str]:
        """The values that are marked."""
        if isinstance(self.value, str):
            return frozenset({self.value} if self.value else ())
        return frozenset(self.value)

    @property
    def parts(self) -> Mapping[str, str]:
        """The parts of a date or an address, by name."""
        if isinstance(self.value, Mapping):
            return self.value
        if self.kind == FieldKind.DATE and self.text.count("-") == 2:
            year, month, day = self.text.split("-")
            return {"day": day.lstrip("0"), "month": month.lstrip("0"), "year": year}
        return {}

    @property
    def wrong_parts(self) -> frozenset[str]:
        """The parts to mark as wrong."""
        if not self.error:
            return frozenset()
        return frozenset(self.error_parts or ("day", "month", "year", "street", "number", "extra"))

    @property
    def shown_options(self) -> tuple[Option, ...]:
        """The given options; a yes or no question that gives none has both words of the page's language."""
        if self.kind == FieldKind.YES_NO and not self.options:
            return (Option("yes", gettext("Sí")), Option("no", gettext("No")))
        return self.options

    @property
    def searchable(self) -> bool:
        """Long enough that finding by typing helps."""
        return self.kind == FieldKind.COMUNA or len(self.options) > _SHORT_LIST

    @property
    def option_groups(self) -> tuple[tuple[str, tuple[Option, ...]], ...]:
        """Options by their group, in the given order."""
        groups: dict[str, list[Option]] = {}
        for option in self.options:
            groups.setdefault(option.group, []).append(option)
        return tuple((name, tuple(members)) for name, members in groups.items())


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """A line of the error summary and the input that it leads to."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class FormView:
    """The fields of a page, and problems that belong to no field (`problems`)."""

    fields: tuple[Field, ...]
    problems: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[ErrorLink, ...]:
        """What the error summary lists, in the order of the page."""
        of_fields = [ErrorLink(field.error, f"#{field.first_id}") for field in self.fields if field.error]
        return (*(ErrorLink(problem) for problem in self.problems), *of_fields)


@dataclass(frozen=True, slots=True)
class NavItem:
    """A link of the header, the footer or the account menu. `count` is shown beside it when it is not zero.

    A `minor` link of the header stands in the account menu on a phone, where the row has no room for it.
    """

    text: str
    href: str
    current: bool = False
    count: int = 0
    lang: str = ""
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in. `post` is the post in use by an official."""

    name: str
    post: str = ""
    items: tuple[NavItem, ...] = ()
    sign_out_href: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page. The portal makes one per request, in a context processor, as `frame`.

    `institution` is "" on pages of the whole installation. `theme_href` is the style sheet of the institution's
    colours (`Theme.css`). `languages` all have the address that a press posts `language=<lang>` to. `notice` is the
    line of a demonstration or a test installation.
    """

    institution: str = ""
    home_href: str = "/"
    theme_href: str = ""
    nav: tuple[NavItem, ...] = ()
    languages: tuple[NavItem, ...] = ()
    account: Account | None = None
    sign_in_href: str = ""
    notice_tag: str = ""
    notice: str = ""
    footer: tuple[NavItem, ...] = ()
    contact: tuple[str, ...] = ()
