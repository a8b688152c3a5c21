"""The refusals of cases.

Refusal
├── NotVisible ── CaseNotFound, DraftNotFound, TaskNotFound
├── NotAllowed ── OwnCase, NotYourTask
├── AnswersIncomplete, MandateNeeded
└── TaskDone, OutcomeUnknown, CorrectionOver, FileNotAsked
"""

from django.utils.translation import gettext_noop as _

from ventanilla.common.errors import NotAllowed, NotVisible, Refusal


class CaseNotFound(NotVisible):
    code = "cases.case_not_found"
    text = _("No encontramos ese trámite.")
    next_step = _("Revise el código o búsquelo en “Mis trámites”.")


class DraftNotFound(NotVisible):
    code = "cases.draft_not_found"
    text = _("No encontramos esa solicitud sin terminar.")
    next_step = _("Búsquela en “Mis trámites” o comience de nuevo.")


class TaskNotFound(NotVisible):
    code = "cases.task_not_found"
    text = _("No encontramos esa tarea.")
    next_step = _("Vuelva a su mesa. Puede que otra persona ya la haya terminado.")


class OwnCase(NotAllowed):
    code = "cases.own_case"
    text = _("Usted participa en este trámite y no puede resolverlo.")
    next_step = _("Déjelo en la mesa de su unidad para que lo tome otra persona (Ley 19.880, art. 12).")


class NotYourTask(NotAllowed):
    code = "cases.not_your_task"
    text = _("Esta tarea la tiene otra persona.")
    next_step = _("Pida que la libere o tome otra de la mesa.")


class AnswersIncomplete(Refusal):
    code = "cases.answers_incomplete"
    text = _("Faltan respuestas o hay datos por corregir.")
    next_step = _("Revise las páginas marcadas y envíe de nuevo. Lo que escribió está guardado.")

    def __init__(self, errors: tuple[object, ...] = ()) -> None:
        self.errors = errors
        super().__init__()


class MandateNeeded(NotAllowed):
    code = "cases.mandate_needed"
    text = _("Usted no tiene poder vigente para actuar por esa organización.")
    next_step = _("Pida a la organización que le otorgue un mandato, o haga el trámite a su nombre.")


class TaskDone(Refusal):
    code = "cases.task_done"
    text = _("Esta tarea ya está terminada.")
    next_step = _("Vuelva a su mesa.")


class OutcomeUnknown(Refusal):
    code = "cases.outcome_unknown"
    text = _("Elija uno de los resultados de la lista.")
    next_step = _("Marque un resultado y guarde de nuevo.")


class CorrectionOver(Refusal):
    code = "cases.correction_over"
    text = _("El plazo para corregir ya terminó.")
    next_step = _("Puede presentar una nueva solicitud.")


class FileNotAsked(Refusal):
    code = "cases.file_not_asked"
    text = _("Esta página no pide un archivo con ese nombre.")
    next_step = _("Vuelva a la página anterior y adjunte el archivo ahí.")
