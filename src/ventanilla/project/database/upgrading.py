"""Brings a cluster of an older PostgreSQL to the programs of the wheel, by pg_upgrade.

The old cluster is copied, never linked, and stays as it was until the upgrade is done: `data` becomes `data.before`
when the new one is whole. A kill between the two renames leaves no `data`; the next upgrade puts the old one back.

Note [Paths that nobody walks]
    The account of the database may not enter the folders above the cluster, so every path is seen from the folder of
    the database, which is the working folder of pg_upgrade: /proc/self/cwd/data. The servers that it starts make the
    cluster their own working folder, and read files by the same path from there: a link in each cluster to itself, with
    its own name, makes it right for both.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ventanilla.common import durable
from ventanilla.project.database.binaries import MAJOR, claim
from ventanilla.project.database.errors import DatabaseFault, UpgradeFailed
from ventanilla.project.database.place import NAME, Place
from ventanilla.project.database.programs import HERE, Programs

VERSION_FILE = "PG_VERSION"
CHECKSUMS = re.compile(r"Data page checksum version:\s+(\d+)")
SEGMENT_BYTES = re.compile(r"Bytes per WAL segment:\s+(\d+)")
FATAL = re.compile(r"\bfatal\n(.*?)(?:Failure, exiting|\Z)", re.DOTALL)
LEFT_BY_PG_UPGRADE = "delete_old_cluster.sh"


def major_of(place: Place) -> int | None:
    """The major version of PostgreSQL that made the cluster; None when there is none."""
    try:
        return int((place.data / VERSION_FILE).read_text().strip())
    except FileNotFoundError:
        return None


def put_back_what_was_cut_short(place: Place) -> None:
    """Between two renames of an upgrade that was killed, only the old cluster is there: it is the one to use."""
    if place.before.exists() and not place.data.exists():
        place.before.rename(place.data)


def upgrade(old: Programs, new: Programs, place: Place) -> None:
    """Make `data` a cluster of the new version, and `data.before` the old one. Raises UpgradeFailed: nothing changed.

    Nothing of the cluster may be running.
    """
    draft = place.folder / "data.new"
    major = major_of(place)
    try:
        # A cluster whose server was killed recovers first; one that was stopped in order is not changed.
        old.run("postgres", "--single", "-D", HERE, "postgres", working_folder=place.data)
        new.init(draft, options=_as_the_old_one(old, place))
        _run_pg_upgrade(old, new, place, draft)
        place.data.rename(place.before)
        draft.rename(place.data)
    except (OSError, DatabaseFault) as error:
        put_back_what_was_cut_short(place)
        shutil.rmtree(draft, ignore_errors=True)
        raise UpgradeFailed(
            f"The database could not be brought from PostgreSQL {major} to {MAJOR}, and is as it was. {error}"
        ) from error


def go_back(place: Place) -> None:
    """Make the old cluster the one to use again, in place of the new one, which is thrown away."""
    shutil.rmtree(place.data)
    place.before.rename(place.data)


def _as_the_old_one(old: Programs, place: Place) -> list[str]:
    """What pg_upgrade does not copy and wants alike. The locales it copies itself."""
    told = old.run("pg_controldata", "-D", HERE, working_folder=place.data)
    checksums, segment = CHECKSUMS.search(told), SEGMENT_BYTES.search(told)
    if checksums is None or segment is None:
        raise UpgradeFailed("pg_controldata does not tell whether there are checksums.")
    has_checksums = int(checksums[1]) > 0
    return ["--data-checksums" if has_checksums else "--no-data-checksums", f"--wal-segsize={int(segment[1]) // 2**20}"]


def _run_pg_upgrade(old: Programs, new: Programs, place: Place, draft: Path) -> None:
    with _what_it_needs(new, place, draft) as (sockets, passfile):
        done = new.attempt(
            "pg_upgrade",
            *("--old-bindir", str(old.folder), "--new-bindir", str(new.folder)),
            *("--old-datadir", f"{HERE}/{place.data.name}", "--new-datadir", f"{HERE}/{draft.name}"),
            *("--username", NAME, "--socketdir", str(sockets), "--copy"),
            working_folder=place.folder,
            variables={"PGPASSFILE": f"{HERE}/{passfile.name}"},
        )
    log = place.log.with_name("database-upgrade.log")
    durable.replace(log, (done.stdout + done.stderr).encode())
    if done.returncode:
        complaint = FATAL.search(done.stdout)
        reason = " ".join((complaint[1] if complaint else done.stderr or done.stdout)[-500:].split())
        raise UpgradeFailed(f"pg_upgrade says: {reason} (all of it is in {log})")


@contextmanager
def _what_it_needs(new: Programs, place: Place, draft: Path) -> Iterator[tuple[Path, Path]]:
    """A folder for its sockets and the password, and the links of Note [Paths that nobody walks], while it runs."""
    sockets = claim(place.outside, new.owner) / "upgrade"
    passfile = place.folder / "pass.draft"
    links = [place.data / place.data.name, draft / draft.name]
    try:
        sockets.mkdir(mode=0o700, exist_ok=True)
        new.owner.give(sockets)
        passfile.touch(mode=0o600)
        passfile.write_bytes(place.passfile.read_bytes())
        new.owner.give(passfile)
        for link in links:
            link.unlink(missing_ok=True)
            link.symlink_to(".")
        yield sockets, passfile
    finally:
        for each in (*links, passfile, place.folder / LEFT_BY_PG_UPGRADE):
            with suppress(FileNotFoundError):
                each.unlink()
        shutil.rmtree(sockets, ignore_errors=True)
