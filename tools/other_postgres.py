"""A PostgreSQL of the system's packages for one run of the tests, in the temporary folder, gone afterwards.

It is not the embedded one: other binaries, another version (Debian 12 has 15), reached by DATABASE_URL.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

PACKAGES = Path("/usr/lib/postgresql")
ACCOUNT = "postgres"
OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -k {folder}"


def find_binaries() -> Path | None:
    """The folder with `initdb` of the oldest version that is installed."""
    found = sorted(PACKAGES.glob("*/bin/initdb"), key=lambda path: int(path.parents[1].name))
    return found[0].parent if found else None


@contextmanager
def running(binaries: Path) -> Generator[str]:
    """The address of a new, empty cluster inside the block. Only its owner and root can reach its socket."""
    owner = pwd.getpwnam(ACCOUNT) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    folder = Path(tempfile.mkdtemp(prefix="ventanilla-postgres-"))
    shutil.chown(folder, owner.pw_name)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [binaries / program, "-D", folder / "data", *arguments],
            user=owner.pw_uid,
            group=owner.pw_gid,
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    try:
        run("initdb", "--auth=trust", f"--username={ACCOUNT}", "--encoding=UTF8", "--locale=C.UTF-8")
        run("pg_ctl", "--wait", "--log", str(folder / "log"), "--options", OPTIONS.format(folder=folder), "start")
        try:
            yield f"postgresql://{ACCOUNT}@/{ACCOUNT}?host={folder}"
        finally:
            run("pg_ctl", "--wait", "--mode=fast", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
