"""The frame of an act: everything that the letterhead prints around the words of the author.

Pure. The caller's `data` and this frame become one JSON, `sys.inputs.data`; the names below belong to the frame and
`data` may not use them. What is printed follows Ley 19.880 (who decides, when, why), Leyes 18.834 and 18.883 (the
capacity in which a post signs) and Ley 19.799 (electronic signature).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.utils import translation
from django.utils.translation import gettext as _

from ventanilla.common import comunas, run
from ventanilla.common.canonical import Json
from ventanilla.common.comunas import Comuna
from ventanilla.kernel.documents.errors import TemplateFault
from ventanilla.kernel.documents.rendering.words import date_in_words, long_date
from ventanilla.kernel.documents.types import Act, Signatory
from ventanilla.kernel.identity.types import InstitutionData

RESERVED_NAMES = frozenset(
    {"act", "attachments", "institution", "labels", "lang", "number", "preview", "signers", "verification"}
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One act of one institution at one instant. `code` None makes a preview: no number, no code, a watermark."""

    act: Act
    institution: InstitutionData
    at: datetime
    code: str | None
    public_url: str

    @property
    def comuna(self) -> Comuna:
        return comunas.get(self.institution.comuna_code)

    @property
    def local_at(self) -> datetime:
        """The instant where the institution is: its date is the date of the act."""
        return self.at.astimezone(self.comuna.zone)

    @property
    def printed_number(self) -> str | None:
        if self.code is None or self.act.number is None:
            return None
        return f"{self.act.number.number:,}".replace(",", ".")


def verification_url(public_url: str, code: str) -> str:
    """The address that the QR code carries."""
    return f"{public_url.rstrip('/')}/verificar/{code}"


def build_frame(*, data: Mapping[str, Json], sheet: Sheet) -> dict[str, Json]:
    """`data` with the frame around it. Raises TemplateFault when `data` uses a name of the frame."""
    taken = RESERVED_NAMES & set(data)
    if taken:
        raise TemplateFault(f"The data of a template may not use the names {', '.join(sorted(taken))}.")
    with translation.override(sheet.act.lang):
        return {
            **data,
            "lang": sheet.act.lang.partition("-")[0].lower(),
            "number": sheet.printed_number,
            "preview": sheet.code is None,
            "institution": {
                "name": sheet.institution.name,
                "short_name": sheet.institution.short_name,
                "rut": run.display(sheet.institution.rut),
                "comuna": sheet.comuna.name,
                "unit": sheet.act.unit_name,
            },
            "act": _act(sheet),
            "signers": [_signer(each) for each in sheet.act.signers],
            "verification": _verification(sheet),
            "labels": _labels(sheet),
        }


def _act(sheet: Sheet) -> dict[str, Json]:
    day, number = sheet.local_at.date(), sheet.printed_number
    words = date_in_words(day, sheet.act.lang)
    return {
        "kind": sheet.act.heading,
        "number": number,
        "title": sheet.act.title,
        "heading": sheet.act.heading if number is None else f"{sheet.act.heading} {_('N.º')} {number}",
        "place_and_date": f"{sheet.comuna.name}, {words}",
        "date": {
            "iso": day.isoformat(),
            "long": long_date(day, sheet.act.lang),
            "words": words,
            "year": day.year,
            "month": day.month,
            "day": day.day,
        },
    }


def _signer(signer: Signatory) -> dict[str, Json]:
    notes = {
        "SUBSTITUTE": _("subrogante"),
        "DEPUTY": _("suplente"),
        "DELEGATE": _by_order(signer.by_order_of),
    }
    return {"name": signer.name, "post": signer.post, "note": notes.get(signer.capacity, "")}


def _by_order(post: str) -> str:
    return _("por orden de: %(post)s") % {"post": post} if post else _("por orden de la autoridad")


def _verification(sheet: Sheet) -> Json:
    if sheet.code is None:
        return None
    page = urlsplit(sheet.public_url)
    return {
        "code": sheet.code,
        "url": verification_url(sheet.public_url, sheet.code),
        "page": f"{page.netloc}{page.path.rstrip('/')}/verificar",
    }


def _labels(sheet: Sheet) -> dict[str, Json]:
    return {
        "state": _("República de Chile"),
        "subject": _("Materia"),
        "date": _("Fecha"),
        "number_sign": _("N.º"),
        "vistos": _("Vistos"),
        "considerando": _("Considerando"),
        "resuelvo": _("Resuelvo"),
        "page": _("Página {page} de {pages}"),
        "preview": _("VISTA PREVIA — SIN VALIDEZ"),
        "qr_alt": _("Código QR con la dirección para comprobar este documento: %(url)s")
        % {"url": verification_url(sheet.public_url, sheet.code or "")},
        "verify": _("Compruebe que es auténtico en {page}, con este código:"),
        "sealed": _sealed(sheet),
    }


def _sealed(sheet: Sheet) -> list[str]:
    if sheet.code is None:
        return [_("Esta es una vista previa."), _("No tiene firma ni número, y no produce efectos.")]
    when = {"date": long_date(sheet.local_at.date(), sheet.act.lang), "time": sheet.local_at.strftime("%H:%M")}
    return [
        _("Firmado con sello electrónico el %(date)s a las %(time)s horas.") % when,
        f"{sheet.institution.name}, RUT {run.display(sheet.institution.rut)}.",
    ]
