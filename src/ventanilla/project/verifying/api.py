"""The front door of verifying: a file and the known keys in, one answer in words out. No database, no network."""

from pathlib import Path

from ventanilla.project.verifying.files import Unusable, read
from ventanilla.project.verifying.keys import of_file, of_this_installation
from ventanilla.project.verifying.kinds import verify
from ventanilla.project.verifying.types import Answer, KnownKeys
from ventanilla.project.verifying.words import in_words

__all__ = ["answer", "of_file", "of_this_installation", "verify"]


def answer(path: Path, known: KnownKeys) -> Answer:
    """What the file is and whether it holds, in the active language. Never raises: what cannot be read is an answer."""
    try:
        content = read(path)
    except Unusable as problem:
        return Answer(holds=False, sentence=str(problem))
    return in_words(verify(content, known), known)
