"""Where the embedded database of a home stands. Only paths: nothing here touches the disk or starts anything.

home/                     0700, of whoever runs Ventanilla
  keys/database.pass      0600, the generated password, in the form that libpq reads (PGPASSFILE)
  database.lock           held while somebody starts or stops the database
  database.log            what PostgreSQL says
  database/               0700, of the database's owner (the same user, or an unprivileged one under root)
    data/                 the cluster
    data.before/          the cluster as an upgrade found it, until the upgrade is done
    run/                  its socket
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

NAME = "ventanilla"
SOCKET_FILE = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH_BYTES = 107


@dataclass(frozen=True, slots=True)
class Place:
    """The embedded database of one home."""

    home: Path

    @property
    def folder(self) -> Path:
        return self.home / "database"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def before(self) -> Path:
        """The cluster of the older version, while it is not sure that the new one is well."""
        return self.folder / "data.before"

    @property
    def run(self) -> Path:
        return self.folder / "run"

    @property
    def lock(self) -> Path:
        return self.home / "database.lock"

    @property
    def log(self) -> Path:
        return self.home / "database.log"

    @property
    def passfile(self) -> Path:
        return self.home / "keys" / "database.pass"

    @property
    def outside(self) -> Path:
        """A private folder in /tmp, for what cannot work at the home's own path. Used only when it must be."""
        key = hashlib.sha256(f"{os.geteuid()} {self.home}".encode()).hexdigest()[:16]
        return Path("/tmp") / f"ventanilla-{key}"  # noqa: S108 its owner and mode are checked before use

    @property
    def address(self) -> Path:
        """The folder that clients name as host: `run`, or a short link to it when its path is too long for a socket."""
        if len(os.fsencode(self.run / SOCKET_FILE)) <= LONGEST_SOCKET_PATH_BYTES:
            return self.run
        return self.outside / "run"

    @property
    def url(self) -> str:
        """As in DATABASE_URL. The password stays in its file."""
        query = urlencode({"host": str(self.address), "passfile": str(self.passfile)})
        return f"postgresql://{NAME}@/{NAME}?{query}"
