"""Rights, capacities, appointments and proposals in words."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.identity.types import (
    CAPACITY_TEXTS,
    ActorLabel,
    AppointmentData,
    Capacity,
    ProposalKind,
    ProposalState,
    Right,
)
from ventanilla.portal.web import dates

# What an administrator may give. Rights over the installation are not among them: only the installation gives them.
ACTIONS: Mapping[str, Promise] = {
    "cases.read": gettext_lazy("Ver los expedientes"),
    "cases.work": gettext_lazy("Tomar tareas y terminarlas"),
    "cases.decide": gettext_lazy("Decidir y firmar"),
    "services.publish": gettext_lazy("Ofrecer trámites y fijar sus valores"),
    "identity.administer": gettext_lazy("Administrar unidades, cargos y derechos"),
}
OPERATE_TEXT = gettext_lazy("Operar la instalación")
CAPACITIES: Mapping[Capacity, Promise] = {
    Capacity.HOLDER: gettext_lazy("Titular"),
    Capacity.SUBSTITUTE: gettext_lazy("Subrogante"),
    Capacity.DEPUTY: gettext_lazy("Suplente"),
    Capacity.DELEGATE: gettext_lazy("Por orden de la autoridad"),
}
CAPACITY_HINTS: Mapping[Capacity, Promise] = {
    Capacity.HOLDER: gettext_lazy("El cargo es suyo. Solo puede haber un titular a la vez."),
    Capacity.SUBSTITUTE: gettext_lazy("Reemplaza al titular mientras no está."),
    Capacity.DEPUTY: gettext_lazy("Ocupa el cargo mientras está vacante o el titular no puede servirlo."),
    Capacity.DELEGATE: gettext_lazy("Firma con la facultad que la autoridad le delegó."),
}
KINDS: Mapping[ProposalKind, Promise] = {
    ProposalKind.ROLE_RIGHTS: gettext_lazy("Cambiar lo que permite un rol"),
    ProposalKind.POST_ROLES: gettext_lazy("Cambiar los roles de un cargo"),
    ProposalKind.APPOINTMENT: gettext_lazy("Nombrar a una persona"),
}
STATES: Mapping[ProposalState, tuple[Promise, str]] = {
    ProposalState.WAITING: (gettext_lazy("Espera"), "warn"),
    ProposalState.APPROVED: (gettext_lazy("Aprobada"), "ok"),
    ProposalState.REFUSED: (gettext_lazy("Rechazada"), "error"),
    ProposalState.WITHDRAWN: (gettext_lazy("Retirada"), ""),
    ProposalState.LAPSED: (gettext_lazy("Caducó"), ""),
    ProposalState.STALE: (gettext_lazy("Ya no procede"), ""),
}


def right_text(right: Right) -> str:
    """What a right allows, with its service when it is for one."""
    named = ACTIONS.get(right.action, OPERATE_TEXT if right.action == "installation.operate" else right.action)
    return _("%(what)s (solo %(service)s)") % {"what": named, "service": right.service} if right.service else str(named)


def rights_texts(rights: Iterable[Right]) -> list[str]:
    """Each right, in the order in which they are always told; a word when there is none."""
    order = list(ACTIONS)
    known = sorted(
        rights, key=lambda right: (order.index(right.action) if right.action in order else 99, right.service)
    )
    return [right_text(right) for right in known] or [_("Nada")]


def rights_of(pairs: Iterable[Iterable[str]]) -> list[Right]:
    """From the form that a proposal keeps."""
    return [Right(action, service) for action, service in pairs]


def held_text(held: AppointmentData) -> str:
    """The person, with the capacity when it is not that of the holder."""
    capacity = str(CAPACITY_TEXTS[held.capacity])
    return f"{held.person.name}, {capacity}" if capacity else held.person.name


def period_text(starts_at: datetime, ends_at: datetime | None, at: datetime, zone: tzinfo) -> str:
    """From when until when, both days included."""
    told = {"first": dates.day(dates.day_of(starts_at, zone))}
    if ends_at is None:
        return _("Desde el %(first)s") % told
    if ends_at <= at:
        return _("Del %(first)s al %(last)s") % (told | {"last": dates.day(last_day(ends_at, zone))})
    return _("Desde el %(first)s hasta el %(last)s") % (told | {"last": dates.day(last_day(ends_at, zone))})


def last_day(ends_at: datetime, zone: tzinfo) -> date:
    """The last day of which some part is before the end."""
    return dates.day_of(ends_at - timedelta(microseconds=1), zone)


def actor_text(ref: ActorRef | None, labels: Mapping[ActorRef, ActorLabel]) -> str:
    """Who did it, with their post."""
    if ref is None or ref not in labels:
        return ""
    label = labels[ref]
    return ", ".join(part for part in (label.name, label.post, label.capacity) if part)
