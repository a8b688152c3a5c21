"""The receipt of a filing: what was received, when it counts from, what happens now."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ventanilla.common import comunas, legal_time
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.types import Receipt
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import ServiceDefinition
from ventanilla.portal.web import words
from ventanilla.portal.web.requests import SignedRequest, for_person
from ventanilla.portal.web.views.documents import file_response
from ventanilla.ui.types import Field, FieldKind, FormView, Option

EASE = range(1, 6)
# Where the question stands in the page; the receipt itself is not in question.
RATING = "opinion"


@never_cache
@for_person
@require_safe
def receipt(request: SignedRequest, case: UUID) -> HttpResponse:
    """The receipt as a page, also to print."""
    found = cases.access_receipt(actor=request.actor, at=request.at, case_uuid=case)
    definition = services.definition_for_reader(found.version_id)
    context = {
        "receipt": found,
        "service": definition,
        "holders": _holders(found),
        "clocks": [
            (words.clock_label(definition, clock.kind), legal_time.day_in_words(clock.due_on), clock)
            for clock in found.clocks
        ],
        "counts_on": _counts_on(found),
        "state": words.stage_of(definition, found.stage),
        "rows": _rows(found, definition),
        "form": _ease_form() if found.may_rate else None,
    }
    return render(request, "portal/receipt.html", context)


def _counts_on(found: Receipt) -> str:
    """The day that it counts from, in words, when that is not the day it was sent (Ley 19.880 art. 25)."""
    day = legal_time.local_date(found.counts_from, found.comuna_code)
    return "" if day == legal_time.local_date(found.filed_at, found.comuna_code) else legal_time.day_in_words(day)


def _holders(found: Receipt) -> list[tuple[str, str]]:
    """The units that have it now, each once, with the day until which; "" without one."""
    held = (
        (
            task.unit_name,
            legal_time.day_in_words(legal_time.local_date(task.due_at, found.comuna_code)) if task.due_at else "",
        )
        for task in found.tasks
        if task.unit_name
    )
    return list(dict.fromkeys(held))


def _rows(found: Receipt, definition: ServiceDefinition) -> list[dict[str, object]]:
    """The six data of the receipt (DS 10)."""
    zone = comunas.get(found.comuna_code).zone
    local = timezone.localtime(found.filed_at, zone)
    instant = _("%(day)s, a las %(time)s") % {"day": legal_time.day_in_words(local.date()), "time": f"{local:%H:%M:%S}"}
    return [
        {"key": _("Código"), "value": found.case_code},
        {
            "key": _("Recibida"),
            "value": instant,
            "note": _("Hora de %(zone)s") % {"zone": zone.key.split("/")[-1].replace("_", " ")},
        },
        {"key": _("Institución"), "value": found.institution_name},
        {
            "key": _("Trámite"),
            "value": definition.title,
            "note": _("Versión %(number)d") % {"number": definition.number},
        },
        {"key": _("Documentos"), "lines": _documents(found, definition) or [_("Ninguno")]},
        {"key": _("Presentada por"), "value": found.filed_by_name},
    ]


def _documents(found: Receipt, definition: ServiceDefinition) -> list[str]:
    """Each document as the form calls it, with the name of the file that was sent."""
    titles = {key: question.label for key, question in definition.questions.items()}
    return [f"{titles.get(each.kind, each.title)} ({each.name})" for each in found.documents]


def _ease_form() -> FormView:
    words = {1: _("Muy difícil"), 2: _("Difícil"), 3: _("Ni fácil ni difícil"), 4: _("Fácil"), 5: _("Muy fácil")}
    options = tuple(Option(str(ease), words[ease]) for ease in EASE)
    hint = _("Es opcional y sirve para mejorar. Quienes deciden su trámite no ven su respuesta.")
    return FormView((Field(FieldKind.CHOICE, "ease", _("¿Qué tan fácil fue?"), hint=hint, options=options),))


@never_cache
@for_person
@require_safe
def receipt_json(request: SignedRequest, case: UUID) -> HttpResponse:
    """What was signed and its signature, to keep and to verify without us."""
    found = cases.access_receipt(actor=request.actor, at=request.at, case_uuid=case)
    return file_response(f"comprobante-{found.case_code}.json", cases.RECEIPT_MEDIA_TYPE, found.file)


@never_cache
@for_person
@require_safe
def receipt_pdf(request: SignedRequest, case: UUID) -> HttpResponse:
    """The receipt on paper, with what was signed inside it. Asked for before the job made it, it is made now."""
    return file_response(*cases.open_receipt(actor=request.actor, at=request.at, case_uuid=case))


@never_cache
@for_person
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: SignedRequest, case: UUID) -> HttpResponse:
    """Keep the answer to the one question, and go back to it. Without an answer nothing happens: it is optional."""
    ease = request.POST.get("ease", "")
    if ease in {str(each) for each in EASE}:
        cases.rate_filing(actor=request.actor, at=request.at, case_uuid=case, ease=int(ease))
    return redirect(f"{reverse('receipt', args=[case])}#{RATING}")
