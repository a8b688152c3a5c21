"""The keys of the log: a file of the home for each epoch, in the C2SP signer form, readable by its owner only.

`keys/log.key` is that of the first epoch, `keys/log-<number>.key` that of a later one. A key is made once and never
replaced: a log that changes its key without saying so looks like a forged log. How it says so is in `beginning`.
"""

import re
from pathlib import Path

from django.conf import settings

from ventanilla.common import keyfiles
from ventanilla.kernel.ledger import notes
from ventanilla.kernel.ledger.errors import LogDamaged, VerificationError
from ventanilla.kernel.ledger.models import Checkpoint
from ventanilla.kernel.ledger.types import LogEpoch

KEY_FILE = re.compile(r"log(?:-([1-9]\d{0,8}))?\.key")


def key_path(number: int) -> Path:
    """The file of the key of epoch `number`."""
    return _folder() / (f"log-{number}.key" if number > 1 else "log.key")


def numbers_on_disk() -> list[int]:
    """The epochs whose key file is there, also those that this database does not know."""
    folder = _folder()
    names = (KEY_FILE.fullmatch(path.name) for path in folder.iterdir()) if folder.is_dir() else ()
    return sorted(int(name[1] or 1) for name in names if name)


def ensure_log_key() -> Path:
    """Create the key of the log unless it exists; two programs at once end up with the same one.

    Raises LogDamaged when the log has signed checkpoints and the key is gone: a new key would hide that.
    """
    path = key_path(1)
    if not path.exists() and Checkpoint.objects.exists():
        raise LogDamaged(f"The log has checkpoints and its key {path} is gone. Restore it from the backup.")
    make_key(1, settings.LOG_ORIGIN)
    return path


def first_signer() -> notes.Signer:
    """The key that the first epoch begins with. Raises KeyFault, LogDamaged."""
    ensure_log_key()
    return _signer_of(1, origin=settings.LOG_ORIGIN)


def make_key(number: int, origin: str) -> notes.Signer:
    """The key of epoch `number`, made unless it exists. Raises KeyFault, LogDamaged when it is of another origin."""
    keyfiles.find_or_make(key_path(number), lambda: f"{notes.new_signer(origin).signer_key}\n".encode())
    return _signer_of(number, origin=origin)


def load_signer(epoch: LogEpoch) -> notes.Signer:
    """The key that signs in `epoch`.

    Raises KeyFault when others can read it, LogDamaged when it is gone, is none, or is not the one that the epoch
    began with.
    """
    signer = _signer_of(epoch.number, origin=epoch.origin)
    if signer.verifier_key != epoch.verifier_key:
        raise LogDamaged(f"{key_path(epoch.number)} is not the key that epoch {epoch.number} of the log began with.")
    return signer


def verifier_keys_on_disk() -> list[str]:
    """The public half of each key of the log that is there. Raises KeyFault, LogDamaged."""
    return [_read(number).verifier_key for number in numbers_on_disk()]


def _signer_of(number: int, *, origin: str) -> notes.Signer:
    signer = _read(number)
    if signer.name != origin:
        raise LogDamaged(f"{key_path(number)} signs for {signer.name} and LOG_ORIGIN is {settings.LOG_ORIGIN}.")
    return signer


def key_id(content: bytes) -> str:
    """What tells the key of a file from another, in hexadecimal. Raises LogDamaged."""
    return _parsed(content).key_id.hex()


def _read(number: int) -> notes.Signer:
    path = key_path(number)
    content = keyfiles.find(path)
    if content is None:
        raise LogDamaged(f"The key {path} of the log is gone. Restore it from the export of the keys.")
    try:
        return _parsed(content)
    except LogDamaged as fault:
        raise LogDamaged(f"{path}: {fault}") from None


def _parsed(content: bytes) -> notes.Signer:
    try:
        return notes.parse_signer_key(content.decode("ascii").strip())
    except (VerificationError, UnicodeDecodeError):
        # Without the cause: its frames hold the text of the key.
        raise LogDamaged("The file does not hold a signer key.") from None


def _folder() -> Path:
    return Path(settings.VENTANILLA_HOME) / "keys"
