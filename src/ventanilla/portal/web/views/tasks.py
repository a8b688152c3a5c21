"""An official works: sees a task, takes it, lets it go, reports; a decision is seen as a draft before it is signed."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ventanilla.common.errors import Refusal
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.errors import NotYourTask
from ventanilla.kernel.cases.types import TaskView
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import CAPACITY_TEXTS
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import FieldError, Parsed
from ventanilla.kernel.workflow.errors import TaskHeld, TaskNotHeld, TaskOver
from ventanilla.portal.web import flash
from ventanilla.portal.web.flash import Flash
from ventanilla.portal.web.forms.questions import form_of
from ventanilla.portal.web.forms.tasks import answered_rows, chosen_in, task_form
from ventanilla.portal.web.middleware import next_step_of, sentence_of
from ventanilla.portal.web.requests import SignedRequest, for_official
from ventanilla.portal.web.task_page import TaskPage
from ventanilla.portal.web.views.documents import PDF, file_response

Inputs = Mapping[str, Sequence[str]]
# What the buttons of the form say besides sending it.
REVIEW, CHANGE = "review", "change"
_NOT_KEPT = ("csrfmiddlewaretoken", "act")


@never_cache
@for_official
@require_safe
def task(request: SignedRequest, task: UUID) -> HttpResponse:
    """What tasks.yaml shows of the case, and the form. The read is recorded for the persons of the case."""
    return _show(request, _view(request, task), {})


def _view(request: SignedRequest, task_uuid: UUID) -> TaskView:
    return cases.access_task(actor=request.actor, at=request.at, task_uuid=task_uuid)


def _page(request: SignedRequest, view: TaskView) -> TaskPage:
    definition = services.definition_for_reader(view.version_id)
    return TaskPage(view, definition, identity.get_institution(id=view.institution_id), request.at)


def _show(request: SignedRequest, view: TaskView, inputs: Inputs, errors: Sequence[FieldError] = ()) -> HttpResponse:
    page = _page(request, view)
    form = task_form(page.task, inputs, view.closed, errors) if view.mine and not page.over else None
    context = {
        "page": page,
        "task": view,
        "form": form.view if form else None,
        "report": form,
        "flash": flash.told(request),
    }
    return render(request, "portal/task.html", context, status=400 if errors else 200)


@never_cache
@for_official
@require_POST
def questions(request: SignedRequest, task: UUID) -> HttpResponse:
    """What the chosen outcome asks, as a piece of the page: the task's questions and what was typed, nothing else."""
    inputs = dict(request.POST.lists())
    fields = form_of(_report(request, task, inputs).asked, inputs, {}).fields
    return render(request, "portal/task/_asks.html", {"fields": fields, "chosen": chosen_in(inputs)})


def _report(request: SignedRequest, task: UUID, inputs: Inputs) -> Parsed:
    """The report as it would be sent with these inputs."""
    return cases.check_report(actor=request.actor, at=request.at, task_uuid=task, outcome=chosen_in(inputs), raw=inputs)


@never_cache
@for_official
@require_POST
def claim(request: SignedRequest, task: UUID) -> HttpResponse:
    """Take the task, and stay where one is. Who comes second reads who was first."""
    try:
        cases.claim_task(actor=request.actor, at=request.at, task_uuid=task)
    except (TaskHeld, TaskOver) as refusal:
        _tell_refusal(request, refusal)
    else:
        flash.tell(request, Flash(_("Usted tomó la tarea"), href=reverse("task", args=[task]), action=_("Abrirla")))
    return redirect(_back(request))


@never_cache
@for_official
@require_POST
def release(request: SignedRequest, task: UUID) -> HttpResponse:
    """Put the task back on the desk of the unit."""
    try:
        cases.release_task(actor=request.actor, at=request.at, task_uuid=task)
    except (TaskNotHeld, TaskOver) as refusal:
        _tell_refusal(request, refusal)
    else:
        flash.tell(request, Flash(_("Usted soltó la tarea"), _("Está otra vez en la lista de su unidad.")))
    return redirect("desk")


def _tell_refusal(request: SignedRequest, refusal: Refusal) -> None:
    flash.tell(request, Flash(sentence_of(refusal), next_step_of(refusal), kind="warn"))


def _back(request: SignedRequest) -> str:
    """Where the button was: a page of the desk, or the desk."""
    target = request.POST.get("next", "")
    return target if target.startswith(reverse("desk")) else reverse("desk")


@never_cache
@for_official
@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: SignedRequest, task: UUID) -> HttpResponse:
    """Finish the task; a decision is reviewed first. With something wrong, the page again with what was typed."""
    if request.method != "POST":
        return redirect("task", task)
    inputs = dict(request.POST.lists())
    act = request.POST.get("act", "")
    if act in (REVIEW, CHANGE):
        view = _view(request, task)
        return _review(request, view, inputs) if act == REVIEW else _show(request, view, inputs)
    errors = cases.complete_task(
        actor=request.actor, at=request.at, task_uuid=task, outcome=chosen_in(inputs), raw=inputs
    )
    if errors:
        return _show(request, _view(request, task), inputs, errors)
    said = _("El trámite sigue solo. La persona verá el avance en su página.")
    flash.tell(request, Flash(_("Tarea terminada"), said))
    return redirect("desk")


def _review(request: SignedRequest, view: TaskView, inputs: Inputs) -> HttpResponse:
    """The last look before signing: what was chosen, in words, and the draft of what will be issued."""
    if not view.mine:
        raise NotYourTask()
    page = _page(request, view)
    parsed = _report(request, view.uuid, inputs)
    if parsed.errors:
        return _show(request, view, inputs, parsed.errors)
    context = {
        "page": page,
        "task": view,
        "rows": answered_rows(page.task, chosen_in(inputs), parsed),
        "kept": [(name, value) for name, values in inputs.items() for value in values if name not in _NOT_KEPT],
        "signer": _signer(request),
    }
    return render(request, "portal/task_sign.html", context)


def _signer(request: SignedRequest) -> str:
    """Who signs and with which capacity, as the document will say (Leyes 18.834 and 18.883)."""
    post = request.actor.post
    parts = (request.actor.name, post.title, str(CAPACITY_TEXTS[post.capacity])) if post else (request.actor.name,)
    return ", ".join(part for part in parts if part)


@never_cache
@for_official
@require_POST
def preview(request: SignedRequest, task: UUID) -> HttpResponse:
    """The PDF that the chosen outcome would issue: with a watermark, unsigned, without a number."""
    inputs = dict(request.POST.lists())
    parsed = _report(request, task, inputs)
    if parsed.errors:
        return _show(request, _view(request, task), inputs, parsed.errors)
    draft = cases.preview_decision(
        actor=request.actor, at=request.at, task_uuid=task, outcome=chosen_in(inputs), fields=parsed.values
    )
    return file_response(f"{_('borrador')}-{draft.case_code}.pdf", PDF, draft.content)
