"""The applicant answers a request to correct (Ley 19.880 art. 31)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.errors import CorrectionOver
from ventanilla.kernel.documents.api import DOCUMENT_BYTES
from ventanilla.kernel.documents.errors import DocumentRefused
from ventanilla.kernel.services.types import FieldError, QuestionType, TaskDefinition
from ventanilla.portal.web.case_page import page_of
from ventanilla.portal.web.forms.questions import Answers, Inputs, form_of, saved_inputs
from ventanilla.portal.web.middleware import next_step_of, sentence_of
from ventanilla.portal.web.requests import SignedRequest, for_person
from ventanilla.ui.types import FileItem, FormView

Files = Mapping[str, tuple[str, bytes]]


@never_cache
@for_person
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: SignedRequest, case: UUID) -> HttpResponse:
    """What is missing and until when; a POST sends it."""
    if request.method != "POST":
        return _show(request, case, {})
    raw = dict(request.POST.lists())
    files = {key: (upload.name or "", upload.read(DOCUMENT_BYTES + 1)) for key, upload in request.FILES.items()}
    try:
        errors = cases.answer_correction(actor=request.actor, at=request.at, case_uuid=case, raw=raw, files=files)
    except DocumentRefused as refusal:
        return _show(request, case, raw, (_file_error(refusal, files),))
    if errors:
        return _show(request, case, raw, errors)
    return redirect("receipt", case)


def _file_error(refusal: DocumentRefused, files: Files) -> FieldError:
    """Why a file was refused, beside its question."""
    name = refusal.params.get("name")
    question = next((key for key, (given, _content) in files.items() if given == name), next(iter(files)))
    return FieldError(question, f"{sentence_of(refusal)} {next_step_of(refusal)}", question)


def _show(
    request: SignedRequest,
    case_uuid: UUID,
    raw: Inputs,
    errors: Sequence[FieldError] = (),
) -> HttpResponse:
    case = cases.access_case(actor=request.actor, at=request.at, case_uuid=case_uuid)
    page = page_of(case, request.at)
    if case.correction is None:
        return redirect("case", case_uuid)
    if page.correction is None:
        raise CorrectionOver()
    task, answers = page.definition.tasks[page.correction.key], page.correction.answers
    inputs = raw or saved_inputs(task.asks, answers, {})
    context = {"page": page, "case": case, "task": task, "form": _form(task, inputs, answers, errors)}
    context["with_files"] = any(each.type is QuestionType.FILE for each in task.asks)
    return render(request, "portal/case_correct.html", context, status=400 if errors else 200)


def _form(task: TaskDefinition, inputs: Inputs, answers: Answers, errors: Sequence[FieldError]) -> FormView:
    """With what was sent before. A file that was kept need not be sent again; another one takes its place."""
    form = form_of(task.asks, inputs, answers, errors)
    return FormView(tuple(replace(field, files=tuple(map(_kept, field.files))) for field in form.fields))


def _kept(file: FileItem) -> FileItem:
    return replace(file, remove_value="")
