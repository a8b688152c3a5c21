"""The keys to verify with: those of --keys, or those of the home of this installation."""

from pathlib import Path

from ventanilla.common.errors import Fault, Refusal
from ventanilla.common.public_keys import LogKey, PublicKeys, read_public_keys
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.ledger import api as ledger
from ventanilla.project.verifying.types import KnownKeys


class KeysUnusable(Fault):
    """The file of --keys cannot be used; the message says why."""


def of_file(path: Path) -> KnownKeys:
    """What an institution publishes at /claves.json. Raises KeysUnusable; every key in it is looked at first."""
    try:
        keys = read_public_keys(path.read_bytes())
        _try_all(keys)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise KeysUnusable(f"{path} cannot be used as --keys: {why}.") from error
    except (Fault, Refusal) as error:
        raise KeysUnusable(f"{path} cannot be used as --keys: one of its keys is damaged.") from error
    return KnownKeys(keys, str(path))


def of_this_installation() -> KnownKeys:
    """Those in the home; none, on a machine that is no installation. Makes nothing. Raises KeyFault, LogDamaged."""
    log = tuple(LogKey(key) for key in ledger.verifier_keys_on_disk())
    return KnownKeys(PublicKeys(tuple(documents.list_public_keys().values()), documents.list_roots(), log))


def _try_all(keys: PublicKeys) -> None:
    for institution in keys.institutions:
        for pem in institution.receipt_keys:
            documents.public_key_id(pem)
    documents.validate_pdf(content=b"", roots=keys.roots)
    for key in keys.log:
        ledger.parse_verifier_key(key.verifier_key)
