"""Rotate the keys of an institution. What was sealed or signed before keeps verifying: see `sealing`.

Entry first, then the file, which is one step: a failure before it changes nothing.
"""

from datetime import datetime

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.documents.operations.issuing import seal_of
from ventanilla.kernel.documents.sealing import authority, statements
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.outbox.api import operation


@operation
def rotate_seal(*, institution_id: int, actor: ActorRef, at: datetime) -> str:
    """Give the institution a new seal; its fingerprint (SHA-256 of the certificate, in hexadecimal).

    Raises KeyFault, also when the seal is of an accredited provider. Writes the entry "seal.rotated", which publishes
    the serial numbers of both certificates.
    """
    institution = identity.get_institution(id=institution_id)
    old = seal_of(institution, at=at)
    new = authority.renew(
        old=old,
        institution_id=institution.id,
        name=institution.name,
        short_name=institution.short_name,
        rut=institution.rut,
        at=at,
    )
    ledger.append(
        kind="seal.rotated",
        actor=actor,
        at=at,
        institution=institution.uuid,
        public={
            "old_serial": f"{old.certificate.serial_number:x}",
            "new_serial": f"{new.certificate.serial_number:x}",
        },
    )
    authority.install(new)
    return seal_of(institution, at=at).fingerprint


@operation
def rotate_receipt_key(*, institution_id: int, actor: ActorRef, at: datetime) -> str:
    """Give the institution a new key for its receipts; the name (kid) of the new one.

    Raises KeyFault. Writes the entry "receipt_key.rotated", which publishes the names of both.
    """
    institution = identity.get_institution(id=institution_id)
    new = statements.renew(institution_id=institution.id)
    ledger.append(
        kind="receipt_key.rotated",
        actor=actor,
        at=at,
        institution=institution.uuid,
        public={"old_kid": new.old_kid, "new_kid": new.new_kid},
    )
    statements.install(new)
    return new.new_kid
