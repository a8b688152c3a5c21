"""What a content is: recognised by its bytes, never by a name."""

from ventanilla.project.verifying import checkpoints, papers, receipts
from ventanilla.project.verifying.reading import Unreadable, read_json
from ventanilla.project.verifying.types import Finding, KnownKeys, Verdict


def verify(content: bytes, known: KnownKeys) -> Finding:
    """What the content is, and whether it holds. Never raises."""
    if content.startswith(papers.SIGNATURE):
        return papers.check(content, known)
    if content.lstrip()[:1] == b"{":
        return _verify_json(content, known)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return Finding(Verdict.NOT_OURS)
    return checkpoints.check(text, known) if checkpoints.is_checkpoint(text) else Finding(Verdict.NOT_OURS)


def _verify_json(content: bytes, known: KnownKeys) -> Finding:
    try:
        value = read_json(content)
    except Unreadable:
        return Finding(Verdict.DAMAGED)
    return receipts.check(value, known) if receipts.is_receipt(value) else Finding(Verdict.NOT_OURS)
