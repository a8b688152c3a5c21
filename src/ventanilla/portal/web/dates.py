"""Days and instants as people read them, in the language of the page and the zone of the institution."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.utils.formats import date_format
from django.utils.timezone import localtime

from ventanilla.common import legal_time


@dataclass(frozen=True, slots=True)
class Due:
    """A day that counts. `days` are the business days left; 0 is today, below 0 is late."""

    on: date
    days: int

    @property
    def words(self) -> str:
        """`lunes 9 de marzo de 2026`."""
        return legal_time.day_in_words(self.on)

    @property
    def text(self) -> str:
        """`9 de marzo de 2026`."""
        return day(self.on)


def due(on: date, *, at: datetime, comuna: str) -> Due:
    """How much is left at that instant. On a weekend, what expired on Friday is late, though no business day passed."""
    left = legal_time.business_days_left(at=at, due_on=on, comuna=comuna)
    return Due(on, min(left, -1) if on < legal_time.local_date(at, comuna) else left)


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
