"""The files of a service folder as bytes, under limits, and the canonical archive of one version.

The archive is a USTAR file with sorted names and every date, owner and mode fixed, so that the same files give the
same bytes on any machine, and an auditor can open it with `tar` in fifty years.
"""

import hashlib
import io
import re
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from ventanilla.kernel.services.types import Problem

MAX_FILES = 300
MAX_FILE_BYTES = 512 * 1024
MAX_FOLDER_BYTES = 8 * 1024 * 1024

IDENTITY = "identity.yaml"
CHANGES = "CHANGES.md"
VERSION_FOLDER = re.compile(r"[1-9][0-9]{0,3}")
# What a version folder may hold. Anything else is a mistake or somebody's backup file.
KNOWN_FILES = re.compile(
    r"(service|form|tasks)\.yaml|flow\.bpmn|texts/[a-z]{2}\.yaml|(parameters|examples)/[a-z0-9-]+\.yaml"
    r"|documents/[a-z0-9-]+\.typ|rules/[a-z0-9-]+\.dmn"
)


@dataclass(frozen=True, slots=True)
class Folder:
    """A service folder in memory: paths relative to it, with `/`, and their bytes."""

    name: str
    files: Mapping[str, bytes]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The versions inside, lowest first."""
        heads = {path.split("/", 1)[0] for path in self.files if "/" in path}
        return tuple(sorted(int(head) for head in heads if VERSION_FOLDER.fullmatch(head)))

    def of_version(self, number: int) -> dict[str, bytes]:
        """The files that make version `number`: its own folder and identity.yaml. CHANGES.md goes on growing."""
        own = f"{number}/"
        return {path: data for path, data in self.files.items() if path == IDENTITY or path.startswith(own)}


def read_folder(path: Path) -> tuple[Folder, tuple[Problem, ...]]:
    """Read the folder of a service. What breaks a limit or is not a plain file is left out and named as a problem."""
    if not (path / IDENTITY).is_file():
        sentence = _("No es la carpeta de un trámite: le falta identity.yaml.")
        return Folder(path.name, {}), (Problem(path.name, 0, sentence),)
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    total_bytes = 0
    for found in sorted(path.rglob("*")):
        name = found.relative_to(path).as_posix()
        if found.is_symlink() or not (found.is_file() or found.is_dir()):
            sentence = _("Es un enlace o un archivo especial. Solo se aceptan archivos comunes.")
            problems.append(Problem(name, 0, sentence))
        elif found.is_file():
            size_bytes = found.stat().st_size
            total_bytes += size_bytes
            sentence = _broken_limit(name, size_bytes, len(files), total_bytes)
            if sentence:
                problems.append(Problem(name, 0, sentence))
            else:
                files[name] = found.read_bytes()
    return Folder(path.name, files), tuple(problems)


def _broken_limit(name: str, size_bytes: int, count: int, total_bytes: int) -> str:
    head, _slash, rest = name.partition("/")
    known = name in (IDENTITY, CHANGES) or (VERSION_FOLDER.fullmatch(head) and KNOWN_FILES.fullmatch(rest))
    if not known:
        return _("Este archivo no es parte de un trámite.")
    if size_bytes > MAX_FILE_BYTES:
        return _("El archivo tiene %(given)d bytes y se aceptan hasta %(limit)d.") % {
            "given": size_bytes,
            "limit": MAX_FILE_BYTES,
        }
    if count >= MAX_FILES or total_bytes > MAX_FOLDER_BYTES:
        return _("La carpeta es muy grande: se aceptan hasta %(files)d archivos y %(bytes)d bytes en total.") % {
            "files": MAX_FILES,
            "bytes": MAX_FOLDER_BYTES,
        }
    return ""


def to_archive(files: Mapping[str, bytes]) -> bytes:
    """The canonical bytes of a set of files. The same files always give the same bytes."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in sorted(files):
            entry = tarfile.TarInfo(path)
            entry.size = len(files[path])
            entry.mode = 0o644
            archive.addfile(entry, io.BytesIO(files[path]))
    return buffer.getvalue()


def from_archive(archive: bytes) -> dict[str, bytes]:
    """The files of a canonical archive. The reverse of `to_archive`."""
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:") as opened:
        return {entry.name: _content(opened, entry) for entry in opened.getmembers()}


def _content(opened: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    stream = opened.extractfile(entry)
    if stream is None:
        raise ValueError(f"{entry.name} is not a plain file.")
    return stream.read()


def sha256_of(archive: bytes) -> str:
    """What names a version for ever, in lower-case hexadecimal."""
    return hashlib.sha256(archive).hexdigest()


def write_folder(files: Mapping[str, bytes], path: Path) -> None:
    """Write the files under `path`, which must be new or empty."""
    path.mkdir(parents=True, exist_ok=True)
    if any(path.iterdir()):
        raise FileExistsError(f"{path} is not empty.")
    for name, data in files.items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
