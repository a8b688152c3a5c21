"""Texts for codes: states, acts, clocks, documents, charges. A service's own words come first, where it has them."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.types import ActLine, DocumentLine
from ventanilla.kernel.documents.types import DocumentData
from ventanilla.kernel.services.types import Explanation, ServiceDefinition, StateShown
from ventanilla.portal.web import dates
from ventanilla.portal.web.forms.questions import size_in_words

# The kind of tag of a case's state. Closed has none: its own words say how it ended.
_STATE_KINDS = {"IN_REVIEW": "info", "BEING_ISSUED": "info", "AWAITING_APPLICANT": "warn", "AWAITING_PAYMENT": "warn"}
_FORMATS = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}
_ACTS: Mapping[str, Promise] = {
    "case.filed": gettext_lazy("Se presentó la solicitud"),
    "case.task_done": gettext_lazy("Terminó una revisión"),
    "case.correction_requested": gettext_lazy("Se pidió completar la solicitud"),
    "case.correction_filed": gettext_lazy("Llegó lo que faltaba"),
    "case.deemed_withdrawn": gettext_lazy("La ley dio por retirada la solicitud"),
    "case.decided": gettext_lazy("Se firmó la decisión"),
    "case.document_issued": gettext_lazy("Se emitió el documento"),
    "case.paid": gettext_lazy("Se recibió el pago"),
    "case.closed": gettext_lazy("Terminó el trámite"),
}
_ACT_KINDS = {
    "case.correction_requested": "warn",
    "case.deemed_withdrawn": "warn",
    "case.decided": "ok",
    "case.paid": "ok",
}
_CHARGES: Mapping[str, tuple[Promise, str]] = {
    "PENDING": (gettext_lazy("Por pagar"), "warn"),
    "SETTLED": (gettext_lazy("Pagado"), "ok"),
    "EXPIRED": (gettext_lazy("Vencido"), "error"),
    "CANCELLED": (gettext_lazy("Anulado"), ""),
}
# What was seen, in the person's read log. Anything else is the title of a document.
_SEEN: Mapping[str, Promise] = {
    "cases.task": gettext_lazy("Los datos de su solicitud que esa tarea necesita."),
    "cases.preview": gettext_lazy("El borrador de la decisión."),
    "cases.case": gettext_lazy("La página de su trámite."),
    "cases.receipt": gettext_lazy("El comprobante de su trámite."),
    "cases.reasons": gettext_lazy("Por qué se decidió así."),
    "cases.found": gettext_lazy("Su nombre en una lista de trámites."),
    "cases.progress": gettext_lazy("En qué va su trámite, sin sus respuestas ni documentos."),
    "identity.name": gettext_lazy("Su nombre, con el RUN que escribió."),
}
# What for, when it is no task of a service.
_PURPOSES: Mapping[str, Promise] = {
    "cases.mandate": gettext_lazy("Actuar con un mandato"),
    "cases.search": gettext_lazy("Encontrar su trámite"),
    "identity.nomination": gettext_lazy("Nombrarle en un cargo"),
}


def stage_of(definition: ServiceDefinition, stage: str) -> StateShown:
    """Where a case stands, in the words of its service; plain words of ours when the service has none."""
    found = next((state for state in definition.service.states if state.key == stage), None)
    return found or StateShown(key=stage, label=_("En trámite"), explanation="", who="", nodes=())


def state_kind(state: str) -> str:
    """The colour of a state's tag."""
    return _STATE_KINDS.get(state, "")


def charge_state(state: str) -> dict[str, str]:
    """The tag of a charge."""
    text, kind = _CHARGES[state]
    return {"tag": str(text), "kind": kind}


def task_title(definition: ServiceDefinition, key: str) -> str:
    """What has to be done, in the words of the service."""
    task = definition.tasks.get(key)
    return task.title if task else _("Tarea")


def outcome_label(definition: ServiceDefinition, task_key: str, outcome: str) -> str:
    """How a task ended, in the words of the service; "" when it has none."""
    task = definition.tasks.get(task_key)
    return next((each.label for each in task.outcomes if each.code == outcome), "") if task else ""


def clock_label(definition: ServiceDefinition, kind: str) -> str:
    """What a legal clock counts."""
    term = definition.service.terms.get(kind)
    return term.label if term else _("Plazo")


def act_title(definition: ServiceDefinition, act: ActLine) -> str:
    """What happened, as a line of the history."""
    if act.kind == "case.task_done":
        task, outcome = str(act.details.get("task", "")), str(act.details.get("outcome", ""))
        ended = outcome_label(definition, task, outcome)
        return f"{task_title(definition, task)}: {ended}" if ended else task_title(definition, task)
    return str(_ACTS.get(act.kind, _("Hubo un movimiento")))


def act_text(definition: ServiceDefinition, act: ActLine) -> str:
    """What more there is to say of it: how the case ended."""
    if act.kind != "case.closed":
        return ""
    return definition.texts.get(f"outcomes.{act.details.get('outcome', '')}", "")


def act_kind(act: ActLine) -> str:
    """The colour of its mark."""
    return _ACT_KINDS.get(act.kind, "")


def seen(what: str) -> str:
    """What an official saw, for the person whose data it was."""
    return str(_SEEN[what]) if what in _SEEN else _("El documento “%(title)s”.") % {"title": what}


def explanations(found: Sequence[Explanation]) -> list[dict[str, object]]:
    """Each rule with its result, and its decisions one by one: a sentence and those that explain it."""
    return [{"label": each.label, "result": each.result, "steps": _steps(each)} for each in found]


def _steps(explanation: Explanation) -> list[dict[str, object]]:
    steps: list[tuple[str, list[str]]] = []
    for depth, sentence in explanation.lines:
        if depth == 0:
            steps.append((sentence, []))
        elif steps:
            steps[-1][1].append(sentence)
    return [{"said": said, "because": because} for said, because in steps]


def purpose(text: str) -> str:
    """What for somebody saw the data: the title of a task, or our words for a code."""
    return str(_PURPOSES.get(text, text))


def format_name(media_type: str) -> str:
    """`PDF`, `JPEG`…; the type itself when it has no better name."""
    return _FORMATS.get(media_type, media_type)


def document_title(definition: ServiceDefinition, line: DocumentLine) -> str:
    """What a document is, in the words of the service for whoever reads; as the index has it when they have changed."""
    if line.kind == cases.RECEIPT_KIND:
        return _("Comprobante")
    issued = definition.documents.get(line.kind)
    if issued:
        return issued.title
    asked = (each for task in definition.tasks.values() for each in task.asks)
    question = definition.questions.get(line.kind) or next((each for each in asked if each.key == line.kind), None)
    return question.label if question else line.title


def line_item(definition: ServiceDefinition, line: DocumentLine, href: str) -> dict[str, str]:
    """A document of a case's index, for the component `document-list`."""
    return _item(document_title(definition, line), href, line.media_type, line.size_bytes, line.issued) | {
        "when": dates.day(dates.day_of(line.added_at))
    }


def document_item(document: DocumentData, href: str) -> dict[str, str]:
    """A stored document, for the component `document-list`."""
    issued = document.origin == "ISSUED"
    return _item(document.name, href, document.media_type, document.size_bytes, issued) | {
        "when": dates.day(dates.day_of(document.stored_at))
    }


def _item(name: str, href: str, media_type: str, size_bytes: int, issued: bool) -> dict[str, str]:
    icon = "image" if media_type.startswith("image/") else "document"
    return {
        "name": name,
        "href": href,
        "type": _("PDF firmado") if issued else format_name(media_type),
        "size": size_in_words(size_bytes),
        "icon": "seal" if issued else icon,
    }
