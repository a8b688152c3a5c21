"""The key files of documents as an operator sees them: what each is for, and what is missing."""

from ventanilla.common.keyfiles import KeyFile
from ventanilla.kernel.documents import keyfiles
from ventanilla.kernel.documents.models import DossierKey
from ventanilla.kernel.documents.sealing import authority, statements
from ventanilla.kernel.documents.storing import cipher, vault
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import InstitutionData


def list_keys() -> tuple[KeyFile, ...]:
    """Those that there are, and those that should be: nothing is made. Two queries. Raises nothing of a bad file."""
    found = []
    if DossierKey.objects.exists() or keyfiles.names(vault.MASTER_KEY):
        purpose = "opens every document; nothing opens without it"
        found.append(keyfiles.describe(vault.MASTER_KEY, purpose, cipher.master_key_id))
    if keyfiles.names("ca.*"):
        found.append(keyfiles.describe("ca.key", "the demonstration authority, which certifies seals"))
        found.append(keyfiles.describe("ca.crt", "the certificate of that authority", authority.fingerprint))
    if keyfiles.names("roots.crt"):
        found.append(keyfiles.describe("roots.crt", "authorities that the operator trusts", authority.fingerprint))
    for institution in identity.list_institutions():
        found += _of_institution(institution)
    return tuple(found)


def _of_institution(institution: InstitutionData) -> list[KeyFile]:
    who, found = f"{institution.short_name} ({institution.code})", []
    certificates = authority.certificate_names(institution.id)
    key = f"seal-{institution.id}.key"
    if certificates or keyfiles.names(key):
        found.append(keyfiles.describe(key, f"seals the documents of {who}"))
    for name in certificates or [f"seal-{institution.id}.crt"] * bool(found):
        found.append(keyfiles.describe(name, f"a certificate of the seal of {who}", authority.fingerprint))
    key = f"receipt-{institution.id}.key"
    past = statements.past_key_names(institution.id)
    if past or keyfiles.names(key):
        found.append(keyfiles.describe(key, f"signs the receipts of {who}", statements.name_of_key))
    for name in past:
        found.append(keyfiles.describe(name, f"checks the older receipts of {who}", statements.name_of_key))
    return found
