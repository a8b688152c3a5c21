"""To appoint somebody to a post, and to end an appointment."""

import hashlib
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import Capacity, PersonData, PostStaff
from ventanilla.portal.web import administration_words as words
from ventanilla.portal.web import dates
from ventanilla.portal.web.acts import Act, Data, Row, answer, key_of
from ventanilla.portal.web.administration_page import Moment
from ventanilla.portal.web.flash import Flash
from ventanilla.portal.web.forms.administration import AppointmentForm, EndForm
from ventanilla.portal.web.requests import SignedRequest, for_administrator, post_of
from ventanilla.portal.web.views.administration.posts import proposed, waits_for_second
from ventanilla.portal.web.views.administration.units import moment_of


def first_instant(day: date, now: Moment) -> datetime:
    """When a day begins there; of today, now: what was before stays as it was."""
    return max(datetime.combine(day, time.min, now.zone), now.at)


def after(day: date | None, now: Moment) -> datetime | None:
    """The end of a day there: the instant at which the next one begins."""
    return datetime.combine(day + timedelta(days=1), time.min, now.zone) if day else None


@never_cache
@for_administrator
@require_http_methods(["GET", "HEAD", "POST"])
def nominate(request: SignedRequest, post: UUID) -> HttpResponse:
    """Appoint somebody; to a post that decides or administers, propose it."""
    now = moment_of(request)
    staff = identity.get_staff_of(institution_id=post_of(request).institution_id, uuid=post)
    weighty = identity.is_weighty(post_id=staff.post.id)
    today = dates.day_of(now.at, now.zone)

    def do(data: Data) -> tuple[str, Flash]:
        identity.nominate(
            post_id=staff.post.id,
            nominee=identity.Nominee(data["run"], data["given_names"], data["surnames"]),
            capacity=Capacity(data["capacity"]),
            starts_at=first_instant(data["starts_on"], now),
            ends_at=after(data["ends_on"], now),
            basis=data["basis"],
            actor=request.actor.ref(),
            at=request.at,
            key=key_of(request),
        )
        return reverse("post", args=[post]), proposed() if weighty else Flash(_("Registramos el nombramiento"))

    initial = {"starts_on": today, "seen": _seen(staff)}
    form = _NamedForm(request, request.POST or None, today=today, initial=initial)
    act = Act(
        title=_("Nombrar a una persona"),
        caption=staff.post.title,
        submit=_("Proponer el nombramiento") if weighty else _("Nombrar"),
        back=reverse("post", args=[post]),
        form=form,
        rows=lambda data: _rows(data, form.person, staff),
        warning=lambda _data: (
            waits_for_second() if weighty else _("Podrá lo que permite el cargo desde el primer día.")
        ),
        do=do,
    )
    return answer(request, act)


class _NamedForm(AppointmentForm):
    """Looks for the person: of somebody whom nobody knows, the names are asked."""

    def __init__(self, request: SignedRequest, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.request = request
        self.person: PersonData | None = None

    def clean(self) -> None:
        run = self.cleaned_data.get("run")
        if not run or self.errors:
            return
        self.person = identity.find_nominee(run=run, actor=self.request.actor, at=self.request.at)
        if self.person is None:
            asked = {
                "given_names": _("Escriba los nombres. Esta persona no está registrada."),
                "surnames": _("Escriba los apellidos. Esta persona no está registrada."),
            }
            for name, sentence in asked.items():
                if not self.cleaned_data[name].strip():
                    self.add_error(name, sentence)
        elif self.person.uuid == self.request.actor.person_uuid:
            self.add_error("run", _("Nadie puede nombrarse a sí mismo."))


def _seen(staff: PostStaff) -> str:
    """What the form saw: after an appointment ended, the same answers mean another one."""
    seen = "".join(f"{each.uuid}{each.ends_at}" for each in staff.appointments)
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def _rows(data: Data, person: PersonData | None, staff: PostStaff) -> list[Row]:
    name = person.name if person else f"{data['given_names']} {data['surnames']}".strip()
    note = _("Como está registrada en Ventanilla.") if person else _("Se registra ahora.")
    last = dates.day(data["ends_on"]) if data["ends_on"] else _("Sin término")
    return [
        {"key": _("Persona"), "value": name, "note": note},
        {"key": _("Cargo"), "value": staff.post.title},
        {"key": _("Calidad"), "value": str(words.CAPACITIES[Capacity(data["capacity"])])},
        {"key": _("Primer día"), "value": dates.day(data["starts_on"])},
        {"key": _("Último día"), "value": last},
        {"key": _("Decreto o resolución"), "value": data["basis"]},
        {"key": _("Podrá"), "lines": words.rights_texts(staff.rights)},
    ]


@never_cache
@for_administrator
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedRequest, appointment: UUID) -> HttpResponse:
    """End an appointment: now, or at the end of a day."""
    now = moment_of(request)
    found = identity.get_appointment_of(institution_id=post_of(request).institution_id, uuid=appointment)
    form = EndForm(request.POST or None, today=dates.day_of(now.at, now.zone))
    own = found.person.uuid == request.actor.person_uuid

    def do(data: Data) -> tuple[str, Flash]:
        identity.end_appointment(
            appointment_uuid=appointment,
            ends_at=after(data["last_day"], now) or request.at,
            basis=data["basis"],
            actor=request.actor.ref(),
            at=request.at,
            key=key_of(request),
        )
        return reverse("post", args=[found.post.uuid]), Flash(_("El nombramiento tiene término"))

    act = Act(
        title=_("Terminar un nombramiento"),
        caption=f"{found.post.title} · {words.held_text(found)}",
        submit=_("Terminar el nombramiento"),
        back=reverse("post", args=[found.post.uuid]),
        form=form,
        rows=lambda data: [
            {"key": _("Persona"), "value": words.held_text(found)},
            {"key": _("Cargo"), "value": found.post.title},
            {"key": _("Termina"), "value": _end_text(data["last_day"])},
            {"key": _("Decreto o resolución"), "value": data["basis"]},
        ],
        warning=lambda _data: (
            _("Es su propio nombramiento: usted dejará de poder administrar con este cargo.")
            if own
            else _("Desde ese instante no podrá actuar con este cargo. No se puede deshacer.")
        ),
        do=do,
    )
    return answer(request, act)


def _end_text(last: date | None) -> str:
    return _("Al terminar el %(day)s") % {"day": dates.day(last)} if last else _("Ahora mismo")
