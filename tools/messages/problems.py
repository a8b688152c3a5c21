"""What may be wrong with a catalogue. Each problem is one line: the package, the language, the kind, the text."""

from collections.abc import Iterator, Sequence

from tools.messages.message import Key, Messages
from tools.messages.packages import Package

RUN_UPDATE = "run `python -m tools.messages update`"


def of_package(package: Package, language: str, said: Messages, written: Messages) -> Iterator[str]:
    """The catalogue of a language against the source, and each translation against its text."""
    place = f"{package.name} {language}"
    for key in said.keys() - written.keys():
        yield f"{place}: missing, {RUN_UPDATE}: {_quoted(key)}"
    for key in written.keys() - said.keys():
        yield f"{place}: nobody says it any more, {RUN_UPDATE}: {_quoted(key)}"
    for key, message in written.items():
        if not message.is_translated:
            yield f"{place}: not translated: {_quoted(key)}"
        elif message.lost_placeholders:
            yield f"{place}: {', '.join(sorted(message.lost_placeholders))} differs: {_quoted(key)}"


def between_packages(language: str, catalogues: Sequence[tuple[Package, Messages]]) -> Iterator[str]:
    """One text, one translation: Django joins all catalogues, and which of two would win is nobody's decision."""
    first: dict[Key, tuple[Package, tuple[str, ...]]] = {}
    for package, messages in catalogues:
        for key, message in messages.items():
            other, translation = first.setdefault((*key[:2], ""), (package, message.translation))
            if translation[:1] != message.translation[:1]:
                place = f"{package.name} {language}"
                yield f"{place}: translated otherwise in {other.name}, give one a context: {_quoted(key)}"


def _quoted(key: Key) -> str:
    return f"“{key[1]}”"
