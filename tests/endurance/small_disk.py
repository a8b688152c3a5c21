"""`python -m tests.endurance.small_disk HOME FOLDER MEGABYTES ORDERS`: serves HOME with FOLDER on a small disk.

The disk is a tmpfs that nobody else sees and that goes with the program (run it by `unshare --mount`). What FOLDER had
is copied into it. The named pipe ORDERS takes lines: `fill` leaves no room on the disk, `free` gives it back.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

FILLER = ".filler"
CHUNK_BYTES = 65536
# Of each size, from large to one byte, until not even that fits.
SIZES = (CHUNK_BYTES, 4096, 1)


def main(home: str, folder: str, megabytes: str, orders: str) -> int:
    place = Path(home) / folder
    mount_over(place, int(megabytes))
    server = subprocess.Popen([sys.executable, "-m", "ventanilla.project.cli", "serve"])
    signal.signal(signal.SIGTERM, lambda *_: server.send_signal(signal.SIGTERM))
    threading.Thread(target=obey, args=[Path(orders), place / FILLER], daemon=True).start()
    status = server.wait()
    # The database is on the disk that goes with this program.
    subprocess.run([sys.executable, "-m", "ventanilla.project.cli", "stop"], check=True)
    return status


def obey(orders: Path, filler: Path) -> None:
    while True:
        for order in orders.read_text().split():
            fill(filler) if order == "fill" else filler.unlink(missing_ok=True)


def mount_over(place: Path, megabytes: int) -> None:
    """A tmpfs with what the folder had. The kernel is called directly: `mount` insists on being root by name."""
    place.mkdir(mode=0o700, exist_ok=True)
    found, aside = place.stat(), place.with_name(f"{place.name}.before")
    subprocess.run(["cp", "-a", str(place), str(aside)], check=True)
    libc = ctypes.CDLL(None, use_errno=True)
    options = f"size={megabytes}m,mode=700,uid={found.st_uid},gid={found.st_gid}"
    if libc.mount(b"tmpfs", os.fsencode(place), b"tmpfs", 0, options.encode()):
        raise OSError(ctypes.get_errno(), "mount")
    subprocess.run(["cp", "-a", f"{aside}/.", str(place)], check=True)
    shutil.rmtree(aside)


def fill(filler: Path) -> None:
    with filler.open("ab", buffering=0) as file:
        for size in SIZES:
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
