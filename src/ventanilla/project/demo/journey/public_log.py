"""The public log as an outsider reads it: checkpoint, entries and tiles over HTTP (C2SP tlog-tiles), nothing else.

The audit path is computed here from the hashes of the log, by the definition of RFC 6962 §2.1.1, so that what the
ledger verifies was not made by the ledger.
"""

import hashlib
from collections.abc import Iterator, Sequence

from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.ledger.types import InclusionProof
from ventanilla.project.demo.browser.client import Browser

TILE_WIDTH = 256
HASH_BYTES = 32


class PublicLog:
    """The log at its checkpoint of the moment when it was opened."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._address = address.rstrip("/")
        answer = browser.fetch(f"{self._address}/checkpoint")
        self.checkpoint = answer.content.decode() if answer.status == 200 else ""
        self.size = self._size()

    def _size(self) -> int:
        """How many entries the checkpoint covers. Who signed it is asked of `verify_entry`."""
        text, ended, _signatures = self.checkpoint.partition("\n\n")
        return ledger.parse_checkpoint(f"{text}\n").size if ended else 0

    def entries(self, first: int) -> tuple[bytes, ...]:
        """Every published entry from number `first` on."""
        place = first // TILE_WIDTH
        found = [entry for bundle in self._files("entries", place) for entry in ledger.unpack_entry_bundle(bundle)]
        return tuple(found[first - place * TILE_WIDTH :])

    def prove(self, index: int) -> InclusionProof:
        """That entry `index` is under the checkpoint."""
        leaves = [
            tile[start : start + HASH_BYTES]
            for tile in self._files("0", 0)
            for start in range(0, len(tile), HASH_BYTES)
        ]
        path = tuple(_path(index, leaves))
        return InclusionProof(self.entries(index)[0], index, self.size, path, self.checkpoint)

    def _files(self, kind: str, first: int) -> Iterator[bytes]:
        """The tiles of one kind from number `first` to the last one, which may be partial."""
        for number in range(first, -(-self.size // TILE_WIDTH)):
            width = min(TILE_WIDTH, self.size - number * TILE_WIDTH)
            partial = f".p/{width}" if width < TILE_WIDTH else ""
            yield self._browser.open(f"{self._address}/tile/{kind}/{_name(number)}{partial}").content


def _name(number: int) -> str:
    """`7` is 007, `1234` is x001/234."""
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.append(f"x{number % 1000:03}")
    return "/".join(reversed(groups))


def _path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n]) of RFC 6962."""
    if len(leaves) == 1:
        return []
    left = _left_size(leaves)
    if index < left:
        return [*_path(index, leaves[:left]), _root(leaves[left:])]
    return [*_path(index - left, leaves[left:]), _root(leaves[:left])]


def _root(leaves: Sequence[bytes]) -> bytes:
    """MTH(D[n]) of RFC 6962, from hashes of leaves."""
    if len(leaves) == 1:
        return leaves[0]
    left = _left_size(leaves)
    return hashlib.sha256(b"\x01" + _root(leaves[:left]) + _root(leaves[left:])).digest()


def _left_size(leaves: Sequence[bytes]) -> int:
    """The largest power of two below the number of leaves."""
    return 1 << ((len(leaves) - 1).bit_length() - 1)
