"""A person writes a filing: one page after the other, saved on each press."""

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ventanilla.common.errors import Refusal
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.errors import DraftNotFound
from ventanilla.kernel.cases.types import DraftData
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import FieldError, ServiceDefinition
from ventanilla.portal.web import flash
from ventanilla.portal.web.forms.questions import Inputs, asked, form_of, known, saved_inputs
from ventanilla.portal.web.forms.steps import (
    FROM_REVIEW,
    TO_CORRECT,
    Step,
    address_of,
    find_step,
    pages_of,
    resume_address,
)
from ventanilla.portal.web.middleware import next_step_of, sentence_of
from ventanilla.portal.web.requests import SignedRequest, for_person

Errors = tuple[FieldError, ...]


def definition_of(draft: DraftData) -> ServiceDefinition:
    """The service of a draft, in the language of the page."""
    return services.definition_for_reader(draft.version_id)


@never_cache
@for_person
@require_safe
def resume(request: SignedRequest, draft: UUID) -> HttpResponse:
    """Go on where the person left; to the receipt when it was filed."""
    data = cases.access_draft(actor=request.actor, draft_uuid=draft)
    if data.case_uuid:
        return redirect("receipt", data.case_uuid)
    return redirect(resume_address(definition_of(data), data))


@never_cache
@for_person
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: SignedRequest, draft: UUID, page: str) -> HttpResponse:
    """One page of the form: shows what is saved, saves what is typed."""
    if request.method == "POST":
        try:
            return _save(request, draft, page)
        except DraftNotFound:
            pass  # filed in another window, or of somebody else: what follows tells which
    data = cases.access_draft(actor=request.actor, draft_uuid=draft)
    if data.case_uuid:
        return redirect("receipt", data.case_uuid)
    return _show(request, data, page)


def _show(request: SignedRequest, draft: DraftData, key: str) -> HttpResponse:
    """The page as it was saved. Opened from the review, it says what is wrong on it."""
    definition = definition_of(draft)
    step = find_step(pages_of(definition, draft), key)
    if step is None:
        return _elsewhere(definition, draft, key)
    inputs = saved_inputs(asked(step.page.questions), draft.answers, draft.facts)
    to_correct = request.GET.get(FROM_REVIEW) == TO_CORRECT
    errors = services.check_answers(definition, draft.answers, draft.facts).errors if to_correct else ()
    return _render(request, definition, draft, step, inputs, errors)


def _elsewhere(definition: ServiceDefinition, draft: DraftData, key: str) -> HttpResponse:
    """A page that the answers hide leads to where the person is; one that the service does not have, nowhere."""
    if key not in {page.key for page in definition.pages}:
        raise Http404
    return redirect(resume_address(definition, draft))


def _save(request: SignedRequest, draft_uuid: UUID, key: str) -> HttpResponse:
    """Keep what was sent; then on to the next page, or the same one with what to correct."""
    raw, removed = dict(request.POST.lists()), request.POST.get("remove", "")
    saved = cases.save_page(
        actor=request.actor,
        at=request.at,
        draft_uuid=draft_uuid,
        page=key,
        raw=raw,
        files={} if removed else _uploads(request),
        removed=removed,
    )
    if removed:
        return redirect(request.get_full_path())
    draft = saved.draft
    definition = definition_of(draft)
    step = find_step(pages_of(definition, draft), key)
    if step is None:
        return _elsewhere(definition, draft, key)
    refused = tuple(_refused(question, refusal) for question, refusal in saved.refused.items())
    errors = _joined(saved.errors, refused)
    if _is_for_later(request):
        errors = tuple(error for error in errors if _was_given(error, step, raw, refused))
    if errors:
        return _render(request, definition, draft, step, raw, errors, status=400)
    return _go_on(request, definition, draft, step)


def _uploads(request: SignedRequest) -> dict[str, tuple[str, bytes]]:
    """Name and content of each file. What is over the limit is not read whole: documents refuses it anyway."""
    files = ((question, request.FILES[question]) for question in request.FILES)
    return {
        question: (upload.name or "", upload.read(documents.DOCUMENT_BYTES + 1))
        for question, upload in files
        if isinstance(upload, UploadedFile)
    }


def _refused(question: str, refusal: Refusal) -> FieldError:
    return FieldError(question, f"{sentence_of(refusal)} {next_step_of(refusal)}", question)


def _joined(errors: Errors, refused: Errors) -> Errors:
    """Why a file was refused says more than that it is missing."""
    told = {error.question for error in refused}
    return (*refused, *(error for error in errors if error.question not in told))


def _was_given(error: FieldError, step: Step, raw: Inputs, refused: Errors) -> bool:
    """Whether the person gave something that could not be kept. Who stops for today may leave the rest empty."""
    question = next(each for each in step.page.questions if each.key == error.question)
    typed = any("".join(raw.get(name, ())).strip() for name in services.input_names(question))
    return typed or error in refused


def _is_for_later(request: SignedRequest) -> bool:
    return request.POST.get("act") == "later"


def _go_on(request: SignedRequest, definition: ServiceDefinition, draft: DraftData, step: Step) -> HttpResponse:
    """To the next page; back to the review from which the page was opened; or out, when the person stops for today."""
    if _is_for_later(request):
        kept = _("Puede seguir cuando quiera. Si no la toca en %(days)d días, se borra.")
        said = flash.Flash(_("Guardamos su solicitud"), kept % {"days": cases.DRAFT_KEPT.days})
        flash.tell(request, said)
        return redirect("my-cases")
    if FROM_REVIEW not in request.GET:
        return redirect(address_of(draft, step.after))
    missing = services.check_answers(definition, draft.answers, draft.facts).first_page
    return redirect(address_of(draft, missing, back="1"))


def _render(
    request: SignedRequest,
    definition: ServiceDefinition,
    draft: DraftData,
    step: Step,
    inputs: Inputs,
    errors: Errors,
    status: int = 200,
) -> HttpResponse:
    questions = asked(step.page.questions)
    back = address_of(draft, "" if FROM_REVIEW in request.GET else step.before)
    first = not step.before and FROM_REVIEW not in request.GET
    context = {
        "service": definition,
        "draft": draft,
        "step": step,
        "form": form_of(questions, inputs, draft.answers, errors, heading=step.one_question),
        "known": [
            {"key": each.label, "value": services.display_value(each, draft.facts.get(each.fact))}
            for each in known(step.page.questions)
        ],
        "purposes": tuple(dict.fromkeys(each.data.purpose_text for each in questions)),
        "with_files": any(each.type == "file" for each in questions),
        "back": reverse("service", args=[definition.slug]) if first else back,
    }
    return render(request, "portal/draft_page.html", context, status=status)


@never_cache
@for_person
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: SignedRequest, draft: UUID) -> HttpResponse:
    """Throw the draft away, after asking."""
    if request.method == "POST":
        try:
            cases.discard_draft(actor=request.actor, at=request.at, draft_uuid=draft)
        except DraftNotFound:
            data = cases.access_draft(actor=request.actor, draft_uuid=draft)  # of somebody else, it is not found
            return redirect("draft", data.uuid)  # filed in another window
        flash.tell(request, flash.Flash(_("Borramos la solicitud")))
        return redirect("my-cases")
    data = cases.access_draft(actor=request.actor, draft_uuid=draft)
    if data.case_uuid:
        return redirect("receipt", data.case_uuid)
    return render(request, "portal/draft_discard.html", {"service": definition_of(data), "draft": data})
