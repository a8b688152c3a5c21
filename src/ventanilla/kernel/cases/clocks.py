"""Legal clocks on a case: counted once, with the steps of the count in words, and stopped when met."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import translation

from ventanilla.common import legal_time
from ventanilla.kernel.cases.models import Case, Clock
from ventanilla.kernel.services.types import ServiceDefinition, Term

RECORD_LANGUAGE = "es"


def legal_terms(definition: ServiceDefinition, adopted: Mapping[str, int]) -> Mapping[str, legal_time.Term]:
    """The terms of a service as an institution adopted it: `adopted` are shorter lengths, where the service allows."""
    return {key: _as_adopted(term, adopted.get(key)) for key, term in definition.service.terms.items()}


def _as_adopted(term: Term, shorter: int | None) -> legal_time.Term:
    length = min(shorter, term.length) if shorter is not None and term.may_shorten else term.length
    return legal_time.Term(length, legal_time.TermUnit[term.unit.name], term.norm)


def new_clock(case: Case, *, kind: str, term: legal_time.Term, start: datetime, comuna: str) -> Clock:
    """An unsaved running clock; the caller inserts those of one act together."""
    end = legal_time.deadline(start=start, term=term, comuna=comuna)
    with translation.override(RECORD_LANGUAGE):
        words = list(end.in_words())
    return Clock(
        case=case,
        kind=kind,
        norm=term.norm,
        started_at=start,
        due_on=end.due_on,
        due_at=end.due_at,
        explanation=words,
    )


def explain(clock: Clock, term: legal_time.Term | None, comuna: str) -> tuple[str, ...]:
    """How the end was counted, in the active language.

    The stored record wins when the calendar has changed since: a page never explains a date that is not in force.
    """
    if term is not None:
        again = legal_time.deadline(start=clock.started_at, term=term, comuna=comuna)
        if again.due_on == clock.due_on:
            return again.in_words()
    return tuple(clock.explanation)


def stop_clocks(case: Case, kinds: tuple[str, ...], at: datetime) -> None:
    """Stop the running clocks of these kinds. Stopping one that does not run changes nothing."""
    Clock.objects.filter(case=case, kind__in=kinds, stopped_at=None).update(stopped_at=at)
