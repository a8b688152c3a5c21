"""The secret key of the installation: a file of the home (0600), made on first use, never a variable."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret_key(home: Path) -> str:
    """The key in `keys/secret.key`, made now when there is none. Two programs that start at once agree on one.

    Raises ImproperlyConfigured when the folder cannot be read or written.
    """
    path = home / "keys" / "secret.key"
    try:
        if not path.exists():
            _create(path)
        return path.read_text("ascii").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder {home} cannot be used ({error.strerror}). "
            "Give it to this user, or name another in VENTANILLA_HOME."
        ) from error


def _create(path: Path) -> None:
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    candidate = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(candidate, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(candidate, path)  # fails when another program was faster: its key is the one
    except FileExistsError:
        pass
    finally:
        candidate.unlink()
