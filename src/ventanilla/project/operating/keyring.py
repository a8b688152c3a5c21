"""The keys of the installation: what there is, and a copy of them to keep apart from the backups.

An export is a folder (0700) with the key files (0600) and `keys.json`, which names each with its SHA-256. The password
of the embedded database stays out: it opens this cluster alone, and a restore makes another.
"""

import hashlib
import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings

from ventanilla.common import durable, keyfiles
from ventanilla.common.keyfiles import KeyFile
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.ledger import api as ledger
from ventanilla.project.operating.errors import KeysNotExported, KeysNotUsable

MANIFEST = "keys.json"
FORMAT = 1
# The home makes these for itself when they are missing.
OF_THE_CLUSTER = "database.pass"
OF_THE_SESSIONS = "secret.key"


RECORD = "keys.json"


@dataclass(frozen=True, slots=True)
class Export:
    """A folder of exported keys, checked: the content of each file by its name."""

    installation: str
    files: dict[str, bytes] = field(repr=False)

    @property
    def hashes(self) -> dict[str, str]:
        return {name: _sha256(content) for name, content in self.files.items()}


def installation() -> str:
    """What tells this installation from others for ever: the first verifier key of its log. One query."""
    return ledger.list_epochs()[0].verifier_key


def list_keys() -> list[KeyFile]:
    """Every key file, what it is for, and what is wrong with it; those that are missing too."""
    folder = _folder()
    found = [*ledger.list_keys(), *documents.list_keys()]
    found.append(keyfiles.describe(folder / OF_THE_SESSIONS, "protects sessions and forms; a new one signs all out"))
    if (folder / OF_THE_CLUSTER).exists():
        found.append(keyfiles.describe(folder / OF_THE_CLUSTER, "the password of the embedded database; not exported"))
    known = {each.name for each in found}
    others = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return [*found, *(keyfiles.describe(path, _purpose(path)) for path in others if path.name not in known)]


def hashes() -> dict[str, str]:
    """The SHA-256 of each key file that an export would have. It tells nothing of a key, and whether it is the same."""
    names = sorted(path.name for path in _folder().iterdir() if path.is_file() and not path.name.startswith("."))
    return {name: _sha256((_folder() / name).read_bytes()) for name in names if name != OF_THE_CLUSTER}


def changed_since_export() -> tuple[str, ...]:
    """The keys that the last export, which the home remembers, does not have; all when there was none."""
    try:
        exported = json.loads(_record().read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError):
        exported = {}
    return differing(hashes(), exported)


def differing(wanted: Mapping[str, str], found: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of `wanted`, hashes by name, that `found` has not or has otherwise; but those of sessions."""
    return tuple(name for name, sha256 in wanted.items() if found.get(name) != sha256 and name != OF_THE_SESSIONS)


def export(folder: Path, *, at: datetime) -> list[str]:
    """Copy the keys to the new or empty `folder`; their names. All or none. Raises KeysNotExported, KeyFault."""
    # Both make a key that is not there yet.
    documents.ensure_master_key()
    of = installation()
    listed = list_keys()
    for key in listed:
        if key.problem:
            raise KeysNotExported(f"The keys were not exported, because {key.name} is not well. {key.problem}")
    names = sorted(key.name for key in listed if key.name != OF_THE_CLUSTER)
    contents = {name: keyfiles.find(_folder() / name) or b"" for name in names}
    manifest = {
        "format": FORMAT,
        "installation": of,
        "made_at": at.isoformat(timespec="seconds"),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    }
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_unless_fit(folder)
        for name, content in contents.items():
            durable.replace(folder / name, content)
        durable.replace(folder / MANIFEST, json.dumps(manifest, indent=1).encode())
        durable.make_folder(_record().parent)
        durable.replace(_record(), json.dumps(manifest, indent=1).encode())
    except OSError as error:
        raise KeysNotExported(f"The keys cannot be written to {folder}: {error.strerror}.") from error
    return names


def was_exported() -> bool:
    """Whether this home remembers an export of its keys."""
    return _record().exists()


def open_export(folder: Path) -> Export:
    """The keys of an export, each with the hash that its manifest says. Raises KeysNotUsable."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        if manifest["format"] != FORMAT:
            raise KeysNotUsable(f"{folder} was written by another version of Ventanilla: use that one.")
        files = {name: (folder / Path(name).name).read_bytes() for name in manifest["files"]}
        changed = [name for name, content in files.items() if _sha256(content) != manifest["files"][name]]
        found = Export(manifest["installation"], files)
    except FileNotFoundError as error:
        raise KeysNotUsable(f"{folder} is no whole export of keys: {error.filename} is missing.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KeysNotUsable(f"{folder} is no export of keys that can be read: {error}") from error
    if changed:
        raise KeysNotUsable(f"{changed[0]} in {folder} was changed after the export: take another copy.")
    return found


def of_this_home() -> Export:
    """The keys that the home has already, for a restore that lost the database alone. Raises KeyFault."""
    names = hashes()
    return Export("", {name: keyfiles.find(_folder() / name) or b"" for name in names})


def refuse_other_keys(exported: Export) -> None:
    """Raises KeysNotUsable when the home has a key of the same name that is another one, KeyFault."""
    for name, content in exported.files.items():
        path = _folder() / Path(name).name
        present = keyfiles.find(path)
        if present not in (None, content) and name != OF_THE_SESSIONS:
            raise KeysNotUsable(
                f"{path} is another key than the exported one: restore into a home of its own, or move this one away."
            )


def put_in_home(exported: Export) -> None:
    """Make the exported keys those of this home. Raises KeysNotUsable, and then changes none; KeyFault."""
    refuse_other_keys(exported)
    for name, content in exported.files.items():
        keyfiles.replace(_folder() / Path(name).name, content)


def _purpose(path: Path) -> str:
    if path.name == "second-factor.key":
        return "opens what officials' authenticators are checked with; without it each registers again"
    if path.name.startswith("sign-in"):
        return "a provider of identity: who it is, or our secret there"
    simulated = path.name.endswith("-simulator.key")
    return "of a simulator, for demonstrations alone" if simulated else "unknown to Ventanilla"


def _refuse_unless_fit(folder: Path) -> None:
    found = folder.stat()
    if stat.S_IMODE(found.st_mode) & keyfiles.OTHERS:
        raise KeysNotExported(
            f"The folder {folder} is open to others (mode {stat.S_IMODE(found.st_mode):o}): close it with chmod 700 "
            f"{folder}, or name a new one."
        )
    if found.st_uid != os.geteuid():
        raise KeysNotExported(f"The folder {folder} belongs to another user: name one of your own.")
    if any(folder.iterdir()):
        raise KeysNotExported(f"The folder {folder} is not empty: name a new one, so that no older export is mixed in.")


def _record() -> Path:
    return Path(settings.VENTANILLA_HOME) / "backups" / RECORD


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _folder() -> Path:
    return Path(settings.VENTANILLA_HOME) / "keys"
