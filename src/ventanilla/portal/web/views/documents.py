"""Files that leave the platform, with headers that keep a browser from running them."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ventanilla.kernel.cases import api as cases
from ventanilla.portal.web.requests import SignedRequest, for_official, for_person

PDF = "application/pdf"


def file_response(name: str, media_type: str, content: bytes) -> HttpResponse:
    """The file: a PDF opens in the browser, anything else is saved. What it says it is, it is."""
    response = HttpResponse(content, content_type=media_type)
    disposition = content_disposition_header(as_attachment=media_type != PDF, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@for_person
@require_safe
def own_document(request: SignedRequest, case: UUID, document: UUID) -> HttpResponse:
    """A document of one's own case."""
    return file_response(
        *cases.open_own_document(actor=request.actor, at=request.at, case_uuid=case, document_uuid=document)
    )


@never_cache
@for_official
@require_safe
def task_document(request: SignedRequest, task: UUID, document: UUID) -> HttpResponse:
    """A document that the task shows. The read is recorded for the person whose it is."""
    return file_response(
        *cases.open_task_document(actor=request.actor, at=request.at, task_uuid=task, document_uuid=document)
    )
