"""The refusals of registers.

Refusal
├── NotVisible ── EntryNotFound
├── EntryRevoked, AlreadySuspended, NotSuspended
├── PeriodOverlaps, PeriodReversed
└── EffectTooEarly, ReasonMissing
Fault
└── MalformedEntry      a caller of ours asked for an entry that no book can hold
"""

from django.utils.translation import gettext_noop as _

from ventanilla.common.errors import Fault, NotVisible, Refusal


class EntryNotFound(NotVisible):
    code = "registers.entry_not_found"
    text = _("No encontramos esa inscripción.")
    next_step = _("Revise el código y busque de nuevo.")


class EntryRevoked(Refusal):
    code = "registers.entry_revoked"
    text = _("La inscripción %(entry)s está revocada y ya no admite cambios.")
    next_step = _("Si corresponde, inicie un trámite nuevo.")


class AlreadySuspended(Refusal):
    code = "registers.already_suspended"
    text = _("La inscripción %(entry)s ya está suspendida.")
    next_step = _("Revise su historial antes de dictar otro acto.")


class NotSuspended(Refusal):
    code = "registers.not_suspended"
    text = _("La inscripción %(entry)s no está suspendida.")
    next_step = _("Revise su historial antes de dictar otro acto.")


class PeriodOverlaps(Refusal):
    code = "registers.period_overlaps"
    text = _("La inscripción %(entry)s ya está vigente en parte de esas fechas.")
    next_step = _("Indique un período que comience después del último.")


class PeriodReversed(Refusal):
    code = "registers.period_reversed"
    text = _("La vigencia termina antes de comenzar.")
    next_step = _("Corrija las fechas y guarde de nuevo.")


class EffectTooEarly(Refusal):
    code = "registers.effect_too_early"
    text = _("El acto no puede regir antes que el último, que rige desde el %(last)s.")
    next_step = _("Indique esa fecha o una posterior.")


class ReasonMissing(Refusal):
    code = "registers.reason_missing"
    text = _("Falta el motivo del acto.")
    next_step = _("Escriba los hechos y la norma en que se funda (Ley 19.880, art. 11).")


class MalformedEntry(Fault):
    """The message says what was given and what is accepted."""
