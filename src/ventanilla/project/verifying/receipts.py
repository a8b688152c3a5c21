"""A receipt: the statement of six data and its signature (JWS, Ed25519)."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ventanilla.common import run
from ventanilla.common.canonical import Json
from ventanilla.common.public_keys import InstitutionKeys
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.documents.errors import StatementNotVerified
from ventanilla.project.verifying.types import Finding, Kind, KnownKeys, Verdict

REQUIRED = {"statement", "signature"}
ALLOWED = REQUIRED | {"public_key"}


def is_receipt(value: object) -> bool:
    """Whether a JSON value has the parts of a receipt and no others."""
    return isinstance(value, dict) and value.keys() >= REQUIRED and value.keys() <= ALLOWED


def check(value: Mapping[str, Any], known: KnownKeys) -> Finding:
    """What a receipt says and whether it holds.

    1. Its signature names a key: one of the known ones, or the one that the file carries.
    2. That key signed it.
    3. What can be read in the file is what was signed.
    4. The key is known to be of the institution that the statement names.
    """
    try:
        # 1
        kid = documents.statement_key_id(value["signature"])
        owner, key = _find_key(kid, value.get("public_key"), known)
        if key is None:
            return Finding(Verdict.NO_KEY, Kind.RECEIPT)
        # 2
        signed = documents.verify_statement(public_key_pem=key, statement=value["signature"])
    except (StatementNotVerified, AttributeError):
        return Finding(Verdict.ALTERED, Kind.RECEIPT)
    # 3
    if signed != value["statement"] or not isinstance(signed, dict):
        return Finding(Verdict.ALTERED, Kind.RECEIPT)
    # 4
    rows = (*_rows(signed), (_("Clave pública"), kid))
    if owner is None:
        return Finding(Verdict.NOT_KNOWN, Kind.RECEIPT, rows=rows)
    if not _is_of(owner, signed):
        return Finding(Verdict.CONTRADICTORY, Kind.RECEIPT, owner.name, rows)
    return Finding(Verdict.AUTHENTIC, Kind.RECEIPT, owner.name, rows)


def _find_key(kid: str, carried: str | None, known: KnownKeys) -> tuple[InstitutionKeys | None, str | None]:
    """The key of that name with its owner; the one that the file carries, when nobody is known to own it."""
    if carried is not None and (not isinstance(carried, str) or documents.public_key_id(carried) != kid):
        raise StatementNotVerified(reason="the key that it carries is not the one that signed it")
    for institution in known.keys.institutions:
        for pem in institution.receipt_keys:
            if documents.public_key_id(pem) == kid:
                return institution, pem
    return None, carried


def _is_of(owner: InstitutionKeys, signed: Mapping[str, Json]) -> bool:
    """By the uuid where it is known; else by the name, which a certificate cuts at 64 bytes."""
    institution = signed.get("institution")
    if not isinstance(institution, dict):
        return False
    if owner.uuid:
        return institution.get("uuid") == owner.uuid
    return str(institution.get("name", "")).startswith(owner.name)


def _rows(signed: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The six data. A statement of a form that is not known yet is shown as it is."""
    try:
        procedure = _("%(slug)s, versión %(version)d") % signed["procedure"]
        files = [f"{each['title']} (SHA-256 {each['sha256']})" for each in signed["documents"]]
        who = f"{signed['filed_by']['name']}, RUN {run.display(signed['filed_by']['run'])}"
        return (
            (_("Expediente"), signed["case"]["code"]),
            (_("Recibida"), signed["filed_at"]),
            (_("Institución"), signed["institution"]["name"]),
            (_("Trámite"), procedure),
            *((_("Documento"), each) for each in files or [_("Ninguno")]),
            (_("Presentada por"), who),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return ((_("Datos"), json.dumps(signed, ensure_ascii=False)),)
