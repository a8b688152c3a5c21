"""What is known of an installation without its database: room on the disk, and when it was last backed up; and from
where on somebody has to look.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

# With little room somebody has to look; without, nothing can be kept.
LITTLE_ROOM_BYTES = 2 * 2**30
NO_ROOM_BYTES = 256 * 2**20
# What waits longer for the background is late.
LATE = timedelta(minutes=5)
# A backup a day, with two hours for a slow one.
OLD_BACKUP = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class Room:
    """What is left for us on the disk of a folder."""

    free_bytes: int
    total_bytes: int


def room_of(folder: Path) -> Room:
    """Raises OSError."""
    disk = os.statvfs(folder)
    return Room(disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize)


def last_backup_at(home: Path) -> datetime | None:
    """When the last good backup began, as `backups/last.json` of the home says; None when it says nothing."""
    try:
        at = datetime.fromisoformat(json.loads((home / "backups" / "last.json").read_bytes())["made_at"])
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return at if at.tzinfo else None
