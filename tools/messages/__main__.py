"""The commands `update`, `missing`, `take`, `check` and `compile`."""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tools.messages import catalogues, problems, sheet
from tools.messages.extraction import extract
from tools.messages.message import Key, Messages
from tools.messages.packages import LANGUAGES, OF_DJANGO, Package, packages


def update(more: Mapping[str, dict[Key, tuple[str, ...]]] | None = None) -> int:
    """Write each catalogue anew: what the source says, with the translations that exist anywhere, and `more`."""
    said = list(_said())
    for language in LANGUAGES:
        known = catalogues.translations(catalogues.read(package, language) for package, _ in said)
        known |= (more or {}).get(language, {})
        untranslated = 0
        for package, messages in said:
            new = catalogues.merged(messages, known)
            catalogues.write(package, language, new)
            untranslated += sum(not message.is_translated for message in new.values())
        print(f"{language}: {sum(len(messages) for _, messages in said)} messages, {untranslated} to translate.")
    return 0


def missing() -> int:
    """Print what is to be translated. Run `update` first."""
    found = ((language, catalogues.read(package, language)) for package in packages() for language in LANGUAGES)
    print(sheet.blank(found))
    return 0


def take(file: str) -> int:
    """Put the translations of a file into the catalogues."""
    return update(sheet.filled(Path(file).read_text("utf-8")))


def check() -> int:
    """Print every problem. Answers 1 when there is one."""
    said, found = list(_said()), list[str]()
    for language in LANGUAGES:
        written = [(package, catalogues.read(package, language)) for package, _ in said]
        for (package, messages), (_, old) in zip(said, written, strict=True):
            found += problems.of_package(package, language, messages, old)
        found += problems.between_packages(language, written)
    for line in found:
        print(line)
    print(f"{len(said)} packages in {len(LANGUAGES)} languages, {len(found)} problems.")
    return 1 if found else 0


def compile_all() -> int:
    """Write what Django reads."""
    for language in LANGUAGES:
        for package in packages():
            catalogues.compile_one(package.catalogue(language), language)
        catalogues.compile_one(OF_DJANGO / language / "LC_MESSAGES" / "django.po", language)
    return 0


def _said() -> Iterator[tuple[Package, Messages]]:
    for package in packages():
        yield package, extract(package)


COMMANDS: dict[str, Callable[..., int]] = {
    "update": update,
    "missing": missing,
    "take": take,
    "check": check,
    "compile": compile_all,
}

if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS or len(sys.argv) != (3 if sys.argv[1] == "take" else 2):
    sys.exit(f"Say one of: {', '.join(COMMANDS)}. A file follows “take”.")
sys.exit(COMMANDS[sys.argv[1]](*sys.argv[2:]))
