"""What documents refuses, and what fails here.

Refusal
├── DocumentRefused            what somebody sent cannot be kept
│   ├── EmptyDocument
│   ├── DocumentTooLarge
│   ├── NameNotAccepted
│   ├── FormatNotAccepted
│   ├── FormatMismatch         it says .pdf and is something else
│   ├── DocumentDamaged
│   ├── DocumentInfected
│   └── TooManyDocuments
├── DocumentNotFound
├── DocumentDisposed           its dossier's key was erased
├── NotDiscardable             an issued document is never taken back
├── AnnulmentRefused
│   ├── NumberNotTaken
│   └── NumberAlreadyAnnulled
└── StatementNotVerified
Fault
├── TemplateFault              the author's template does not render; the message is typst's
├── KeyFault (common.keyfiles) a key file is missing, open to others, or not the one expected
├── BlobFault                  a stored file is missing or is not what was stored
└── SealFault                  the sealed PDF does not verify
"""

from django.utils.translation import gettext_noop

from ventanilla.common.errors import Fault, NotVisible, Refusal
from ventanilla.common.keyfiles import KeyFault as KeyFault


class DocumentRefused(Refusal):
    """What somebody sent cannot be kept. Raised as one of its subclasses."""

    http_status = 422


class EmptyDocument(DocumentRefused):
    code = "documents.empty"
    text = gettext_noop("El archivo «%(name)s» está vacío.")
    next_step = gettext_noop("Revise el archivo en su equipo y súbalo otra vez.")


class DocumentTooLarge(DocumentRefused):
    code = "documents.too_large"
    text = gettext_noop("El archivo «%(name)s» pesa más de %(limit_mb)s MB.")
    next_step = gettext_noop("Baje la calidad del escaneo o divida el archivo en partes, y súbalo otra vez.")


class NameNotAccepted(DocumentRefused):
    code = "documents.name_not_accepted"
    text = gettext_noop("El nombre del archivo no sirve: está vacío o tiene más de %(limit)s letras.")
    next_step = gettext_noop("Cambie el nombre por uno corto y suba el archivo otra vez.")


class FormatNotAccepted(DocumentRefused):
    code = "documents.format_not_accepted"
    text = gettext_noop("El archivo «%(name)s» no es de un tipo aceptado. Se aceptan: %(accepted)s.")
    next_step = gettext_noop("Guarde el documento como PDF, o suba una foto en JPEG o PNG.")


class FormatMismatch(DocumentRefused):
    code = "documents.format_mismatch"
    text = gettext_noop("El archivo «%(name)s» termina en %(extension)s, pero su contenido es de otro tipo.")
    next_step = gettext_noop("Abra el archivo, guárdelo como PDF y súbalo otra vez.")


class DocumentDamaged(DocumentRefused):
    code = "documents.damaged"
    text = gettext_noop("El archivo «%(name)s» está dañado o incompleto.")
    next_step = gettext_noop("Compruebe que se abre en su equipo. Si se abre, guárdelo de nuevo y súbalo otra vez.")


class DocumentInfected(DocumentRefused):
    code = "documents.infected"
    text = gettext_noop("El antivirus encontró algo peligroso en el archivo «%(name)s».")
    next_step = gettext_noop("No lo abra. Revise su equipo con un antivirus y suba otra copia.")


class TooManyDocuments(DocumentRefused):
    code = "documents.too_many"
    text = gettext_noop("Este expediente ya tiene %(limit)s documentos, que es el máximo.")
    next_step = gettext_noop("Reúna varios documentos en un solo PDF.")


class DocumentNotFound(NotVisible):
    code = "documents.not_found"
    text = gettext_noop("No encontramos este documento.")
    next_step = gettext_noop("Vuelva a la página del trámite y elija el documento desde ahí.")


class DocumentDisposed(Refusal):
    code = "documents.disposed"
    http_status = 410
    text = gettext_noop("Este documento fue eliminado, como manda la ley, cuando terminó su plazo.")
    next_step = gettext_noop("Si necesita saber qué decía, pregunte a la institución.")


class NotDiscardable(Refusal):
    code = "documents.not_discardable"
    text = gettext_noop("Un documento emitido no se puede borrar.")
    next_step = gettext_noop("Si tiene un error, dicte un nuevo acto que lo corrija o lo deje sin efecto.")


class AnnulmentRefused(Refusal):
    """A number cannot be annulled. Raised as one of its subclasses."""


class NumberNotTaken(AnnulmentRefused):
    code = "documents.number_not_taken"
    text = gettext_noop("El número %(number)s de %(year)s todavía no se ha usado en la serie %(series)s.")
    next_step = gettext_noop("Revise el número y el año.")


class NumberAlreadyAnnulled(AnnulmentRefused):
    code = "documents.number_already_annulled"
    text = gettext_noop("El número %(number)s de %(year)s de la serie %(series)s ya está anulado.")
    next_step = gettext_noop("No hace falta hacer nada más.")


class StatementNotVerified(Refusal):
    """The only error of `verify_statement`. `reason` is for experts."""

    code = "documents.statement_not_verified"
    http_status = 422
    text = gettext_noop("Este comprobante no es auténtico o fue cambiado.")
    next_step = gettext_noop("Descargue el comprobante otra vez desde la página de su trámite.")

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason


class TemplateFault(Fault):
    """A template does not render. The message is the diagnosis for its author."""


class BlobFault(Fault):
    """A stored file is missing or its bytes are not those that were stored: restore it from a backup."""


class SealFault(Fault):
    """The institution's seal cannot be made, or a PDF just sealed does not verify."""
