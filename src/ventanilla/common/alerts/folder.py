"""The folder of alerts: one file a code, so that it stays small however often something happens.

Several processes write: each holds the lock of the folder for an instant, and a file is replaced whole.
"""

import fcntl
import json
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ventanilla.common.alerts.texts import TEXTS

Fields = Mapping[str, str | int]
FIELD_CHARACTERS = 300
MAIL_EVERY = timedelta(hours=1)
_LOCK = ".lock"
_SUFFIX = ".json"


@dataclass(frozen=True, slots=True)
class Alert:
    """What happened, since when, when last, how often, and what was known of the last time.

    `mailed_at` is when the operator was last told by e-mail of this code.
    """

    code: str
    first_at: datetime
    last_at: datetime
    count: int
    fields: Fields
    mailed_at: datetime | None = None


def keep(folder: Path, *, code: str, at: datetime, fields: Fields, count: int = 1, mailing: bool = False) -> bool:
    """Add `count` occurrences, of which the last is `fields`. Raises OSError, ValueError for a code without text.

    With `mailing`, answers whether the caller shall send the e-mail: one program of all, once an hour for each code.
    """
    path = _path(folder, code)
    known = {name: value if isinstance(value, int) else value[:FIELD_CHARACTERS] for name, value in fields.items()}
    with _alone(folder):
        before = _read(path) or Alert(code, at, at, 0, known)
        due = mailing and (before.mailed_at is None or abs(at - before.mailed_at) >= MAIL_EVERY)
        mailed_at = at if due else before.mailed_at
        _write(path, replace(before, last_at=at, count=before.count + count, fields=known, mailed_at=mailed_at))
    return due


def list_alerts(folder: Path) -> tuple[Alert, ...]:
    """What happened and nobody has dismissed, the latest first."""
    found = (_read(path) for path in folder.glob(f"*{_SUFFIX}")) if folder.is_dir() else ()
    return tuple(sorted((each for each in found if each), key=lambda each: each.last_at, reverse=True))


def dismiss(folder: Path, *, code: str, seen_at: datetime | None = None) -> bool:
    """Forget an alert that somebody has looked after; when it happens again it is new. Raises OSError, ValueError.

    One that happened after `seen_at`, the last time that they saw, stays: False.
    """
    path = _path(folder, code)
    with _alone(folder):
        if seen_at and (found := _read(path)) and found.last_at > seen_at:
            return False
        path.unlink(missing_ok=True)
    return True


def _path(folder: Path, code: str) -> Path:
    if code not in TEXTS:
        raise ValueError(f"There is no alert {code!r}.")
    return folder / f"{code.removeprefix('alert.')}{_SUFFIX}"


def _read(path: Path) -> Alert | None:
    with suppress(FileNotFoundError, ValueError, KeyError, TypeError):
        stored: Any = json.loads(path.read_text(encoding="utf-8"))
        return Alert(
            code=stored["code"],
            first_at=datetime.fromisoformat(stored["first_at"]),
            last_at=datetime.fromisoformat(stored["last_at"]),
            count=stored["count"],
            fields=stored["fields"],
            mailed_at=datetime.fromisoformat(stored["mailed_at"]) if stored["mailed_at"] else None,
        )
    return None


def _write(path: Path, alert: Alert) -> None:
    draft = path.with_suffix(".new")
    stored = {
        **asdict(alert),
        "fields": dict(alert.fields),
        "first_at": alert.first_at.isoformat(),
        "last_at": alert.last_at.isoformat(),
        "mailed_at": alert.mailed_at.isoformat() if alert.mailed_at else None,
    }
    draft.write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    folder.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
