"""Programs of the system that tests drive: a browser and a proxy, from Debian's packages when this user may.

When it may not, what to install is printed: the tests that need it are then skipped here, and fail when CI=true.
"""

import os
import shutil
import subprocess
import sys

WHERE = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
# package → the programs of which any will do. Installing a proxy starts one, so a developer's machine is left without.
NEEDED = {"chromium": ("chromium", "chromium-browser", "google-chrome"), "nginx-light": ("nginx",)}


def _missing() -> list[str]:
    """The packages none of whose programs is there."""
    return [package for package, names in NEEDED.items() if not any(shutil.which(name, path=WHERE) for name in names)]


def _privilege() -> tuple[str, ...] | None:
    """What to put before a command to run it as root; None when this user may not."""
    if os.geteuid() == 0:
        return ()
    allowed = shutil.which("sudo") and subprocess.run(("sudo", "-n", "true"), capture_output=True, check=False)
    return ("sudo", "-n") if allowed and allowed.returncode == 0 else None


def _install(privilege: tuple[str, ...], packages: list[str]) -> None:
    print(f"Installing {' and '.join(packages)} from the system's packages, for the tests…", flush=True)
    for command in (("update",), ("install", "--yes", "--no-install-recommends", *packages)):
        done = subprocess.run((*privilege, "apt-get", *command), capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stderr.strip()[-2000:])


def main() -> int:
    privilege = _privilege()
    in_ci = os.environ.get("CI") == "true"
    wanted = [package for package in _missing() if in_ci or package != "nginx-light"]
    if wanted and privilege is not None and shutil.which("apt-get"):
        _install(privilege, wanted)
    if missing := _missing():
        print(f"Some tests cannot run without these packages. Install them: apt-get install {' '.join(missing)}")
    return 1 if missing and in_ci else 0


if __name__ == "__main__":
    sys.exit(main())
