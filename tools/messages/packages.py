"""Which packages own catalogues: every one that Django knows, and `common`. Into which languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2] / "src" / "ventanilla"
OF_DJANGO = ROOT / "project" / "locale_of_django"
"""Words of Django that it does not write as a language does, written by hand: no text of ours, so never updated."""
FLOORS = ("common", "ui", "portal", "project")
PARENTS = ("kernel", "sectors")
UNSEEN = frozenset({"tests", "migrations", "locale", "dist", "__pycache__"})
"""Folders whose texts no person reads."""
LANGUAGES = ("en", "pt_BR")
"""The languages of settings.LANGUAGES but the source, as the folders of their catalogues are called."""


@dataclass(frozen=True, slots=True)
class Package:
    """One package and its catalogues, one for each language."""

    folder: Path

    @property
    def name(self) -> str:
        return ".".join(self.folder.relative_to(ROOT).parts)

    def catalogue(self, language: str) -> Path:
        return self.folder / "locale" / language / "LC_MESSAGES" / "django.po"

    def sources(self) -> Iterator[Path]:
        """Its Python files and templates, in the order of their names."""
        for path in sorted(self.folder.rglob("*")):
            inside = path.relative_to(self.folder)
            if path.suffix in {".py", ".html", ".txt"} and not UNSEEN.intersection(inside.parts):
                yield path


def packages() -> list[Package]:
    """All of them, by name."""
    folders = [ROOT / floor for floor in FLOORS]
    folders += [child for parent in PARENTS for child in (ROOT / parent).iterdir() if (child / "__init__.py").exists()]
    return [Package(folder) for folder in sorted(folders)]
