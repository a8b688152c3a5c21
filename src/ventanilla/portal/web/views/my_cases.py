"""My cases: what is unfinished, and where each filing stands."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.types import CaseRow, DraftRow
from ventanilla.kernel.services import api as services
from ventanilla.portal.web import dates, flash, words
from ventanilla.portal.web.requests import SignedRequest, for_person


@never_cache
@for_person
@require_safe
def my_cases(request: SignedRequest) -> HttpResponse:
    """Unfinished filings on the first page, and all cases, newest first."""
    after = request.GET.get("after")
    page = cases.list_my_cases(actor=request.actor, at=request.at, after=after)
    drafts = cases.list_my_drafts(actor=request.actor) if after is None else ()
    context = {
        "flash": flash.told(request),
        "drafts": [_draft(row) for row in drafts],
        "rows": [_row(row) for row in page.rows],
        "columns": [{"text": _("Trámite")}, {"text": _("Estado")}, {"text": _("Presentado")}],
        "next_href": f"?{urlencode({'after': page.next_after})}" if page.next_after else "",
        "first_href": reverse("my-cases") if after else "",
    }
    return render(request, "portal/my_cases.html", context)


def _draft(row: DraftRow) -> dict[str, str]:
    return {
        "key": services.definition_for_reader(row.version_id).title,
        "value": _("Seguir donde quedó"),
        "link": reverse("draft", args=[row.uuid]),
        "note": _("%(institution)s. Guardada el %(when)s.")
        % {"institution": row.institution_name, "when": dates.moment(row.saved_at)},
        "href": reverse("discard-draft", args=[row.uuid]),
        "action": _("Borrar"),
    }


def _row(row: CaseRow) -> list[dict[str, str]]:
    definition = services.definition_for_reader(row.version_id)
    return [
        {
            "text": definition.title,
            "href": reverse("case", args=[row.uuid]),
            "hint": f"{row.code} · {row.institution_name}",
        },
        {
            "tag": words.stage_of(definition, row.stage).label,
            "kind": words.state_kind(row.state),
            "hint": _due(row),
        },
        {"text": dates.day(dates.day_of(row.filed_at))},
    ]


def _due(row: CaseRow) -> str:
    """Until when, and for whom. A case that is closed or waits for a payment says it on its own page."""
    if row.due_on is None:
        return ""
    sentences = {
        "AWAITING_APPLICANT": _("Envíe lo que falta hasta el %(day)s."),
        "IN_REVIEW": _("La institución tiene plazo hasta el %(day)s."),
    }
    sentence = sentences.get(row.state, "")
    return sentence and sentence % {"day": dates.day(row.due_on)}
