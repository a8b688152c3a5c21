"""Fields, their names, and the errors that lead to them."""

from datetime import date

from django import forms
from django.template import engines
from django.utils import translation

from ventanilla.ui.api import form_view
from ventanilla.ui.forms import ThreePartDate
from ventanilla.ui.rendering import render
from ventanilla.ui.testing import example_frame, problems_of
from ventanilla.ui.types import ErrorLink, Field, FieldKind, FormView, Option


def field_html(field: Field) -> str:
    with translation.override("es"):
        return " ".join(render(field.component, {"field": field}).split())


class TestField:
    def test_every_kind_draws_a_named_input(self) -> None:
        for kind in FieldKind:
            html = field_html(Field(kind=kind, name="q", label="Pregunta", options=(Option("1", "Uno"),)))
            assert problems_of(html) == []
            assert 'name="q' in html, kind

    def test_a_date_is_posted_in_three_parts_and_shows_a_stored_one(self) -> None:
        html = field_html(Field(kind=FieldKind.DATE, name="start", label="Inicio", value="2026-03-05"))
        assert 'name="start-day" type="text" inputmode="numeric" value="5"' in html
        assert 'name="start-month" type="text" inputmode="numeric" value="3"' in html
        assert 'name="start-year" type="text" inputmode="numeric" value="2026"' in html

    def test_hint_and_error_are_read_with_the_input(self) -> None:
        html = field_html(Field(kind=FieldKind.TEXT, name="q", label="P", hint="Pista", error="Falta"))
        assert 'aria-describedby="f-q-hint f-q-error"' in html
        assert 'aria-invalid="true"' in html

    def test_optional_is_said_in_the_label(self) -> None:
        assert "(opcional)" in field_html(Field(kind=FieldKind.EMAIL, name="q", label="Correo", required=False))

    def test_a_password_is_never_sent_back(self) -> None:
        assert "secreto" not in field_html(Field(kind=FieldKind.PASSWORD, name="p", label="Clave", value="secreto"))

    def test_yes_and_no_are_in_the_language_of_the_page(self) -> None:
        html = field_html(Field(kind=FieldKind.YES_NO, name="q", label="¿?", value="no"))
        assert 'value="no" checked' in html
        assert ">Sí</label>" in html

    def test_only_the_wrong_part_is_marked(self) -> None:
        html = field_html(
            Field(kind=FieldKind.DATE, name="d", label="F", value="x", error="Mes malo", error_parts=("month",))
        )
        assert html.count("govuk-input--error") == 1

    def test_a_long_list_can_be_searched_and_a_short_one_is_plain(self) -> None:
        many = tuple(Option(str(number), str(number)) for number in range(16))
        assert "data-v-combobox" in field_html(Field(kind=FieldKind.SELECT, name="q", label="P", options=many))
        assert "data-v-combobox" not in field_html(Field(kind=FieldKind.SELECT, name="q", label="P", options=many[:3]))


class TestFormView:
    def test_errors_lead_to_inputs_that_exist(self) -> None:
        fields = tuple(
            Field(kind=kind, name=f"q-{kind}", label="P", error="Mal", options=(Option("1", "Uno"),))
            for kind in FieldKind
            if kind is not FieldKind.HIDDEN
        )
        html = "".join(field_html(field) for field in fields)
        for link in FormView(fields).errors:
            assert f'id="{link.href[1:]}"' in html, link.href

    def test_problems_of_no_field_come_first(self) -> None:
        view = FormView((Field(FieldKind.TEXT, "a", "A", error="Falta A"),), problems=("No se pudo guardar.",))
        assert view.errors == (ErrorLink("No se pudo guardar."), ErrorLink("Falta A", "#f-a"))


class TestPage:
    def page(self, **context: object) -> str:
        source = (
            '{% extends "ui/base.html" %}{% load ui %}{% block title %}Dirección{% endblock %}'
            "{% block main %}{% ui_form form %}{% endblock %}"
        )
        with translation.override("es"):
            return engines["django"].from_string(source).render({"frame": example_frame(), **context})

    def test_is_well_formed(self) -> None:
        form = FormView((Field(FieldKind.TEXT, "q", "¿Dónde?", heading=True),))
        assert problems_of(self.page(form=form), whole_page=True) == []

    def test_says_in_the_title_that_there_is_an_error(self) -> None:
        form = FormView((Field(FieldKind.TEXT, "q", "¿Dónde?", error="Escriba la calle."),))
        html = self.page(form=form)
        assert "<title>Error: Dirección – Municipalidad de Sauce</title>" in html
        assert html.index("Hay un problema") < html.index("f-q-error")

    def test_without_errors_has_no_summary(self) -> None:
        form = FormView((Field(FieldKind.TEXT, "q", "¿Dónde?"),))
        assert "Hay un problema" not in self.page(form=form)

    def test_says_its_language(self) -> None:
        with translation.override("en"):
            html = engines["django"].from_string('{% extends "ui/base.html" %}').render({})
        assert '<html lang="en">' in html


class _StaffForm(forms.Form):
    name = forms.CharField(label="Nombre", help_text="Como en la cédula")
    unit = forms.ChoiceField(label="Unidad", choices=[("", "---"), ("1", "Obras"), ("2", "Rentas")])
    since = forms.DateField(label="Desde", widget=ThreePartDate())
    notes = forms.CharField(label="Notas", widget=forms.Textarea, required=False, max_length=200)
    active = forms.BooleanField(label="Activo", required=False)

    def clean(self) -> dict[str, object]:
        if self.data.get("name") == "x":
            raise forms.ValidationError("Ya existe una persona así.")
        return self.cleaned_data


class TestDjangoForm:
    def test_becomes_fields_by_its_widgets(self) -> None:
        kinds = [field.kind for field in form_view(_StaffForm()).fields]
        assert kinds == [FieldKind.TEXT, FieldKind.SELECT, FieldKind.DATE, FieldKind.LONG_TEXT, FieldKind.CHECKBOX]

    def test_keeps_what_was_typed_and_says_what_is_wrong(self) -> None:
        data = {"name": "x", "unit": "9", "since-day": "31", "since-month": "2", "since-year": "2026"}
        view = form_view(_StaffForm(data))
        fields = {field.name: field for field in view.fields}
        assert fields["since"].parts == {"day": "31", "month": "2", "year": "2026"}
        assert fields["since"].error and fields["unit"].error
        assert view.problems == ("Ya existe una persona así.",)

    def test_reads_the_three_parts_of_a_date(self) -> None:
        form = _StaffForm({"name": "a", "unit": "1", "since-day": "5", "since-month": "3", "since-year": "2026"})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["since"] == date(2026, 3, 5)

    def test_shows_a_stored_date_in_its_parts(self) -> None:
        view = form_view(_StaffForm(initial={"since": date(2026, 3, 5), "active": True}))
        fields = {field.name: field for field in view.fields}
        assert fields["since"].parts == {"day": "5", "month": "3", "year": "2026"}
        assert fields["active"].chosen

    def test_the_empty_choice_is_ours(self) -> None:
        unit = next(field for field in form_view(_StaffForm()).fields if field.name == "unit")
        assert [option.value for option in unit.options] == ["1", "2"]
