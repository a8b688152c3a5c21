"""The key of the log: one file of the home, in the C2SP signer form, readable by its owner only. Never a variable.

It is created once and never replaced here: a log that changes its key without saying so looks like a forged log.
"""

import os
import secrets
import stat
from pathlib import Path

from django.conf import settings

from ventanilla.kernel.ledger import notes
from ventanilla.kernel.ledger.errors import LogDamaged, VerificationError
from ventanilla.kernel.ledger.models import Checkpoint

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


def log_key_path() -> Path:
    return Path(settings.VENTANILLA_HOME) / "keys" / "log.key"


def ensure_log_key() -> Path:
    """Create the key of the log unless it exists; two programs at once end up with the same one.

    Raises LogDamaged when the log has signed checkpoints and the key is gone: a new key would hide that.
    """
    path = log_key_path()
    if path.exists():
        return path
    if Checkpoint.objects.exists():
        raise LogDamaged(f"The log has checkpoints and its key {path} is gone. Restore it from the backup.")
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    _create(path, notes.new_signer(settings.LOG_ORIGIN).signer_key + "\n")
    return path


def load_signer() -> notes.Signer:
    """The key of the log. Raises LogDamaged when others can read it, it is no key, or it is of another origin."""
    path = ensure_log_key()
    with path.open(encoding="ascii") as file:
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        if mode & ~PRIVATE_FILE:
            raise LogDamaged(f"{path} has mode {mode:o}; the key of the log is {PRIVATE_FILE:o}, for its owner only.")
        text = file.read().strip()
    try:
        signer = notes.parse_signer_key(text)
    except VerificationError:
        # Without the cause: its frames hold the text of the key.
        raise LogDamaged(f"{path} does not hold a signer key.") from None
    if signer.name != settings.LOG_ORIGIN:
        raise LogDamaged(f"{path} signs for {signer.name} and LOG_ORIGIN is {settings.LOG_ORIGIN}.")
    return signer


def log_verifier_key() -> str:
    """What others check this log with: `origin+hash+base64`. To be published and pinned."""
    return load_signer().verifier_key


def _create(path: Path, text: str) -> None:
    """Whole or not at all: written aside, flushed, then linked under its name, which fails when it is taken."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            return
    finally:
        aside.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
