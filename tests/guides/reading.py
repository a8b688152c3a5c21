"""The guides as a shell reads them: their `sh` blocks in order, and why some are not run."""

import re
from dataclasses import dataclass
from pathlib import Path

GUIDES = Path(__file__).parents[2] / "docs" / "operating"
# Beside its lines in a list, a block may stand further in.
BLOCK = re.compile(
    r"^(?P<indent> *)(?:<!-- not run: (?P<reason>[^>]*?) -->\n(?P=indent))?```sh\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)
FENCE = re.compile(r"^ *```sh$", re.MULTILINE)
MENTION = re.compile(r"<!-- *not run")


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of shell. `reason` says why a test cannot run them, None when it does."""

    text: str
    reason: str | None


def names() -> list[str]:
    """The guides."""
    return sorted(path.stem for path in GUIDES.glob("*.md"))


def blocks(guide: str) -> list[Block]:
    """All blocks of a guide, in order. Fails when one is written so that it would be passed over."""
    text = (GUIDES / f"{guide}.md").read_text()
    found = [Block(each["text"], each["reason"]) for each in BLOCK.finditer(text)]
    assert len(found) == len(FENCE.findall(text)), f"{guide}.md has a block that does not end, or a fence within one."
    marked = sum(each.reason is not None for each in found)
    assert marked == len(MENTION.findall(text)), f"{guide}.md has `not run` elsewhere than on the line before a block."
    return found


def script(guide: str) -> str:
    """What is run of a guide: one shell for all its blocks, which stops at the first command that fails."""
    return "set -eu\n" + "".join(each.text for each in blocks(guide) if each.reason is None)
