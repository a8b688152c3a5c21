"""Which account runs PostgreSQL, which refuses to be root.

Everybody but root runs it as themselves. Root gives the cluster to an account without privileges: the one that owns it
already, or VENTANILLA_DATABASE_OWNER for a new one. Nothing is created in the system, and no parent folder is opened:
PostgreSQL is started with the cluster as its working folder and reaches it as /proc/self/cwd, which asks nothing of
the parents.
"""

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from ventanilla.project.database.errors import NoOwner, WrongPermissions


class Identity(TypedDict, total=False):
    """Arguments of subprocess that make the child run as somebody else."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Owner:
    """The account of the database's files and processes."""

    uid: int
    gid: int

    @property
    def is_somebody_else(self) -> bool:
        return self.uid != os.geteuid()

    @property
    def identity(self) -> Identity:
        if not self.is_somebody_else:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make `path`, which is inside the home, belong to this account."""
        if self.is_somebody_else:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    @contextmanager
    def eyes(self) -> Iterator[None]:
        """Look at processes as this account: root without CAP_SYS_PTRACE (in containers) cannot see another's."""
        if not self.is_somebody_else:
            yield
            return
        uid, gid = os.geteuid(), os.getegid()
        os.setegid(self.gid)
        os.seteuid(self.uid)
        try:
            yield
        finally:
            os.seteuid(uid)
            os.setegid(gid)


def owner_of(folder: Path, *, account: str) -> Owner:
    """Who owns the cluster whose folder is or will be `folder`. `account` is for root and a new cluster.

    Raises NoOwner and WrongPermissions.
    """
    me = os.geteuid()
    found = folder.stat() if folder.exists() else None
    if me != 0:
        if found and found.st_uid != me:
            raise WrongPermissions(f"The folder {folder} belongs to another user: run as its owner, or as root.")
        return Owner(me, os.getegid())
    if found and found.st_uid != 0:
        return Owner(found.st_uid, found.st_gid)
    try:
        entry = pwd.getpwnam(account)
    except KeyError as error:
        raise NoOwner(
            f"There is no account {account!r} to run the database: name one without privileges in "
            "VENTANILLA_DATABASE_OWNER, or do not run as root."
        ) from error
    if entry.pw_uid == 0:
        raise NoOwner("VENTANILLA_DATABASE_OWNER names root, and PostgreSQL refuses to run with its privileges.")
    return Owner(entry.pw_uid, entry.pw_gid)
