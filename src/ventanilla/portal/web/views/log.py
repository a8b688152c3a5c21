"""The public log: in words for everybody, and as it is for who checks it (C2SP tlog-tiles)."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.ledger.errors import NotPublished
from ventanilla.portal.web.requests import PortalRequest

CHECKPOINT = "checkpoint"
EPOCHS = "epochs"
GROWING = {CHECKPOINT: "text/plain; charset=utf-8", EPOCHS: "application/json"}
# A tile or a bundle of entries never changes: its address says how many entries it covers.
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def log(request: PortalRequest) -> HttpResponse:
    """What the log is, how far it goes, and how to check it."""
    try:
        checkpoint = ledger.get_checkpoint()
    except NotPublished:
        return render(request, "portal/log.html")
    *earlier, present = ledger.list_epochs()
    context = {
        "checkpoint": checkpoint,
        "size": ledger.unverified_head(checkpoint).size,
        "key": present.verifier_key,
        "earlier": list(zip(earlier, [*earlier, present][1:], strict=True)),
        "epochs_href": reverse("log-resource", args=[EPOCHS]),
        "prefix": f"{settings.PUBLIC_URL}{reverse('log-resource', args=[CHECKPOINT]).removesuffix(f'/{CHECKPOINT}')}",
        "checkpoint_href": reverse("log-resource", args=[CHECKPOINT]),
    }
    return render(request, "portal/log.html", context)


@require_safe
def resource(request: PortalRequest, resource: str) -> HttpResponse:
    """The checkpoint, the epochs with their keys, a tile or a bundle of entries, byte for byte."""
    try:
        content = ledger.get_resource(path=resource)
    except NotPublished:
        return HttpResponse("not found\n", status=404, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type=GROWING.get(resource, "application/octet-stream"))
    response["Cache-Control"] = "no-cache" if resource in GROWING else FOR_EVER
    return response
