"""The key of the log: one file of the home, in the C2SP signer form, readable by its owner only. Never a variable.

It is created once and never replaced here: a log that changes its key without saying so looks like a forged log.
"""

from pathlib import Path

from django.conf import settings

from ventanilla.common import keyfiles
from ventanilla.kernel.ledger import notes
from ventanilla.kernel.ledger.errors import LogDamaged, VerificationError
from ventanilla.kernel.ledger.models import Checkpoint


def log_key_path() -> Path:
    return Path(settings.VENTANILLA_HOME) / "keys" / "log.key"


def ensure_log_key() -> Path:
    """Create the key of the log unless it exists; two programs at once end up with the same one.

    Raises LogDamaged when the log has signed checkpoints and the key is gone: a new key would hide that.
    """
    path = log_key_path()
    if not path.exists() and Checkpoint.objects.exists():
        raise LogDamaged(f"The log has checkpoints and its key {path} is gone. Restore it from the backup.")
    keyfiles.find_or_make(path, lambda: f"{notes.new_signer(settings.LOG_ORIGIN).signer_key}\n".encode())
    return path


def load_signer() -> notes.Signer:
    """The key of the log. Raises KeyFault when others can read it, LogDamaged when it is none or of another origin."""
    path = ensure_log_key()
    try:
        signer = notes.parse_signer_key((keyfiles.find(path) or b"").decode("ascii").strip())
    except (VerificationError, UnicodeDecodeError):
        # Without the cause: its frames hold the text of the key.
        raise LogDamaged(f"{path} does not hold a signer key.") from None
    if signer.name != settings.LOG_ORIGIN:
        raise LogDamaged(f"{path} signs for {signer.name} and LOG_ORIGIN is {settings.LOG_ORIGIN}.")
    return signer


def log_verifier_key() -> str:
    """What others check this log with: `origin+hash+base64`. To be published and pinned."""
    return load_signer().verifier_key


def verifier_keys_on_disk() -> list[str]:
    """The public half of each key of the log that is there; none is made. Raises KeyFault, LogDamaged."""
    return [load_signer().verifier_key] if log_key_path().exists() else []
