"""What workflow refuses.

Refusal
├── TaskNotFound, TaskHeld, TaskNotHeld, TaskOver, TaskForApplicant, OutcomeNotAllowed
├── TokenGone, TimerNotDue
└── DefinitionRefused          what an author wrote; its subclasses are in `definition_errors`
Fault
├── NoFlowTaken                a gateway without default had no true condition
├── FlowStuck                  all that is left waits for something that cannot come
└── EndlessLoop                gateways led in a circle without a task
"""

from typing import ClassVar

from django.utils.translation import gettext_noop

from ventanilla.common.errors import Fault, NotVisible, Refusal
from ventanilla.kernel.workflow.definition_errors import (
    ConditionMissing,
    ConditionRefused,
    DefaultMissing,
    DefinitionRefused,
    EffectMissing,
    ElementBroken,
    ElementUnsupported,
    EndlessCircle,
    ExitMissing,
    ForksWithoutGateway,
    MayHappenTwice,
    MayWaitForEver,
    NameUnknown,
    NothingDone,
    NotReached,
    NotXml,
    StartMissing,
    TaskUnknown,
    TermUnknown,
    TooLarge,
)

__all__ = [
    "ConditionMissing",
    "ConditionRefused",
    "DefaultMissing",
    "DefinitionRefused",
    "EffectMissing",
    "ElementBroken",
    "ElementUnsupported",
    "EndlessCircle",
    "EndlessLoop",
    "ExitMissing",
    "FlowStuck",
    "ForksWithoutGateway",
    "MayHappenTwice",
    "MayWaitForEver",
    "NameUnknown",
    "NoFlowTaken",
    "NotReached",
    "NotXml",
    "NothingDone",
    "OutcomeNotAllowed",
    "StartMissing",
    "TaskForApplicant",
    "TaskHeld",
    "TaskNotFound",
    "TaskNotHeld",
    "TaskOver",
    "TaskUnknown",
    "TermUnknown",
    "TimerNotDue",
    "TokenGone",
    "TooLarge",
]


class TaskNotFound(NotVisible):
    code: ClassVar[str] = "workflow.task_not_found"
    text: ClassVar[str] = gettext_noop("No encontramos esa tarea.")
    next_step: ClassVar[str] = gettext_noop("Vuelva a su escritorio y búsquela ahí.")


class TaskHeld(Refusal):
    """`holder` is the name of whoever has it."""

    code: ClassVar[str] = "workflow.task_held"
    text: ClassVar[str] = gettext_noop("%(holder)s ya tiene esta tarea.")
    next_step: ClassVar[str] = gettext_noop("Elija otra tarea, o pídale que la suelte.")


class TaskNotHeld(Refusal):
    code: ClassVar[str] = "workflow.task_not_held"
    text: ClassVar[str] = gettext_noop("Usted no tiene esta tarea.")
    next_step: ClassVar[str] = gettext_noop("Vuelva a su escritorio y vea quién la tiene.")


class TaskOver(Refusal):
    code: ClassVar[str] = "workflow.task_over"
    text: ClassVar[str] = gettext_noop("Esta tarea ya terminó.")
    next_step: ClassVar[str] = gettext_noop("Vuelva a su escritorio. No tiene que hacer nada más.")


class TaskForApplicant(Refusal):
    code: ClassVar[str] = "workflow.task_for_applicant"
    text: ClassVar[str] = gettext_noop("Esta tarea es de la persona que hizo la solicitud.")
    next_step: ClassVar[str] = gettext_noop("Espere su respuesta, o que venza el plazo.")


class OutcomeNotAllowed(Refusal):
    code: ClassVar[str] = "workflow.outcome_not_allowed"
    text: ClassVar[str] = gettext_noop("Esta tarea no puede terminar así.")
    next_step: ClassVar[str] = gettext_noop("Elija uno de los resultados que muestra la página.")


class TokenGone(Refusal):
    code: ClassVar[str] = "workflow.token_gone"
    text: ClassVar[str] = gettext_noop("El trámite ya no está en ese paso.")
    next_step: ClassVar[str] = gettext_noop("Vea en el expediente dónde está ahora.")


class TimerNotDue(Refusal):
    code: ClassVar[str] = "workflow.timer_not_due"
    text: ClassVar[str] = gettext_noop("El plazo de ese paso todavía no vence.")
    next_step: ClassVar[str] = gettext_noop("Espere a que venza.")


class NoFlowTaken(Fault):
    """`services check` finds the missing default before a case can meet it."""


class FlowStuck(Fault):
    """`services check` finds the join that may wait for ever before a case can meet it."""


class EndlessLoop(Fault):
    """`services check` finds the circle of gateways before a case can meet it."""
