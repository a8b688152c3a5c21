"""What the PDF of a receipt says: the six data in words, and inside it the file that was signed."""

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from ventanilla.common import comunas, legal_time, run
from ventanilla.common.canonical import Json
from ventanilla.kernel.cases import receipts
from ventanilla.kernel.cases.models import Filing, IndexEntry
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.documents.types import Act, Attachment, IssueTemplate
from ventanilla.kernel.services.types import ServiceDefinition

# With a dot, as no question nor document of a service has in its key.
KIND = "cases.receipt"
FILE_NAME = "comprobante.json"
TEMPLATE = Path(__file__).parent / "typst" / "receipt.typ"


def act_of(filing: Filing, definition: ServiceDefinition) -> Act:
    """A receipt has no number and no signers: the institution seals it by itself. Its title names no person."""
    with translation.override(definition.language):
        heading = heading_of(filing)
    return Act(
        heading=heading,
        title=f"{heading}: {definition.title}",
        unit_name=filing.case.unit.name,
        lang=definition.language,
    )


def heading_of(filing: Filing) -> str:
    """What the receipt is, in the active language."""
    correction = filing.kind == Filing.Kind.CORRECTION
    return _("Comprobante de subsanación") if correction else _("Comprobante de presentación")


def template_of(filing: Filing, definition: ServiceDefinition) -> IssueTemplate:
    """The sheet, with what was signed attached to it."""
    with translation.override(definition.language):
        description = _("Los seis datos del comprobante, firmados por la institución (JWS con Ed25519).")
    return IssueTemplate(
        source=TEMPLATE.read_text(encoding="utf-8"),
        attachments=(Attachment(FILE_NAME, description, receipts.to_file(filing.receipt)),),
    )


def data_of(filing: Filing, definition: ServiceDefinition, entries: Sequence[IndexEntry]) -> dict[str, Json]:
    """What the template reads. The data are those of the statement; `entries` give each document its title."""
    signed, signature = filing.receipt["statement"], filing.receipt["signature"]
    with translation.override(definition.language):
        return {
            "code": filing.case.code,
            "service": definition.title,
            "version": _("Versión %(number)d del trámite") % {"number": definition.number},
            "received": _received(filing),
            "counts": _counts(filing),
            "documents": [
                {"title": entry.title, "name": file["title"], "sha256": file["sha256"]}
                for entry, file in zip(entries, signed["documents"], strict=True)
            ],
            "filed_by": f"{signed['filed_by']['name']}, RUN {run.display(signed['filed_by']['run'])}",
            "key": documents.statement_key_id(signature),
            "signature": signature.rpartition(".")[2],
            "said": _said(),
        }


def _received(filing: Filing) -> dict[str, Json]:
    """The instant where the institution is, and in UTC, as the statement has it (DS 10)."""
    zone = comunas.get(filing.case.institution.comuna_code).zone
    local, universal = filing.filed_at.astimezone(zone), filing.filed_at.astimezone(UTC)
    day = legal_time.day_in_words(local.date())
    place = zone.key.split("/")[-1].replace("_", " ")
    words = {"zone": place, "instant": f"{universal:%Y-%m-%d %H:%M:%S}"}
    return {
        "local": _("%(day)s, a las %(time)s") % {"day": day, "time": f"{local:%H:%M:%S}"},
        "zone": _("Hora de %(zone)s; en tiempo universal (UTC), %(instant)s") % words,
    }


def _counts(filing: Filing) -> str:
    """From when it counts, when that is not the day on which it came (Ley 19.880 art. 25)."""
    comuna = filing.case.institution.comuna_code
    day = legal_time.local_date(filing.counts_from, comuna)
    if day == legal_time.local_date(filing.filed_at, comuna):
        return ""
    sentence = _(
        "Llegó un día que no es hábil. Por ley vale como llegada a primera hora del %(day)s (Ley 19.880, artículo 25)."
    )
    return sentence % {"day": legal_time.day_in_words(day)}


def _said() -> dict[str, Json]:
    """The words around the data."""
    return {
        "code": _("Código del expediente"),
        "keep": _("Guárdelo. Con él puede preguntar por su trámite."),
        "received": _("Recibida"),
        "institution": _("Institución"),
        "rut": _("RUT"),
        "procedure": _("Trámite"),
        "documents": _("Documentos"),
        "none": _("Ninguno"),
        "filed_by": _("Presentada por"),
        "check": _("Cómo se comprueba"),
        "attached": _(
            "La institución firmó estos datos en el momento en que los recibió. Este PDF lleva dentro el archivo "
            "comprobante.json, con los datos y su firma: con él y la clave pública de la institución, cualquiera "
            "comprueba sin conexión que nadie los cambió."
        ),
        "key": _("Clave con que se firmó (RFC 7638)"),
        "signature": _("Firma (Ed25519)"),
    }
