"""Definitions of this process, parsed once per version and language.

A version never changes, so what is kept here is never stale; only the least used leaves.
"""

from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language

from ventanilla.kernel.services.errors import UnknownService
from ventanilla.kernel.services.folder.building import build
from ventanilla.kernel.services.folder.files import from_archive, read_folder, sha256_of, to_archive
from ventanilla.kernel.services.folder.loading import SOURCE_LANGUAGE, LoadedVersion, language_of_texts, load_version
from ventanilla.kernel.services.models import Version
from ventanilla.kernel.services.types import ServiceDefinition

MAX_DEFINITIONS_KEPT = 256
# The documents behind a definition are large, and only another language of the same version asks for them again.
MAX_SOURCES_KEPT = 8


def definition_of(version_id: int, lang: str = SOURCE_LANGUAGE) -> ServiceDefinition:
    """The definition of a published version in `lang`, or in Spanish when it has not that language.

    No query when this process has it. Raises UnknownService.
    """
    return _definition(version_id, language_of_texts(lang))


def definition_for_reader(version_id: int) -> ServiceDefinition:
    """The definition in the language of whoever reads now, for what a person is told. Raises UnknownService."""
    return definition_of(version_id, get_language() or SOURCE_LANGUAGE)


def concept_for_reader(version_id: int, concept: str) -> str:
    """What was charged, as the language of whoever reads now names that fee; as it was recorded when no fee is it."""
    recorded, read = definition_of(version_id).service.fees, definition_for_reader(version_id).service.fees
    return next((read[key].concept for key, fee in recorded.items() if fee.concept == concept), concept)


def forget_definitions() -> None:
    """Keep nothing: called when a version is published, because an emptied database gives its ids again."""
    _definition.cache_clear()
    _loaded.cache_clear()


@lru_cache(maxsize=MAX_DEFINITIONS_KEPT)
def _definition(version_id: int, lang: str) -> ServiceDefinition:
    sha256, loaded = _loaded(version_id)
    return build(loaded, sha256=sha256, language=lang if lang in loaded.languages else SOURCE_LANGUAGE)


@lru_cache(maxsize=MAX_SOURCES_KEPT)
def _loaded(version_id: int) -> tuple[str, LoadedVersion]:
    row = Version.objects.filter(id=version_id).values_list("number", "archive", "sha256").first()
    if row is None:
        raise UnknownService()
    number, archive, sha256 = row
    loaded, _problems = load_version(from_archive(bytes(archive)), number)
    return sha256, loaded


def definition_in_folder(files: dict[str, bytes], number: int, lang: str = SOURCE_LANGUAGE) -> ServiceDefinition:
    """The definition of a folder that is not published, whose files have no problems of form. For checks and tests."""
    loaded, _problems = load_version(files, number)
    return build(loaded, sha256=sha256_of(to_archive(files)), language=lang)


def read_definition(path: Path, lang: str = SOURCE_LANGUAGE) -> ServiceDefinition:
    """The definition of the latest version in a folder that has no errors (`check_folder`). No database."""
    folder, _problems = read_folder(path)
    number = max(folder.numbers)
    return definition_in_folder(folder.of_version(number), number, lang)
