"""What the page of the operator shows: how each part is, in words, and what waits for a person."""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ventanilla.common import alerts, vitals
from ventanilla.common.alerts import Alert
from ventanilla.common.vitals import LATE, LITTLE_ROOM_BYTES, NO_ROOM_BYTES, OLD_BACKUP
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.outbox import api as outbox
from ventanilla.kernel.outbox.types import FailedJob, OutboxStatus, ParkedDelivery
from ventanilla.portal.web import dates
from ventanilla.portal.web import operation_words as words

# More of a kind than this is a number.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the installation: how it is in two words, and what there is to say of it."""

    name: str
    tag: str
    kind: str
    text: str

    @property
    def cells(self) -> list[dict[str, str]]:
        return [{"text": self.name}, {"tag": self.tag, "kind": self.kind}, {"text": self.text}]


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that failed for good, with why, and where to order what becomes of it."""

    title: str
    why: str
    facts: tuple[str, ...]
    error: str
    retry_href: str
    drop_href: str


@dataclass(frozen=True, slots=True)
class Warned:
    """An alert that nobody has looked after."""

    what: str
    then: str
    facts: tuple[str, ...]
    known: str
    seen: str
    dismiss_href: str


@dataclass(frozen=True)
class OperationPage:
    """The installation at the instant `at`, as its operator sees it."""

    at: datetime
    zone: tzinfo
    status: OutboxStatus
    parts: tuple[Part, ...]
    alerts: tuple[Warned, ...]
    deliveries: tuple[Failure, ...]
    jobs: tuple[Failure, ...]

    @property
    def figures(self) -> list[dict[str, object]]:
        """What waits for a person, as numbers that lead there."""
        found = (
            (_("Alertas"), len(self.alerts), "#alertas", "error"),
            (_("Entregas detenidas"), self.status.parked_count, "#entregas", "error"),
            (_("Trabajos que fallaron"), self.status.jobs_failed_count, "#trabajos", "error"),
            (_("Partes que mirar"), self.parts_to_see, "#partes", "error" if self.part_fails else "warn"),
        )
        return [
            {"label": label, "value": number, "href": href if number else "", "kind": kind if number else ""}
            for label, number, href, kind in found
        ]

    @property
    def part_columns(self) -> list[dict[str, object]]:
        return [{"text": _("Parte")}, {"text": _("Estado")}, {"text": _("Detalle")}]

    @property
    def part_rows(self) -> list[list[dict[str, str]]]:
        return [part.cells for part in self.parts]

    @property
    def part_fails(self) -> bool:
        return any(part.kind == "error" for part in self.parts)

    @property
    def parts_to_see(self) -> int:
        """How many parts are not as they should be."""
        return sum(part.kind != "ok" for part in self.parts)

    @property
    def verdict(self) -> str:
        """All of it in one sentence."""
        if self.alerts or self.failed_count or self.part_fails:
            return _("Hay cosas que atender.")
        if self.parts_to_see:
            return _("Todo funciona, y hay algo que conviene mirar.")
        return _("Todo funciona. No hay nada que hacer.")

    @property
    def failed_count(self) -> int:
        return self.status.parked_count + self.status.jobs_failed_count

    @property
    def left_out(self) -> int:
        """How many failures the page does not show, because there are too many."""
        return self.failed_count - len(self.deliveries) - len(self.jobs)


def page_of(*, at: datetime, zone: tzinfo) -> OperationPage:
    """Twelve queries at most, however much there is."""
    status, home = outbox.get_status(), Path(settings.VENTANILLA_HOME)
    return OperationPage(
        at=at,
        zone=zone,
        status=status,
        parts=tuple(_parts(status, home, at)),
        alerts=tuple(_warned(each, zone) for each in alerts.list_alerts(home / "alerts")),
        deliveries=tuple(delivery_failure(each, zone) for each in outbox.list_parked(limit=SHOWN)),
        jobs=tuple(job_failure(each, zone) for each in outbox.list_failed_jobs(limit=SHOWN)),
    )


def delivery_failure(parked: ParkedDelivery, zone: tzinfo) -> Failure:
    """A delivery that was given up, in words."""
    behind = parked.held_behind_count
    waiting = ngettext("%(n)d más la espera", "%(n)d más la esperan", behind) % {"n": behind}
    return Failure(
        title=words.title_of(parked.subscriber),
        why=words.reason_of(parked.last_error),
        facts=(
            _("Ocurrió el %(when)s") % {"when": dates.moment(parked.published_at, zone)},
            *((waiting,) if behind else ()),
            _("Asunto %(subject)s") % {"subject": parked.subject},
        ),
        error=f"{parked.event_name} → {parked.subscriber}: {parked.last_error}",
        retry_href=reverse("delivery-retry", args=[parked.id]),
        drop_href=reverse("delivery-skip", args=[parked.id]),
    )


def job_failure(job: FailedJob, zone: tzinfo) -> Failure:
    """A job that was given up, in words."""
    ids = ", ".join(str(value) for value in job.ids.values())
    when = (_("Falló el %(when)s") % {"when": dates.moment(job.failed_at, zone)},) if job.failed_at else ()
    return Failure(
        title=words.title_of(job.name),
        why=words.reason_of(job.error),
        facts=(*when, *((_("Asunto %(subject)s") % {"subject": ids},) if ids else ())),
        error=f"{job.name}: {job.error or '–'}",
        retry_href=reverse("job-retry", args=[job.id]),
        drop_href=reverse("job-give-up", args=[job.id]),
    )


def _warned(alert: Alert, zone: tzinfo) -> Warned:
    text = alerts.TEXTS[alert.code]
    first, last = dates.moment(alert.first_at, zone), dates.moment(alert.last_at, zone)
    return Warned(
        what=_(text.what),
        then=_(text.then),
        facts=(
            _("Ocurrió el %(when)s") % {"when": last},
            *((_("%(n)d veces desde el %(when)s") % {"n": alert.count, "when": first},) if alert.count > 1 else ()),
        ),
        known=", ".join([alert.code, *(f"{name}: {value}" for name, value in alert.fields.items())]),
        seen=alert.last_at.isoformat(),
        dismiss_href=reverse("alert-dismiss", args=[alert.code.removeprefix("alert.")]),
    )


def _parts(status: OutboxStatus, home: Path, at: datetime) -> Iterator[Part]:
    yield _database()
    yield _queue(_("Avisos internos"), status.pending_count, status.oldest_pending_at, at)
    yield _workers(status)
    backlog = ledger.get_backlog()
    yield _queue(_("Registro público"), backlog.count, backlog.oldest_at, at)
    yield _disk(home)
    yield _backup(home, at)


def _database() -> Part:
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    took = (time.perf_counter() - began) * 1000
    return Part(_("Base de datos"), _("Responde"), "ok", _("En %(n)d ms.") % {"n": math.ceil(took)})


def _queue(name: str, count: int, oldest_at: datetime | None, at: datetime) -> Part:
    """What one process alone hands on: when it stops, the oldest grows old."""
    if oldest_at is None or at - oldest_at < LATE:
        return Part(name, _("Al día"), "ok", _waiting(count))
    told = {"n": count, "since": timesince(oldest_at, at)}
    text = ngettext(
        "%(n)d espera; el más antiguo, hace %(since)s.", "%(n)d esperan; el más antiguo, hace %(since)s.", count
    )
    return Part(name, _("Con atraso"), "error", text % told)


def _waiting(count: int) -> str:
    if not count:
        return _("Nada espera.")
    return ngettext("%(n)d espera su turno.", "%(n)d esperan su turno.", count) % {"n": count}


def _workers(status: OutboxStatus) -> Part:
    again, running, workers = status.jobs_again_count, status.jobs_running_count, status.workers_count
    said = [_waiting(status.jobs_waiting_count)]
    if again:
        text = ngettext("%(n)d falló y se intenta otra vez.", "%(n)d fallaron y se intentan otra vez.", again)
        said.append(text % {"n": again})
    if running:
        said.append(_("%(n)d en curso.") % {"n": running})
    if not workers:
        return Part(_("Trabajos"), _("Nadie trabaja"), "error", " ".join(said))
    tag = ngettext("%(n)d proceso", "%(n)d procesos", workers) % {"n": workers}
    return Part(_("Trabajos"), tag, "ok", " ".join(said))


def _disk(home: Path) -> Part:
    room = vitals.room_of(home)
    kind = "error" if room.free_bytes < NO_ROOM_BYTES else "warn" if room.free_bytes < LITTLE_ROOM_BYTES else "ok"
    tag = _("Hay espacio") if kind == "ok" else _("Queda poco")
    told = {"free": filesizeformat(room.free_bytes), "total": filesizeformat(room.total_bytes)}
    return Part(_("Disco"), tag, kind, _("Quedan %(free)s de %(total)s.") % told)


def _backup(home: Path, at: datetime) -> Part:
    made_at = vitals.last_backup_at(home)
    if made_at is None:
        return Part(_("Respaldo"), _("Ninguno"), "warn", _("No se ha hecho ninguno desde aquí."))
    text = _("El último, hace %(since)s.") % {"since": timesince(made_at, at)}
    old = at - made_at > OLD_BACKUP
    return Part(_("Respaldo"), _("Antiguo") if old else _("Al día"), "warn" if old else "ok", text)
