"""What services refuses.

Refusal
├── FolderHasProblems        the folder does not pass `check_folder`
├── VersionIsImmutable       that number is published with other content
├── UnknownService           no such service, or no such version
├── NotAdopted               the institution does not offer it on that day
├── LaneWithoutUnit          an adoption leaves a lane without a unit of the institution
├── ParameterOutOfRange      outside what the law allows
├── TermTooLong              an adoption may only shorten a term
└── NoValueInForce           a parameter has no value on that day
"""

from typing import ClassVar

from django.utils.translation import gettext_noop as _

from ventanilla.common.errors import NotVisible, Refusal


class FolderHasProblems(Refusal):
    code: ClassVar[str] = "services.folder_has_problems"
    text: ClassVar[str] = _("La carpeta tiene %(count)d errores. El primero: %(place)s: %(sentence)s")
    next_step: ClassVar[str] = _("Revise la lista con «ventanilla services check» y corrija cada error.")
    http_status: ClassVar[int] = 422


class VersionIsImmutable(Refusal):
    code: ClassVar[str] = "services.version_is_immutable"
    text: ClassVar[str] = _("La versión %(number)d de %(slug)s ya está publicada con otro contenido.")
    next_step: ClassVar[str] = _("Guarde sus cambios en una carpeta con el número siguiente.")


class UnknownService(NotVisible):
    code: ClassVar[str] = "services.unknown_service"
    text: ClassVar[str] = _("Este trámite no existe.")
    next_step: ClassVar[str] = _("Busque el trámite en el catálogo.")


class NotAdopted(NotVisible):
    code: ClassVar[str] = "services.not_adopted"
    text: ClassVar[str] = _("Esta institución no ofrece este trámite.")
    next_step: ClassVar[str] = _("Elija otra institución en la página del trámite.")


class UnknownPage(NotVisible):
    code: ClassVar[str] = "services.unknown_page"
    text: ClassVar[str] = _("Este formulario no tiene la página «%(page)s».")
    next_step: ClassVar[str] = _("Vuelva al inicio del formulario.")


class UnknownTask(NotVisible):
    code: ClassVar[str] = "services.unknown_task"
    text: ClassVar[str] = _("Este trámite no tiene la tarea «%(task)s».")
    next_step: ClassVar[str] = _("Vuelva a su lista de tareas.")


class LaneWithoutUnit(Refusal):
    code: ClassVar[str] = "services.lane_without_unit"
    text: ClassVar[str] = _("Falta decir qué unidad hace las tareas de «%(lane)s».")
    next_step: ClassVar[str] = _("Indique el código de una unidad de la institución.")
    http_status: ClassVar[int] = 422


class ParameterOutOfRange(Refusal):
    code: ClassVar[str] = "services.parameter_out_of_range"
    text: ClassVar[str] = _("El valor %(value)s de «%(parameter)s» no está permitido: %(accepted)s")
    next_step: ClassVar[str] = _("Indique un valor dentro de lo que permite la ley.")
    http_status: ClassVar[int] = 422


class TermTooLong(Refusal):
    code: ClassVar[str] = "services.term_too_long"
    text: ClassVar[str] = _("El plazo «%(term)s» puede ser de 1 a %(longest)d, y se indicó %(given)d.")
    next_step: ClassVar[str] = _("Indique un plazo igual o más corto que el de la ley.")
    http_status: ClassVar[int] = 422


class NoValueInForce(Refusal):
    code: ClassVar[str] = "services.no_value_in_force"
    text: ClassVar[str] = _("No hay un valor de «%(parameter)s» para el %(on)s.")
    next_step: ClassVar[str] = _("La institución debe registrar ese valor con su norma. Intente de nuevo después.")


__all__ = [
    "FolderHasProblems",
    "LaneWithoutUnit",
    "NoValueInForce",
    "NotAdopted",
    "ParameterOutOfRange",
    "TermTooLong",
    "UnknownPage",
    "UnknownService",
    "UnknownTask",
    "VersionIsImmutable",
]
