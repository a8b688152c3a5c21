"""Public verification: a code or a file, and two answers apart. Nothing here is about a person."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.documents import api as documents
from ventanilla.portal.web import verification_words as words
from ventanilla.portal.web.requests import PortalRequest
from ventanilla.ui.types import Field, FieldKind, FormView

CODE_CHARS = 100
FILE_BYTES = 25_000_000


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: PortalRequest) -> HttpResponse:
    """Ask by the code of a document, or with its file."""
    if request.method == "POST":
        return _verify_file(request)
    code = request.GET.get("codigo", "").strip()[:CODE_CHARS].replace("/", " ").strip(". ")
    if code:
        return redirect("verify-code", code)
    problem = _("Escriba el código que aparece en el documento.") if "codigo" in request.GET else ""
    return _ask(request, code_problem=problem)


def _ask(request: PortalRequest, *, code_problem: str = "", file_problem: str = "") -> HttpResponse:
    code = Field(
        FieldKind.TEXT,
        "codigo",
        _("Código de verificación"),
        hint=_("Está junto al cuadro QR. Tiene 16 letras y números, como 7K4M-Q2RX-0B9T-WZ3C."),
        width=20,
        error=code_problem,
    )
    file = Field(
        FieldKind.FILE,
        "file",
        _("Documento en PDF"),
        hint=_("Miramos su firma y no lo guardamos. Hasta 25 MB."),
        accept=".pdf",
        max_bytes=FILE_BYTES,
        error=file_problem,
    )
    context = {"form": FormView((code, file)), "code": code, "file": file}
    return render(request, "portal/verify.html", context, status=400 if code_problem or file_problem else 200)


def _verify_file(request: PortalRequest) -> HttpResponse:
    """What the signature of a PDF says. The file is read and let go."""
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile) or not upload.size:
        return _ask(request, file_problem=_("Elija el archivo PDF que quiere verificar."))
    if upload.size > FILE_BYTES:
        return _ask(request, file_problem=_("El archivo pesa más de 25 MB. Verifíquelo con su código."))
    report = documents.validate_pdf(content=upload.read())
    context = {"report": report, "name": upload.name, "answers": words.file_answers(report)}
    return render(request, "portal/verify_file.html", context)


@require_safe
def verify_code(request: PortalRequest, code: str) -> HttpResponse:
    """What anybody may know of the document with this code; a QR code leads here."""
    found = cases.find_verification(code=code, at=request.at)
    if found is None:
        return render(request, "portal/verify_unknown.html", {"code": code[:CODE_CHARS]}, status=404)
    context = {"found": found, "answers": words.code_answers(found), "rows": words.rows(found)}
    return render(request, "portal/verify_code.html", context)
