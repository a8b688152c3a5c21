"""The forms of the administration."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django import forms
from django.core.validators import RegexValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ventanilla.common import run as run_numbers
from ventanilla.kernel.identity.types import Capacity, Right, RoleRights
from ventanilla.kernel.services.types import Parameter
from ventanilla.portal.web.administration_words import ACTIONS, CAPACITIES, CAPACITY_HINTS, right_text, rights_texts
from ventanilla.ui.api import ThreePartDate

_CODE = RegexValidator(
    r"\A[A-Z0-9][A-Z0-9-]*\Z", gettext_lazy("Escriba el código con letras sin acento, números y guiones.")
)
_CODE_HINT = gettext_lazy("Letras sin acento, números y guiones. No se puede cambiar después. Por ejemplo: {example}")
REASON_CHARACTERS = 300


def _asks(sentence: object) -> dict[str, object]:
    return {"required": sentence}


class _Upper(forms.CharField):
    """A code, in capitals however it is typed."""

    def to_python(self, value: object) -> str:
        return super().to_python(value).strip().upper()


def _code(example: str, chars: int) -> forms.CharField:
    return _Upper(
        label=gettext_lazy("Código"),
        help_text=format_lazy(_CODE_HINT, example=example),
        max_length=chars,
        validators=[_CODE],
        error_messages=_asks(gettext_lazy("Escriba el código.")),
    )


def _name(label: object, chars: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=chars, error_messages=_asks(gettext_lazy("Escriba el nombre.")))


class NameForm(forms.Form):
    """Another name for something."""

    def __init__(self, *args: object, label: str, chars: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["name"] = _name(label, chars)


class UnitForm(forms.Form):
    """A new unit."""

    name = _name(gettext_lazy("Nombre de la unidad"), 200)
    code = _code("PATENTES", 30)


class RolesForm(forms.Form):
    """The roles that a post carries."""

    roles = forms.MultipleChoiceField(label=gettext_lazy("Roles"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, roles: Iterable[RoleRights], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["roles"]
        field.choices = [(each.role.code, role_label(each)) for each in roles]  # type: ignore[attr-defined]
        field.help_text = _(
            "Cada rol permite lo que dice entre paréntesis, en la unidad del cargo y las que dependen de ella."
        )


class PostForm(RolesForm):
    """A new post."""

    title = _name(gettext_lazy("Nombre del cargo"), 120)
    code = _code("PATENTES-1", 40)
    field_order = ("title", "code", "roles")


class RightsForm(forms.Form):
    """What a role allows. Rights for one service that it has already can be kept or taken away."""

    rights = forms.MultipleChoiceField(
        label=gettext_lazy("Qué permite"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, present: Iterable[Right] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        general = [Right(action) for action in ACTIONS]
        particular = [right for right in present if right not in general]
        self.fields["rights"].choices = [(value_of(each), right_text(each)) for each in (*general, *particular)]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Right]:
        return [right_of(value) for value in self.cleaned_data["rights"]]


class RoleForm(RightsForm):
    """A new role."""

    name = _name(gettext_lazy("Nombre del rol"), 120)
    code = _code("REVISION", 40)
    field_order = ("name", "code", "rights")


class AppointmentForm(forms.Form):
    """Who holds a post, how, since when and by which decree."""

    run = forms.CharField(
        label="RUN",
        help_text=gettext_lazy("Con su dígito verificador. Por ejemplo: 12.345.678-5"),
        max_length=14,
        error_messages=_asks(gettext_lazy("Escriba el RUN.")),
    )
    given_names = forms.CharField(
        label=gettext_lazy("Nombres"),
        help_text=gettext_lazy("Nombres y apellidos solo hacen falta si la persona nunca ha entrado a Ventanilla."),
        max_length=100,
        required=False,
    )
    surnames = forms.CharField(label=gettext_lazy("Apellidos"), max_length=100, required=False)
    capacity = forms.ChoiceField(
        label=gettext_lazy("En qué calidad"),
        widget=forms.RadioSelect,
        error_messages=_asks(gettext_lazy("Elija en qué calidad.")),
    )
    starts_on = forms.DateField(
        label=gettext_lazy("Primer día"),
        widget=ThreePartDate,
        error_messages={
            "required": gettext_lazy("Escriba el primer día."),
            "invalid": gettext_lazy("Escriba una fecha que exista."),
        },
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Último día"),
        help_text=gettext_lazy("Déjelo en blanco si no tiene término."),
        widget=ThreePartDate,
        required=False,
        error_messages={"invalid": gettext_lazy("Escriba una fecha que exista.")},
    )
    basis = forms.CharField(
        label=gettext_lazy("Decreto o resolución que nombra"),
        help_text=gettext_lazy("Como debe citarse en los actos. Por ejemplo: Decreto alcaldicio 123 de 2026"),
        max_length=200,
        error_messages=_asks(gettext_lazy("Escriba el decreto o la resolución.")),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today = today
        self.fields["capacity"].choices = [(each.value, capacity_label(each)) for each in Capacity]  # type: ignore[attr-defined]

    def clean_run(self) -> str:
        try:
            return run_numbers.parse(self.cleaned_data["run"])
        except ValueError:
            raise forms.ValidationError(_("El RUN no es válido. Revise el dígito verificador.")) from None

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day < self.today:
            raise forms.ValidationError(_("El primer día no puede ser anterior a hoy."))
        return day

    def clean_ends_on(self) -> date | None:
        day, first = self.cleaned_data["ends_on"], self.cleaned_data.get("starts_on")
        if day and first and day < first:
            raise forms.ValidationError(_("El último día no puede ser anterior al primero."))
        return day


class EndForm(forms.Form):
    """When an appointment ends, and why."""

    NOW, LATER = "now", "later"

    when = forms.ChoiceField(
        label=gettext_lazy("Cuándo termina"),
        widget=forms.RadioSelect,
        choices=[(NOW, gettext_lazy("Ahora mismo")), (LATER, gettext_lazy("Al terminar el día que escriba abajo"))],
        error_messages=_asks(gettext_lazy("Elija cuándo termina.")),
    )
    last_day = forms.DateField(
        label=gettext_lazy("Último día"),
        help_text=gettext_lazy("Solo si no termina ahora mismo."),
        widget=ThreePartDate,
        required=False,
        error_messages={"invalid": gettext_lazy("Escriba una fecha que exista.")},
    )
    basis = forms.CharField(
        label=gettext_lazy("Decreto o resolución que le pone término"),
        max_length=200,
        error_messages=_asks(gettext_lazy("Escriba el decreto o la resolución.")),
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today = today

    def clean_last_day(self) -> date | None:
        day: date | None = self.cleaned_data["last_day"]
        if self.cleaned_data.get("when") != self.LATER:
            return None
        if day is None:
            raise forms.ValidationError(_("Escriba el último día."))
        if day < self.today:
            raise forms.ValidationError(_("El último día no puede ser anterior a hoy."))
        return day


class ValueForm(forms.Form):
    """A value that the law leaves to the institution, from a day on, by its ordinance."""

    value = forms.DecimalField(
        localize=True,
        max_digits=24,
        decimal_places=6,
        widget=forms.TextInput,
        error_messages={
            "required": gettext_lazy("Escriba el valor."),
            "invalid": gettext_lazy("Escriba el valor con cifras, por ejemplo 2,5."),
        },
    )
    starts_on = forms.DateField(
        label=gettext_lazy("Rige desde"),
        widget=ThreePartDate,
        error_messages={
            "required": gettext_lazy("Escriba desde qué día rige."),
            "invalid": gettext_lazy("Escriba una fecha que exista."),
        },
    )
    norm = forms.CharField(
        label=gettext_lazy("Ordenanza o acuerdo"),
        help_text=gettext_lazy("Como debe citarse. Por ejemplo: Ordenanza local 3 de 2026"),
        max_length=300,
        error_messages=_asks(gettext_lazy("Escriba la ordenanza o el acuerdo.")),
    )

    def __init__(self, *args: object, today: date, parameter: Parameter, range_text: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today, self.parameter, self.range_text = today, parameter, range_text
        self.fields["value"].label = parameter.label

    def clean_value(self) -> Decimal:
        given: Decimal = self.cleaned_data["value"]
        least, most = self.parameter.minimum, self.parameter.maximum
        if (least is not None and given < least) or (most is not None and given > most):
            raise forms.ValidationError(self.range_text)
        return given

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day < self.today:
            raise forms.ValidationError(_("No puede regir desde antes de hoy."))
        return day


class ReasonForm(forms.Form):
    """Why something is refused."""

    reason = forms.CharField(
        label=gettext_lazy("Motivo"),
        help_text=gettext_lazy("Se publica en el registro. No escriba datos de personas."),
        max_length=REASON_CHARACTERS,
        widget=forms.Textarea,
        error_messages=_asks(gettext_lazy("Escriba el motivo.")),
    )


def role_label(role: RoleRights) -> str:
    """Its name, and what it allows."""
    return f"{role.role.name} ({', '.join(rights_texts(role.rights))})"


def capacity_label(capacity: Capacity) -> str:
    """Its name, and what it means."""
    return f"{CAPACITIES[capacity]}. {CAPACITY_HINTS[capacity]}"


def value_of(right: Right) -> str:
    """A right as a form sends it."""
    return f"{right.action}:{right.service}" if right.service else right.action


def right_of(value: str) -> Right:
    """The reverse of `value_of`."""
    action, _colon, service = value.partition(":")
    return Right(action, service)
