"""Days and instants as people read them, in the language of the page and the zone of the institution."""

from datetime import date, datetime, tzinfo

from django.utils.formats import date_format
from django.utils.timezone import localtime


def day(on: date) -> str:
    """`9 de marzo de 2026`."""
    return date_format(on, "DATE_FORMAT")


def moment(at: datetime, zone: tzinfo | None = None) -> str:
    """`9 de marzo de 2026 a las 16:20`, in that zone; without one, in that of the installation."""
    return date_format(localtime(at, zone), "DATETIME_FORMAT")


def day_of(at: datetime, zone: tzinfo | None = None) -> date:
    """The day that an instant is, there."""
    return localtime(at, zone).date()


def clock_time(at: datetime, zone: tzinfo | None = None) -> str:
    """`16:20`."""
    return date_format(localtime(at, zone), "TIME_FORMAT")
