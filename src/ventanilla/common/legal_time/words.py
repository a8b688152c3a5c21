"""A deadline explained in words, in the active language, one short sentence per step."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from ventanilla.common.legal_time.business_days import Holiday
from ventanilla.common.legal_time.terms import Term

__all__ = ["Step", "StepCode", "day_in_words"]


class StepCode(StrEnum):
    HAPPENED = "HAPPENED"
    COUNTS_AS_NEXT_DAY = "COUNTS_AS_NEXT_DAY"
    TERM = "TERM"
    EXTENDED = "EXTENDED"
    FIRST_DAY = "FIRST_DAY"
    SKIPPED = "SKIPPED"
    SAME_NUMBER = "SAME_NUMBER"
    EVERY_HOUR = "EVERY_HOUR"
    MOVED_ON = "MOVED_ON"
    ENDS = "ENDS"
    ENDS_AT = "ENDS_AT"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the count. `day`, `term` and `holidays`: what its sentence speaks of; `local`: an instant there."""

    code: StepCode
    day: date
    term: Term | None = None
    holidays: tuple[Holiday, ...] = ()
    local: datetime | None = None

    def text(self) -> str:
        """The sentence, in the active language."""
        return _SENTENCES[self.code](self)


def day_in_words(day: date) -> str:
    """`viernes 5 de enero de 2024`, in the active language."""
    return date_format(day, pgettext("formato de fecha", "l j \\d\\e F \\d\\e Y"))


def _happened(step: Step) -> str:
    return gettext("Ocurrió el %(day)s.") % {"day": day_in_words(step.day)}


def _counts_as_next_day(step: Step) -> str:
    sentence = gettext("Ese día no es hábil. Vale como hecho a primera hora del %(day)s (%(norm)s).")
    return sentence % {"day": day_in_words(step.day), "norm": gettext("Ley 19.880 art. 25; DS 4 art. 7")}


def _term(step: Step) -> str:
    if step.term is None:
        return ""
    sentence = gettext("El plazo es de %(term)s (%(norm)s).") if step.term.norm else gettext("El plazo es de %(term)s.")
    return sentence % {"term": step.term.in_words(), "norm": step.term.norm}


def _extended(step: Step) -> str:
    words = step.term.in_words() if step.term else ""
    return gettext("Se amplió en %(term)s (Ley 19.880 art. 26).") % {"term": words}


def _first_day(step: Step) -> str:
    return gettext("El primer día que cuenta es el %(day)s.") % {"day": day_in_words(step.day)}


def _skipped(step: Step) -> str:
    if not step.holidays:
        return gettext("No cuentan los sábados ni los domingos.")
    days = "; ".join(f"{day_in_words(holiday.on)} ({holiday.name}, {holiday.law})" for holiday in step.holidays)
    return gettext("No cuentan los sábados, los domingos ni estos feriados: %(days)s.") % {"days": days}


def _same_number(step: Step) -> str:
    sentence = gettext("Un plazo de meses termina el día del mismo número, o el último del mes: el %(day)s (%(norm)s).")
    return sentence % {"day": day_in_words(step.day), "norm": gettext("Código Civil art. 48")}


def _every_hour(step: Step) -> str:
    return gettext("Cuentan todas las horas, también las de días feriados.")


def _moved_on(step: Step) -> str:
    return gettext("El último día no es hábil. Pasa al día hábil que sigue.")


def _ends(step: Step) -> str:
    return gettext("Vence al terminar el %(day)s.") % {"day": day_in_words(step.day)}


def _ends_at(step: Step) -> str:
    time = f"{step.local:%H:%M}" if step.local else ""
    return gettext("Vence el %(day)s a las %(time)s.") % {"day": day_in_words(step.day), "time": time}


_SENTENCES: dict[StepCode, Callable[[Step], str]] = {
    StepCode.HAPPENED: _happened,
    StepCode.COUNTS_AS_NEXT_DAY: _counts_as_next_day,
    StepCode.TERM: _term,
    StepCode.EXTENDED: _extended,
    StepCode.FIRST_DAY: _first_day,
    StepCode.SKIPPED: _skipped,
    StepCode.SAME_NUMBER: _same_number,
    StepCode.EVERY_HOUR: _every_hour,
    StepCode.MOVED_ON: _moved_on,
    StepCode.ENDS: _ends,
    StepCode.ENDS_AT: _ends_at,
}
