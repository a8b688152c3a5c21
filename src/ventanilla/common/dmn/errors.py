"""What the author of a model, or the caller of a decision, is told.

Refusal
└── InvalidModel               the file is no model that can be used
    ├── UnreadableModel        not XML, or XML with what is never read (document types, entities)
    ├── ModelTooLarge          more bytes, elements or depth than the limit
    ├── UnknownVersion         XML that is no DMN of 1.1 to 1.5
    ├── MissingImport          a model that it imports was not given
    ├── RequirementCycle       decisions or knowledge that require each other
    └── UnknownDecision        the caller asked for one that is not there
"""

from typing import ClassVar

from ventanilla.common.errors import Refusal
from ventanilla.common.feel.errors import gettext_noop


class InvalidModel(Refusal):
    code: ClassVar[str] = "dmn.invalid"
    text: ClassVar[str] = gettext_noop("Las reglas no se pueden usar.")
    next_step: ClassVar[str] = gettext_noop("Corrija el archivo de reglas y revise el servicio otra vez.")
    http_status: ClassVar[int] = 422


class UnreadableModel(InvalidModel):
    code: ClassVar[str] = "dmn.unreadable"
    text: ClassVar[str] = gettext_noop("El archivo de reglas no se puede leer, en la línea %(line)d.")


class ModelTooLarge(InvalidModel):
    code: ClassVar[str] = "dmn.too_large"
    text: ClassVar[str] = gettext_noop("El archivo de reglas es demasiado grande.")


class UnknownVersion(InvalidModel):
    code: ClassVar[str] = "dmn.unknown_version"
    text: ClassVar[str] = gettext_noop("El archivo no es un modelo DMN de las versiones 1.1 a 1.5.")


class MissingImport(InvalidModel):
    code: ClassVar[str] = "dmn.missing_import"
    text: ClassVar[str] = gettext_noop("Falta el modelo importado «%(namespace)s».")


class RequirementCycle(InvalidModel):
    code: ClassVar[str] = "dmn.cycle"
    text: ClassVar[str] = gettext_noop("La decisión «%(name)s» depende de sí misma.")


class UnknownDecision(InvalidModel):
    code: ClassVar[str] = "dmn.unknown_decision"
    text: ClassVar[str] = gettext_noop("No existe la decisión «%(name)s».")
    next_step: ClassVar[str] = gettext_noop("Use el nombre de una decisión o de un servicio de decisión del archivo.")
