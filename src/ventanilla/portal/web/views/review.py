"""The last page before filing: every answer, what it will cost, and the button that files."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.errors import AnswersIncomplete
from ventanilla.kernel.cases.types import DraftData, DraftReview
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import FieldError, ServiceDefinition
from ventanilla.portal.web import assurance
from ventanilla.portal.web.devices import device_class
from ventanilla.portal.web.forms.steps import address_of, links_to, pages_of
from ventanilla.portal.web.requests import SignedRequest, for_person
from ventanilla.portal.web.views.drafts import definition_of


@never_cache
@for_person
@require_safe
def review(request: SignedRequest, draft: UUID) -> HttpResponse:
    """Everything that was answered, with a way to change each thing."""
    found = cases.review_draft(actor=request.actor, at=request.at, draft_uuid=draft)
    if found.draft.case_uuid:
        return redirect("receipt", found.draft.case_uuid)
    return _show(request, found)


@never_cache
@for_person
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: SignedRequest, draft: UUID) -> HttpResponse:
    """File it. Pressed twice, it answers the same receipt."""
    if request.method != "POST":
        return redirect("draft-review", draft)
    found = cases.review_draft(actor=request.actor, at=request.at, draft_uuid=draft)
    if safer := assurance.too_low(request, definition_of(found.draft), back=reverse("draft-review", args=[draft])):
        return safer
    circumstances = cases.Circumstances(channel="PORTAL", device_class=device_class(request))
    try:
        case = cases.file_application(actor=request.actor, at=request.at, draft_uuid=draft, circumstances=circumstances)
    except AnswersIncomplete as refusal:
        errors = tuple(error for error in refusal.errors if isinstance(error, FieldError))
        return _show(request, found, errors, status=400)
    return redirect("receipt", case)


def _show(
    request: SignedRequest, found: DraftReview, errors: tuple[FieldError, ...] = (), status: int = 200
) -> HttpResponse:
    draft = found.draft
    definition = definition_of(draft)
    pages = pages_of(definition, draft)
    checked = services.check_answers(definition, draft.answers, draft.facts)
    context = {
        "service": definition,
        "draft": draft,
        "total": len(pages) + 1,
        "rows": _rows(definition, draft),
        "fees": () if checked.errors else found.fees,
        "missing": len(checked.errors),
        "go_on": address_of(draft, checked.first_page, back="1"),
        "back": address_of(draft, pages[-1].key),
        "form": links_to(errors, pages, draft) if errors else None,
    }
    return render(request, "portal/draft_review.html", context, status=status)


def _rows(definition: ServiceDefinition, draft: DraftData) -> list[dict[str, str]]:
    """Every answer, with the way to change it; what the State knew cannot be changed here."""
    return [
        {"key": row.label, "value": row.value}
        | ({"href": address_of(draft, row.page, back="1")} if row.changeable else {})
        for row in services.summary(definition, draft.answers, draft.facts)
    ]
