"""The services that the institution offers: who does each part, and the values that it fixes inside the law."""

from datetime import date
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import AdoptionData, DatedValue, Parameter, ServiceDefinition, SetBy
from ventanilla.portal.web import dates, flash
from ventanilla.portal.web.acts import Act, Data, Row, answer, key_of
from ventanilla.portal.web.flash import Flash
from ventanilla.portal.web.forms.administration import ValueForm
from ventanilla.portal.web.requests import SignedRequest, for_administrator, post_of
from ventanilla.portal.web.views.administration.units import moment_of


@never_cache
@for_administrator
@require_safe
def offers(request: SignedRequest) -> HttpResponse:
    """Each service with its units and its values."""
    institution_id, now = post_of(request).institution_id, moment_of(request)
    today = dates.day_of(now.at, now.zone)
    units = {each.id: each.name for each in identity.list_units(institution_id=institution_id)}
    found = services.list_catalogue(lang=translation.get_language(), on=today, institution_id=institution_id)
    shown = []
    for entry in found:
        adoption = services.adoption_of(institution_id=institution_id, slug=entry.slug, at=request.at)
        definition = services.definition_for_reader(adoption.version_id)
        shown.append({"title": entry.title, "rows": _rows(adoption, definition, units, today)})
    return render(request, "portal/administration/offers.html", {"offers": shown, "flash": flash.told(request)})


@never_cache
@for_administrator
@require_http_methods(["GET", "HEAD", "POST"])
def value(request: SignedRequest, slug: str, parameter: str) -> HttpResponse:
    """Another value from a day on, inside the range of the law."""
    now = moment_of(request)
    today = dates.day_of(now.at, now.zone)
    adoption = services.adoption_of(institution_id=post_of(request).institution_id, slug=slug, at=request.at)
    definition = services.definition_for_reader(adoption.version_id)
    found = definition.parameters.get(parameter)
    if found is None or found.set_by is not SetBy.INSTITUTION:
        raise Http404

    def do(data: Data) -> tuple[str, Flash]:
        services.record_value(
            institution_id=adoption.institution_id,
            slug=slug,
            parameter=parameter,
            value=DatedValue(data["starts_on"], data["value"], data["norm"]),
            actor=request.actor.ref(),
            at=request.at,
            key=key_of(request),
        )
        return reverse("offers"), Flash(_("Registramos el valor"), _("Rige desde el día que usted indicó."))

    act = Act(
        title=_("Fijar otro valor"),
        caption=f"{definition.title} · {found.label}",
        lead=range_text(found),
        submit=_("Fijar el valor"),
        back=reverse("offers"),
        form=ValueForm(request.POST or None, today=today, parameter=found, range_text=range_text(found)),
        rows=lambda data: [
            {"key": found.label, "value": number_format(data["value"])},
            {"key": _("Rige desde"), "value": dates.day(data["starts_on"])},
            {"key": _("Ordenanza o acuerdo"), "value": data["norm"]},
        ],
        warning=lambda _data: _("Se aplica a lo que se cobre desde ese día. Lo ya cobrado no cambia."),
        do=do,
    )
    return answer(request, act)


def range_text(parameter: Parameter) -> str:
    """What the law allows."""
    least, most = parameter.minimum, parameter.maximum
    told = {"least": _number(least), "most": _number(most), "norm": parameter.norm}
    return _("La ley permite de %(least)s a %(most)s (%(norm)s).") % told


def _number(value: Decimal | None) -> str:
    return "–" if value is None else number_format(f"{value.normalize():f}")


def _rows(adoption: AdoptionData, definition: ServiceDefinition, units: dict[int, str], today: date) -> list[Row]:
    workers = dict.fromkeys(units.get(each, "") for each in adoption.lanes.values())
    version = _("Versión %(n)d") % {"n": adoption.number}
    rows: list[Row] = [
        {"key": _("Unidad responsable"), "value": units.get(adoption.unit_id, "")},
        {"key": _("Hacen sus tareas"), "lines": list(workers)},
        {"key": _("Se ofrece desde"), "value": dates.day(adoption.starts_on), "note": version},
    ]
    for parameter in definition.parameters.values():
        if parameter.set_by is SetBy.INSTITUTION:
            rows.append(_value_row(adoption, parameter, today))
    return rows


def _value_row(adoption: AdoptionData, parameter: Parameter, today: date) -> Row:
    """The value of today, what the law allows, and the values to come."""
    values = adoption.values.get(parameter.key, ())
    present = [each for each in values if each.starts_on <= today]
    later = [
        _("Desde el %(day)s: %(value)s")
        % {"day": dates.day(each.starts_on), "value": number_format(each.value.normalize())}
        for each in values
        if each.starts_on > today
    ]
    norm = [present[-1].norm] if present and present[-1].norm else []
    return {
        "key": parameter.label,
        "value": _number(present[-1].value) if present else _("Sin valor"),
        "notes": [*norm, range_text(parameter), *later],
        "href": reverse("offer-value", args=[adoption.slug, parameter.key]),
    }
