"""The files of one version, read and checked against their schemas, each with the lines of its values."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ventanilla.kernel.services.folder.files import IDENTITY
from ventanilla.kernel.services.folder.schema import schema_problems
from ventanilla.kernel.services.folder.yaml_lines import Document, read_yaml
from ventanilla.kernel.services.types import Problem

SOURCE_LANGUAGE = "es"
VERSIONS_KEPT = 16
_SCHEMA_OF = {"service": "service", "form": "form", "tasks": "tasks"}
_SCHEMA_OF_FOLDER = {"texts": "texts", "parameters": "parameters", "examples": "example"}


@dataclass(frozen=True, slots=True)
class LoadedVersion:
    """One version in memory: its YAML documents by path inside the version, and the other files as bytes.

    Paths are those of the version folder (`form.yaml`, `texts/es.yaml`); identity.yaml is beside them.
    """

    number: int
    documents: Mapping[str, Document]
    others: Mapping[str, bytes]

    def document(self, path: str) -> Document:
        """The YAML document at `path`, or an empty one."""
        return self.documents.get(path) or Document(self.place(path), {}, {})

    def inside(self, folder: str) -> dict[str, Document]:
        """The YAML documents of a folder (`texts`, `parameters`, `examples`) by name without ending."""
        head = f"{folder}/"
        return {
            path.removeprefix(head).removesuffix(".yaml"): document
            for path, document in sorted(self.documents.items())
            if path.startswith(head)
        }

    def templates(self) -> dict[str, str]:
        """The Typst sources of the documents that the service issues, by key."""
        return {
            path.removeprefix("documents/").removesuffix(".typ"): content.decode("utf-8", "replace")
            for path, content in sorted(self.others.items())
            if path.startswith("documents/")
        }

    def rules(self) -> dict[str, bytes]:
        """The DMN files by name without ending."""
        return {
            path.removeprefix("rules/").removesuffix(".dmn"): content
            for path, content in sorted(self.others.items())
            if path.startswith("rules/")
        }

    @property
    def flow(self) -> bytes:
        return self.others.get("flow.bpmn", b"")

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages with texts, the source language first."""
        return tuple(sorted(self.inside("texts"), key=lambda lang: (lang != SOURCE_LANGUAGE, lang)))

    def place(self, path: str) -> str:
        """The path as a problem shows it."""
        return path if path == IDENTITY else f"{self.number}/{path}"


def language_of_texts(lang: str) -> str:
    """The name that the language of a page has in `texts/`: without its region, `pt` for `pt-br`."""
    return lang.partition("-")[0]


def load_version(files: Mapping[str, bytes], number: int) -> tuple[LoadedVersion, tuple[Problem, ...]]:
    """Read the files of version `number` (paths as in the service folder). Problems of form come with the result.

    The same bytes are read once: a check, an import and a definition each ask for them. Problems are in the active
    language.
    """
    return _load(tuple(sorted(files.items())), number, get_language())


@lru_cache(maxsize=VERSIONS_KEPT)
def _load(
    files: tuple[tuple[str, bytes], ...], number: int, _language: str | None
) -> tuple[LoadedVersion, tuple[Problem, ...]]:
    documents: dict[str, Document] = {}
    others: dict[str, bytes] = {}
    problems: list[Problem] = []
    for shown, content in files:
        path = shown.removeprefix(f"{number}/")
        if not path.endswith(".yaml"):
            others[path] = content
            continue
        document, found = read_yaml(shown, content)
        documents[path] = document
        problems += found or schema_problems(document, _schema_name(path))
    loaded = LoadedVersion(number, MappingProxyType(documents), MappingProxyType(others))
    return loaded, (*problems, *_missing_files(loaded))


def _schema_name(path: str) -> str:
    if path == IDENTITY:
        return "identity"
    folder, slash, _name = path.partition("/")
    return _SCHEMA_OF_FOLDER[folder] if slash else _SCHEMA_OF[path.removesuffix(".yaml")]


def _missing_files(loaded: LoadedVersion) -> tuple[Problem, ...]:
    needed = (IDENTITY, "service.yaml", "form.yaml", "tasks.yaml", "flow.bpmn", f"texts/{SOURCE_LANGUAGE}.yaml")
    missing = [path for path in needed if path not in loaded.documents and path not in loaded.others]
    return tuple(Problem(loaded.place(path), 0, _("Falta este archivo.")) for path in missing)
