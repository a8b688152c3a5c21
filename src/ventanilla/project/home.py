"""The folder of the installation and the secrets in it: made private, or refused in one sentence."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

from ventanilla.common import keyfiles
from ventanilla.common.errors import Fault


class HomeUnusable(Fault):
    """The folder that VENTANILLA_HOME names cannot be used; the message says why and what to do."""


def prepare(home: Path) -> None:
    """Make `home` with mode 0700 when it is missing. Nothing outside it changes.

    Raises HomeUnusable when it cannot be made or written, belongs to another user, or holds files open to others.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = home.stat()
        if stat.S_IMODE(found.st_mode) & 0o077 and found.st_uid == os.geteuid() and not any(home.iterdir()):
            home.chmod(0o700)
            found = home.stat()
    except OSError as error:
        raise HomeUnusable(
            f"The folder {home} cannot be used ({error.strerror}): name one of your own in VENTANILLA_HOME."
        ) from error
    if os.geteuid() not in {0, found.st_uid}:
        raise HomeUnusable(f"The folder {home} belongs to another user: name one of your own in VENTANILLA_HOME.")
    mode = stat.S_IMODE(found.st_mode)
    if mode & 0o077:
        raise HomeUnusable(f"The folder {home} is open to other users (mode {mode:o}): close it with chmod 700 {home}.")
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        raise HomeUnusable(f"The folder {home} cannot be written: check its mode and that its disk is not read-only.")


def restore_mark(home: Path) -> Path:
    """The file that is there while a restore is not finished: what the home and its database hold is not whole."""
    return home / "restoring"


def secret_file(home: Path, name: str, content: Callable[[], str]) -> Path:
    """The file `keys/<name>` (0600) of a prepared home, written with `content()` when it is missing.

    Raises HomeUnusable when it cannot be read or written, or is open to others.
    """
    path = home / "keys" / name
    try:
        keyfiles.find_or_make(path, lambda: content().encode("ascii"))
    except keyfiles.KeyFault as error:
        raise HomeUnusable(str(error)) from error
    return path
