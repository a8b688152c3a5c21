"""The few stages of a case that a person follows, whatever the service: received, review, decision, payment, end."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ventanilla.kernel.cases.types import CaseView
from ventanilla.kernel.services.types import ServiceDefinition
from ventanilla.portal.web import dates

REVIEW, DECISION, PAYMENT, END = "review", "decision", "payment", "end"
DECIDE = "cases.decide"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage for the component `steps`."""

    title: str
    state: str
    text: str = ""


def stages_of(case: CaseView, definition: ServiceDefinition, text: str) -> tuple[Stage, ...]:
    """Each stage of this case with its state. `text` stands under the one where the case is."""
    titles = {REVIEW: _("Revisión"), DECISION: _("Decisión"), PAYMENT: _("Pago"), END: _("Término")}
    keys = _keys(case, definition)
    here = keys.index(_current(case, definition)) if case.closed_at is None else len(keys)
    received = Stage(_("Recibida"), "done", dates.day(dates.day_of(case.filed_at)))
    return (
        received,
        *(Stage(titles[key], _state(index, here), text if index == here else "") for index, key in enumerate(keys)),
    )


def _state(index: int, here: int) -> str:
    if index == here:
        return "current"
    return "done" if index < here else "next"


def _keys(case: CaseView, definition: ServiceDefinition) -> tuple[str, ...]:
    """The stages that this case has: one that closed without a decision or a charge never had them."""
    decided = case.decision is not None or case.closed_at is None
    paid = bool(case.charges) if case.closed_at else bool(definition.service.fees)
    shown = {REVIEW: True, DECISION: decided, PAYMENT: decided and paid, END: True}
    return tuple(key for key, present in shown.items() if present)


def _current(case: CaseView, definition: ServiceDefinition) -> str:
    if case.state == "AWAITING_PAYMENT":
        return PAYMENT
    deciding = any(definition.tasks[task.key].action == DECIDE for task in case.tasks if task.key in definition.tasks)
    if deciding or case.state == "BEING_ISSUED":
        return DECISION
    return END if case.decision is not None else REVIEW
