"""What the author of a model, or the caller of a decision, is told.

Refusal
└── InvalidModel               the file is no model that can be used
    ├── UnreadableModel        XML that breaks its own rules
    │   ├── EmptyModel         nothing at all
    │   ├── NotXml             something else, such as JSON
    │   └── DocumentType       XML with what is never read (document types, entities)
    ├── ModelTooLarge          more bytes, elements or files than the limit
    │   └── ModelTooDeep       … elements inside elements
    ├── UnknownVersion         XML that is no DMN of 1.1 to 1.5
    ├── UnknownLanguage        texts that are not of FEEL
    ├── RepeatedId             two elements that nobody can tell apart
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
    text: ClassVar[str] = gettext_noop("El XML del archivo de reglas está mal escrito, en la línea %(line)d.")


class EmptyModel(UnreadableModel):
    code: ClassVar[str] = "dmn.empty"
    text: ClassVar[str] = gettext_noop("El archivo de reglas está vacío.")


class NotXml(UnreadableModel):
    code: ClassVar[str] = "dmn.not_xml"
    text: ClassVar[str] = gettext_noop("El archivo de reglas no es XML, la forma en que se escribe DMN.")


class DocumentType(UnreadableModel):
    code: ClassVar[str] = "dmn.document_type"
    text: ClassVar[str] = gettext_noop(
        "El archivo de reglas declara un tipo de documento (DOCTYPE), que aquí no se lee."
    )


class ModelTooLarge(InvalidModel):
    code: ClassVar[str] = "dmn.too_large"
    text: ClassVar[str] = gettext_noop("El archivo de reglas es demasiado grande.")


class ModelTooDeep(ModelTooLarge):
    code: ClassVar[str] = "dmn.too_deep"
    text: ClassVar[str] = gettext_noop("El archivo de reglas tiene más de %(limit)d elementos unos dentro de otros.")


class UnknownVersion(InvalidModel):
    code: ClassVar[str] = "dmn.unknown_version"
    text: ClassVar[str] = gettext_noop("El archivo no es un modelo DMN de las versiones 1.1 a 1.5.")


class UnknownLanguage(InvalidModel):
    code: ClassVar[str] = "dmn.unknown_language"
    text: ClassVar[str] = gettext_noop("El archivo usa el lenguaje «%(language)s», y aquí solo se lee FEEL.")


class RepeatedId(InvalidModel):
    code: ClassVar[str] = "dmn.repeated_id"
    text: ClassVar[str] = gettext_noop("Hay dos elementos con el identificador «%(id)s»: cada uno tiene el suyo.")


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
