"""What legal time refuses.

Refusal
├── ExtensionTooLong   more than half of the original term (Ley 19.880 art. 26)
└── ExtensionTooLate   the term had expired when it was decided (art. 26)
Fault
└── CalendarMissing    the table has no holidays for that year: a date would be a guess
"""

from typing import ClassVar

from django.utils.translation import gettext_noop

from ventanilla.common.errors import Fault, Refusal

__all__ = ["CalendarMissing", "ExtensionTooLate", "ExtensionTooLong"]


class ExtensionTooLong(Refusal):
    code: ClassVar[str] = "legal_time.extension_too_long"
    text: ClassVar[str] = gettext_noop("El plazo solo se puede ampliar hasta la mitad: aquí, %(limit)d como máximo.")
    next_step: ClassVar[str] = gettext_noop("Indique una ampliación más corta.")


class ExtensionTooLate(Refusal):
    code: ClassVar[str] = "legal_time.extension_too_late"
    text: ClassVar[str] = gettext_noop("El plazo venció el %(due_on)s. Un plazo vencido no se puede ampliar.")
    next_step: ClassVar[str] = gettext_noop("Siga el trámite sin ampliar el plazo.")


class CalendarMissing(Fault):
    """The day lies outside the years of `holidays.csv`."""
