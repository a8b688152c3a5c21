"""What is wrong with this installation, in words, and what to do. Changes nothing and starts nothing.

Each examination stands alone: one that cannot be made because another failed says nothing. With the database down, the
others still speak.
"""

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.utils import translation

from ventanilla.common import alerts, clock
from ventanilla.common.errors import Fault
from ventanilla.common.vitals import LATE, LITTLE_ROOM_BYTES, NO_ROOM_BYTES, OLD_BACKUP
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.outbox import api as outbox
from ventanilla.project.database import api as database
from ventanilla.project.home import restore_mark
from ventanilla.project.operating import backups, keyring
from ventanilla.project.server import api as server
from ventanilla.project.server.preparing import has_tables, pending_migrations
from ventanilla.project.settings import environment

CLOCKS_APART_SECONDS = 2.0
MAIL_SECONDS = 5.0
WEB_SECONDS = 10.0
PENDING_MOST_ENTRIES = 10_000


class Level(StrEnum):
    """How it is: as it should be, to be looked at, or to be mended now."""

    WELL = "well"
    LOOK = "look"
    WRONG = "WRONG"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `remedy` is what to do, empty when all is well."""

    level: Level
    subject: str
    sentence: str
    remedy: str = ""


Findings = Iterator[Finding]


def examine() -> Findings:
    """Every finding, in the order in which an operator would mend them."""
    for examination in (_settings, _disk):
        yield from examination()
    answering = yield from _database()
    if answering and not has_tables():
        if restore_mark(_home()).exists():
            yield Finding(
                Level.WRONG, "tables", "A restore was not finished.", "Run the same `ventanilla restore` again."
            )
        else:
            yield Finding(Level.WRONG, "tables", "There are none yet.", "`ventanilla serve` makes them.")
    elif answering:
        for examination in (_tables, _storage, _clocks, _keys, _log, _background, _backup):
            yield from _alone(examination)
    for examination in (_server, _mail, _alerts):
        yield from _alone(examination)


def _alone(examination: Callable[[], Findings]) -> Findings:
    """Its findings; what it raises becomes one."""
    try:
        yield from examination()
    except (Fault, DatabaseError, OSError) as error:
        subject = examination.__name__.strip("_")
        yield Finding(Level.WRONG, subject, _line(error), "Mend this first; then ask the doctor again.")


def _settings() -> Findings:
    wrong = []
    for variable in environment.REGISTRY.values():
        try:
            variable.read()
        except ImproperlyConfigured as error:
            wrong.append(str(error))
    for sentence in wrong:
        yield Finding(Level.WRONG, "settings", sentence, "docs/reference/settings.md lists each with its values.")
    if not wrong:
        yield Finding(Level.WELL, "settings", f"The mode is {settings.VENTANILLA_MODE}; the home {_home()}.")


def _disk() -> Findings:
    disk = os.statvfs(_home())
    free_bytes, free_files = disk.f_bavail * disk.f_frsize, disk.f_favail
    sentence = f"{free_bytes / 2**30:.1f} GB are free where the home is."
    remedy = "Make room, or move the home to a larger disk: nothing can be filed when it is full."
    if free_bytes < NO_ROOM_BYTES or (disk.f_files and free_files < 1_000):
        yield Finding(Level.WRONG, "disk", sentence, remedy)
    elif free_bytes < LITTLE_ROOM_BYTES:
        yield Finding(Level.LOOK, "disk", sentence, remedy)
    else:
        yield Finding(Level.WELL, "disk", sentence)


def _database() -> Iterator[Finding]:
    """Whether it answers: the value of the generator."""
    if settings.DATABASE_IS_EMBEDDED and not database.is_running(database.Place(_home())):
        sentence, remedy = "The embedded database is not running.", "`ventanilla serve` starts it with all the rest."
        yield Finding(Level.WRONG, "database", sentence, remedy)
        return False
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        remedy = "Start the server that DATABASE_URL names, and check that this machine reaches it."
        yield Finding(Level.WRONG, "database", f"It does not answer: {_line(error)}", remedy)
        return False
    where = "embedded" if settings.DATABASE_IS_EMBEDDED else "external"
    yield Finding(Level.WELL, "database", f"PostgreSQL {_shown('server_version')}, {where}, answers.")
    return True


def _tables() -> Findings:
    pending = pending_migrations()
    if pending:
        sentence = f"The tables lack {len(pending)} changes of this version."
        yield Finding(Level.WRONG, "tables", sentence, "Make a backup, then run `ventanilla upgrade`.")
    else:
        yield Finding(Level.WELL, "tables", "They are of this version.")


def _storage() -> Findings:
    """Whether what was committed survives a power cut, and whether a page of the disk was found damaged."""
    unsafe = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if _shown(name) == "off"]
    for name in unsafe:
        sentence = f"PostgreSQL runs with {name} off: a power cut can lose what people were told is kept."
        yield Finding(Level.WRONG, "storage", sentence, f"Set {name} to on in postgresql.conf and reload it.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(checksum_failures), 0) FROM pg_stat_database")
        (failures,) = cursor.fetchone()
    if failures:
        sentence = f"PostgreSQL read {failures} damaged pages: the disk or its memory fails."
        yield Finding(Level.WRONG, "storage", sentence, "Stop, replace the disk, and restore the last backup.")
    elif not unsafe:
        checked = "on" if _shown("data_checksums") == "on" else "off, so that damage would not be noticed"
        yield Finding(Level.WELL, "storage", f"Commits wait for the disk; checksums of pages are {checked}.")


def _clocks() -> Findings:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone()
    apart = abs((clock.now() - theirs).total_seconds())
    if apart > CLOCKS_APART_SECONDS:
        sentence = f"This machine and the database's are {apart:.0f} seconds apart: legal terms count wrong."
        yield Finding(Level.WRONG, "clocks", sentence, "Turn on time synchronisation (NTP) on both machines.")
    else:
        yield Finding(Level.WELL, "clocks", "This machine and the database's agree.")


def _keys() -> Findings:
    found = keyring.list_keys()
    for key in found:
        if key.problem:
            yield Finding(
                Level.WRONG, "keys", f"{key.name}: {key.problem}", "`ventanilla keys list` tells all of them."
            )
    if not any(key.problem for key in found):
        yield Finding(Level.WELL, "keys", f"{len(found)} keys, all closed to others.")
    if changed := keyring.changed_since_export():
        level = Level.LOOK if settings.SIMULATORS else Level.WRONG
        sentence = f"These are in no backup, and the last export of the keys lacks them: {', '.join(changed)}."
        if not keyring.was_exported():
            sentence = "The keys were never exported: without them, no backup gives the documents back."
        remedy = "`ventanilla keys export FOLDER`, to be kept apart from the backups: docs/operating/backup.md."
        yield Finding(level, "keys", sentence, remedy)


def _log() -> Findings:
    ledger.check_not_rewound()
    pending = ledger.pending_count()
    if pending > PENDING_MOST_ENTRIES:
        sentence = f"{pending:,} acts wait for their number in the public log."
        yield Finding(Level.LOOK, "log", sentence, "The sequencer runs with `ventanilla serve`: see its log.")
    else:
        yield Finding(Level.WELL, "log", f"It is whole, and {pending} acts wait for their number.")


def _background() -> Findings:
    status = outbox.get_status()
    late = status.oldest_pending_at and clock.now() - status.oldest_pending_at > LATE
    counted = (
        (status.parked_count, "deliveries of events were given up after ten attempts"),
        (status.jobs_failed_count, "jobs failed for good"),
    )
    for count, what in counted:
        if count:
            remedy = "The operator's page (/operacion/) tells why, and tries each again: nothing is lost."
            yield Finding(Level.WRONG, "background", f"{count} {what}.", remedy)
    if late:
        sentence = f"Events wait since {status.oldest_pending_at:%H:%M} UTC: notices and documents are late."
        yield Finding(Level.WRONG, "background", sentence, "`ventanilla serve` runs the relay: see its log.")
    if not late and not any(count for count, _ in counted):
        waiting = status.pending_count + status.jobs_waiting_count
        yield Finding(Level.WELL, "background", f"Nothing failed, and {waiting} events and jobs wait.")


def _backup() -> Findings:
    last = backups.find_last()
    remedy = "`ventanilla backup FOLDER`, each night: docs/operating/backup.md."
    if last is None:
        level = Level.LOOK if settings.SIMULATORS else Level.WRONG
        yield Finding(level, "backup", "There has never been one.", remedy)
        return
    made_at = datetime.fromisoformat(last.made_at)
    old = clock.now() - made_at > OLD_BACKUP
    sentence = f"The last one is of {made_at:%Y-%m-%d %H:%M} UTC, in {last.folder}."
    yield Finding(Level.WRONG if old else Level.WELL, "backup", sentence, remedy if old else "")


def _server() -> Findings:
    if not server.is_serving():
        yield Finding(Level.WRONG, "server", "It is not running: nobody can enter.", "`ventanilla serve`, or its unit.")
        return
    plan = server.plan_from_settings()
    try:
        asking = HTTPConnection(plan.host.replace("0.0.0.0", server.LOCALHOST), plan.port, timeout=WEB_SECONDS)  # noqa: S104
        asking.request("GET", "/", headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
        status = asking.getresponse().status
        asking.close()
    except (OSError, HTTPException) as error:
        sentence = f"It runs, and port {plan.port} does not answer: {_line(error)}"
        yield Finding(Level.WRONG, "server", sentence, "If another port was printed at its start, set VENTANILLA_PORT.")
        return
    if status >= 500:
        yield Finding(Level.WRONG, "server", f"The home page answers {status}.", "Its log says why.")
    else:
        yield Finding(Level.WELL, "server", f"It answers on port {plan.port}.")


def _mail() -> Findings:
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        level = Level.LOOK if settings.VENTANILLA_MODE == "production" else Level.WELL
        sentence = "E-mail is written to files of the home and reaches nobody."
        remedy = "Set VENTANILLA_EMAIL_URL." if level is Level.LOOK else ""
        yield Finding(level, "mail", sentence, remedy)
        return
    place = (settings.EMAIL_HOST, settings.EMAIL_PORT)
    try:
        socket.create_connection(place, timeout=MAIL_SECONDS).close()
    except OSError as error:
        sentence = f"The mail server {place[0]}:{place[1]} does not answer: {_line(error)}"
        yield Finding(
            Level.WRONG,
            "mail",
            sentence,
            "Check VENTANILLA_EMAIL_URL, and that this machine reaches it. Until then notices wait: nothing is lost.",
        )
    else:
        yield Finding(Level.WELL, "mail", f"The mail server {place[0]}:{place[1]} answers.")


def _alerts() -> Findings:
    found = alerts.list_alerts(_home() / "alerts")
    for alert in found:
        text = alerts.TEXTS[alert.code]
        with translation.override("en"):
            sentence, remedy = translation.gettext(text.what), translation.gettext(text.then)
        times = f"{alert.count} times, last " if alert.count > 1 else ""
        yield Finding(Level.LOOK, "alerts", f"{sentence} ({times}{alert.last_at:%Y-%m-%d %H:%M} UTC)", remedy)
    if not found:
        yield Finding(Level.WELL, "alerts", "None is waiting for you.")


def _shown(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return str(cursor.fetchone()[0])


def _home() -> Path:
    return Path(settings.VENTANILLA_HOME)


def _line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
