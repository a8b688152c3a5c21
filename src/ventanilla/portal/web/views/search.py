"""An official looks for a case of their units and sees how it goes, to tell whoever asks at the counter or by phone."""

from datetime import tzinfo
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ventanilla.common import comunas
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.types import FoundCase
from ventanilla.kernel.services import api as services
from ventanilla.portal.web import dates, words
from ventanilla.portal.web.case_page import page_of
from ventanilla.portal.web.requests import SignedRequest, for_official

TEXT_CHARACTERS = 200


@never_cache
@for_official
@require_safe
def search(request: SignedRequest) -> HttpResponse:
    """The box and, with something typed, a page of what was found. That page is recorded for whom it names."""
    text = request.GET.get("q", "").strip()[:TEXT_CHARACTERS]
    after = request.GET.get("after")
    page = cases.search_cases(actor=request.actor, at=request.at, text=text, after=after)
    context = {
        "text": text,
        "lines": _lines(request, page.rows),
        "next_href": f"?{urlencode({'q': text, 'after': page.next_after})}" if page.next_after else "",
        "first_href": f"?{urlencode({'q': text})}" if after else "",
    }
    return render(request, "portal/search.html", context)


@never_cache
@for_official
@require_safe
def progress(request: SignedRequest, case: UUID) -> HttpResponse:
    """Where a case is, who has it, until when. What its form says is seen only by a task."""
    found = cases.access_case_of_unit(actor=request.actor, at=request.at, case_uuid=case)
    return render(request, "portal/case_progress.html", {"page": page_of(found, request.at), "case": found})


def _lines(request: SignedRequest, rows: tuple[FoundCase, ...]) -> list[dict[str, object]]:
    zone = comunas.get(request.actor.post.comuna_code).zone if request.actor.post else None
    return [_line(row, zone) for row in rows]


def _line(row: FoundCase, zone: tzinfo | None) -> dict[str, object]:
    definition = services.definition_for_reader(row.version_id)
    return {
        "code": row.code,
        "href": reverse("case-progress", args=[row.uuid]),
        "applicant": row.applicant_name,
        "service": definition.title,
        "state": words.stage_of(definition, row.stage).label,
        "kind": words.state_kind(row.state),
        "filed": dates.day(dates.day_of(row.filed_at, zone)),
    }
