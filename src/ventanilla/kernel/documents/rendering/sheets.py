"""An act on paper: frame, QR code and typst together. What `issue` seals and `preview` shows."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

import segno
from django.conf import settings

from ventanilla.common.canonical import Json
from ventanilla.kernel.documents import limits
from ventanilla.kernel.documents.errors import TemplateFault
from ventanilla.kernel.documents.rendering.frame import Sheet, build_frame, verification_url
from ventanilla.kernel.documents.rendering.render import render
from ventanilla.kernel.documents.types import Act, IssueTemplate
from ventanilla.kernel.identity.types import InstitutionData


def compose(
    *,
    act: Act,
    template: IssueTemplate,
    data: Mapping[str, Json],
    institution: InstitutionData,
    code: str | None,
    at: datetime,
) -> bytes:
    """The PDF of the act, not sealed yet. Without `code`: a preview, with its watermark. Raises TemplateFault."""
    if len(act.title) > limits.TITLE_CHARACTERS or len(act.heading) > limits.HEADING_CHARACTERS:
        raise TemplateFault(
            f"The heading of an act has at most {limits.HEADING_CHARACTERS} characters, its title "
            f"{limits.TITLE_CHARACTERS}; these have {len(act.heading)} and {len(act.title)}."
        )
    sheet = Sheet(act=act, institution=institution, at=at, code=code, public_url=settings.PUBLIC_URL)
    qr_svg = None if code is None else _qr_svg(verification_url(settings.PUBLIC_URL, code))
    return render(template=template, frame=build_frame(data=data, sheet=sheet), qr_svg=qr_svg, created_at=at)


def _qr_svg(address: str) -> bytes:
    """The address as a QR code that stands a smudge (15 % redundancy)."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue()
