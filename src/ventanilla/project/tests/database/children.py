"""Programs apart from the test's own: other accounts, other mounts, several at once."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NOBODY = pwd.getpwnam("nobody")
IS_ROOT = os.geteuid() == 0

PRELUDE = """
import sys
from pathlib import Path
from ventanilla.common.errors import Fault
from ventanilla.project.database.api import Place, ensure_running, is_running, stop
from ventanilla.project.database.owner import owner_of
from ventanilla.project.database.processes import Cluster
place = Place(Path(sys.argv[1]))
def attempt():
    try:
        ensure_running(place, say=print)
    except Fault as fault:
        print(f"{type(fault).__name__}: {fault}")
    else:
        print("RUNNING")
"""


def python(script: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", PRELUDE + script, *map(str, arguments)]


def run(command: list[str], **options: object) -> list[str]:
    """The lines that the program printed. Fails when it failed."""
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=120, check=False, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@contextmanager
def folder_of_nobody() -> Iterator[Path]:
    """A folder in /tmp, with mode 0700, of the account `nobody`."""
    folder = Path(tempfile.mkdtemp(prefix="ventanilla-nobody-"))
    try:
        os.chown(folder, NOBODY.pw_uid, NOBODY.pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder)


def require_root() -> None:
    if not IS_ROOT:
        pytest.skip("Only root can act for another account.")


def as_nobody(script: str, *arguments: object) -> list[str]:
    """Run a script as the account `nobody`, by any interpreter of our version that it can reach, or skip."""
    require_root()
    options = {"user": NOBODY.pw_uid, "group": NOBODY.pw_gid, "extra_groups": []}
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "VENTANILLA_HOME": str(arguments[0])}
    for interpreter in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        command = [interpreter, *python(script, *arguments)[1:]]
        probe = [interpreter, "-c", "import ventanilla.project.database.api"]
        try:
            subprocess.run(probe, cwd="/", env=environment, capture_output=True, check=True, **options)
        except (OSError, subprocess.CalledProcessError):
            continue
        return run(command, env=environment, **options)
    pytest.skip("Other accounts cannot enter the folder of this checkout, or of its interpreter.")


# A mount of its own, gone with the program. The kernel is called directly: `mount` insists on being root by name.
MOUNT = """
import ctypes, os
def mount(folder, options):
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    libc = ctypes.CDLL(None, use_errno=True)
    options += f",mode=700,uid={os.geteuid()}"
    if libc.mount(b"tmpfs", str(folder).encode(), b"tmpfs", 0, options.encode()):
        raise OSError(ctypes.get_errno(), "mount")
"""


def in_own_mounts(script: str, *arguments: object) -> list[str]:
    """Run a script that may call `mount(folder, options)`. Skips where the system forbids it."""
    own = ["unshare", "--mount"] if IS_ROOT else ["unshare", "--user", "--map-current-user", "--mount"]
    if subprocess.run([*own, "true"], capture_output=True, check=False).returncode:
        pytest.skip("This system does not let a program have mounts of its own.")
    return run([*own, *python(MOUNT + script, *arguments)])
