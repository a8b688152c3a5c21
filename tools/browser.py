"""A Chromium for the tests that drive a browser: the Debian package, installed when this user may install packages.

When it may not, what to install is printed: those tests are then skipped here, and fail when CI=true.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
INSTALL = (("apt-get", "update"), ("apt-get", "install", "--yes", "--no-install-recommends", "chromium"))


def _is_there() -> bool:
    return any(map(shutil.which, NAMES))


def _privilege() -> tuple[str, ...] | None:
    """What to put before a command to run it as root; None when this user may not."""
    if os.geteuid() == 0:
        return ()
    allowed = shutil.which("sudo") and subprocess.run(("sudo", "-n", "true"), capture_output=True, check=False)
    return ("sudo", "-n") if allowed and allowed.returncode == 0 else None


def _install(privilege: tuple[str, ...]) -> None:
    print("Installing Chromium from the system's packages, for the tests in a browser…", flush=True)
    for command in INSTALL:
        done = subprocess.run((*privilege, *command), capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stderr.strip()[-2000:])


def main() -> int:
    if _is_there():
        return 0
    privilege = _privilege()
    if privilege is not None and shutil.which("apt-get"):
        _install(privilege)
    if _is_there():
        return 0
    print("There is no Chromium, so the tests in a browser cannot run. Install it: apt-get install chromium")
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
