"""The public keys of this installation in one file, for who verifies without us (`ventanilla verify --keys`)."""

from dataclasses import replace

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from ventanilla.common.public_keys import LogKey, PublicKeys
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.ledger import api as ledger
from ventanilla.portal.web.requests import PortalRequest


@require_safe
def public_keys(request: PortalRequest) -> HttpResponse:
    """Receipt keys and seal certificates of each institution, the roots of the seals, the keys of the log."""
    on_disk = documents.list_public_keys()
    institutions = tuple(
        replace(on_disk[each.id], uuid=str(each.uuid), name=each.name)
        for each in identity.list_institutions()
        if each.id in on_disk
    )
    log = tuple(LogKey(epoch.verifier_key, epoch.first_size) for epoch in ledger.list_epochs())
    keys = PublicKeys(institutions, documents.list_roots(), log)
    response = HttpResponse(keys.to_json(), content_type="application/json")
    response["Cache-Control"] = "no-cache"
    return response
