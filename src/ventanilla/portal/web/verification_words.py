"""The two answers about an issued document, in words: it is authentic, and whether what it grants is in force today."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ventanilla.common import legal_time
from ventanilla.kernel.cases.types import Granted, Verification
from ventanilla.kernel.documents.types import SignatureReport
from ventanilla.portal.web import dates

Answer = dict[str, object]

_STATES: Mapping[str, tuple[Promise, str]] = {
    "IN_FORCE": (gettext_lazy("Sí, está vigente"), "ok"),
    "EXPIRED": (gettext_lazy("No, ya venció"), "error"),
    "SUSPENDED": (gettext_lazy("No, está suspendido"), "error"),
    "REVOKED": (gettext_lazy("No, fue revocado"), "error"),
    "NOT_YET_IN_FORCE": (gettext_lazy("Todavía no empieza a regir"), "warn"),
}
_TAGS: Mapping[str, tuple[Promise, str]] = {
    "IN_FORCE": (gettext_lazy("Vigente"), "ok"),
    "EXPIRED": (gettext_lazy("Ya venció"), "error"),
    "SUSPENDED": (gettext_lazy("En suspenso"), "error"),
    "REVOKED": (gettext_lazy("Sin efecto"), "error"),
    "NOT_YET_IN_FORCE": (gettext_lazy("Todavía no rige"), "warn"),
}
_PROBLEMS: Mapping[str, Promise] = {
    "not_a_pdf": gettext_lazy("El archivo no es un PDF que se pueda leer."),
    "unsigned": gettext_lazy("El archivo no tiene firma. Puede ser una copia impresa o una foto."),
    "altered": gettext_lazy("Alguien cambió el archivo después de que se firmó. No confíe en él."),
    "added_to": gettext_lazy("Alguien agregó algo al archivo después de que se firmó. No confíe en él."),
    "unknown_signer": gettext_lazy("Lo firmó alguien que no conocemos. No podemos decir quién es."),
}


def code_answers(found: Verification) -> tuple[Answer, Answer]:
    """Both answers, each with its own sentence."""
    return (_authentic(found), _received(found) if found.is_receipt else _in_force(found))


def _authentic(found: Verification) -> Answer:
    question = _("¿Es auténtico?")
    if found.annulled_reason:
        text = _("Emitido por %(institution)s y anulado después. Motivo: %(reason)s")
        filled = text % {"institution": found.institution_name, "reason": found.annulled_reason}
        return {"question": question, "answer": _("Sí, pero fue anulado"), "text": filled, "kind": "error"}
    text = _("Emitido por %(institution)s el %(day)s. Compare su copia con los datos de abajo.")
    filled = text % {"institution": found.institution_name, "day": dates.day(dates.day_of(found.issued_at))}
    return {"question": question, "answer": _("Sí, es auténtico"), "text": filled, "kind": "ok"}


def _received(found: Verification) -> Answer:
    text = _("La institución firmó en el momento los datos de lo que recibió. El comprobante no otorga un permiso.")
    return {"question": _("¿Qué prueba?"), "answer": _("Que recibieron la solicitud"), "text": text, "kind": "neutral"}


def _in_force(found: Verification) -> Answer:
    question = _("¿Está vigente hoy lo que otorga?")
    if found.annulled_reason:
        return {"question": question, "answer": _("No, el documento fue anulado"), "kind": "error"}
    if found.granted is None:
        text = _("Este documento no otorga un permiso inscrito, o la inscripción todavía no se hace.")
        return {"question": question, "answer": _("No hay nada inscrito"), "text": text, "kind": "neutral"}
    answer, kind = _STATES[found.granted.state]
    return {"question": question, "answer": answer, "kind": kind, "text": until(found.granted)}


def until(granted: Granted) -> str:
    """Until when what was granted is or was in force; "" when that is not the question."""
    if granted.valid_until is None or granted.state not in ("IN_FORCE", "EXPIRED"):
        return ""
    sentence = _("Vale hasta el %(day)s.") if granted.state == "IN_FORCE" else _("Valió hasta el %(day)s.")
    return sentence % {"day": legal_time.day_in_words(granted.valid_until)}


def state_tag(granted: Granted) -> dict[str, str]:
    """Whether what was granted is in force, as a tag."""
    text, kind = _TAGS[granted.state]
    return {"text": str(text), "kind": kind}


def rows(found: Verification) -> list[dict[str, str]]:
    """What to compare with the copy at hand."""
    return [
        {"key": _("Documento"), "value": found.title},
        *([{"key": _("Número"), "value": found.number}] if found.number else []),
        {"key": _("Institución"), "value": found.institution_name},
        {"key": _("Fecha"), "value": dates.day(dates.day_of(found.issued_at))},
        {"key": _("Código"), "value": found.code},
    ]


def file_answers(report: SignatureReport) -> tuple[Answer, Answer]:
    """Whether the file is as it was signed, and by whom."""
    intact = _("¿El archivo está como se firmó?")
    known = _("¿Quién lo firmó?")
    if report.problem in ("not_a_pdf", "unsigned"):
        said = str(_PROBLEMS[report.problem])
        return (
            {"question": intact, "answer": _("No tiene una firma que revisar"), "text": said, "kind": "error"},
            {"question": known, "answer": _("No lo sabemos"), "kind": "neutral"},
        )
    whole = report.intact and report.covers_whole_file
    first: Answer = {"question": intact, "answer": _("Sí, nadie lo cambió"), "kind": "ok"}
    if not whole:
        text = str(_PROBLEMS.get(report.problem, _PROBLEMS["altered"]))
        first = {"question": intact, "answer": _("No, lo cambiaron"), "text": text, "kind": "error"}
    return (first, _signer(report, known))


def _signer(report: SignatureReport, question: str) -> Answer:
    if not report.intact:
        text = _("El cambio deshizo la firma, y con ella la prueba de quién lo firmó.")
        return {"question": question, "answer": _("No se puede saber"), "text": text, "kind": "error"}
    if not report.trusted:
        text = str(_PROBLEMS["unknown_signer"])
        return {"question": question, "answer": _("Alguien que no conocemos"), "text": text, "kind": "error"}
    text = ""
    if report.signed_at:
        text = _("Dice que firmó el %(when)s.") % {"when": dates.moment(report.signed_at)}
    return {"question": question, "answer": report.signer, "text": text, "kind": "ok"}
