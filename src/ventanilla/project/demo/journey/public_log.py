"""The public log as an outsider reads it: checkpoint, entries and tiles over HTTP (C2SP tlog-tiles), nothing else."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.ledger.types import InclusionProof
from ventanilla.project.demo.browser.client import Browser
from ventanilla.project.demo.errors import StepFailed
from ventanilla.project.demo.journey.merkle import audit_path

ADDRESS = "/log"
TILE_WIDTH = 256
HASH_BYTES = 32


class PublicLog:
    """The log at its checkpoint of the moment when it was opened. Its `size` is 0 before the first checkpoint."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        answer = browser.fetch(f"{ADDRESS}/checkpoint")
        self.checkpoint = answer.content.decode() if answer.status == 200 else ""
        # Who signed it is asked of `verify_entry`.
        self.size = ledger.unverified_head(self.checkpoint).size if self.checkpoint else 0

    def entries(self, first: int) -> tuple[bytes, ...]:
        """Every published entry from number `first` on. Raises StepFailed."""
        bundle = first // TILE_WIDTH
        found = [entry for each in self._files("entries", bundle) for entry in ledger.unpack_entry_bundle(each)]
        return tuple(found[first - bundle * TILE_WIDTH :])

    def prove(self, index: int) -> InclusionProof:
        """That entry `index` is under the checkpoint. Raises StepFailed."""
        hashes = b"".join(self._files("0", 0))
        leaves = [hashes[start : start + HASH_BYTES] for start in range(0, len(hashes), HASH_BYTES)]
        path = tuple(audit_path(index, leaves))
        return InclusionProof(self.entries(index)[0], index, self.size, path, self.checkpoint)

    def _files(self, kind: str, first: int) -> Iterator[bytes]:
        """The tiles of one kind from number `first` to the last one, which may be partial."""
        for number in range(first, -(-self.size // TILE_WIDTH)):
            width = min(TILE_WIDTH, self.size - number * TILE_WIDTH)
            partial = f".p/{width}" if width < TILE_WIDTH else ""
            answer = self._browser.fetch(f"{ADDRESS}/tile/{kind}/{_name(number)}{partial}")
            if answer.status != 200:
                told = {"address": answer.address, "status": answer.status}
                raise StepFailed(_("El registro público no entrega %(address)s (%(status)s).") % told)
            yield answer.content


def _name(number: int) -> str:
    """`7` is 007, `1234` is x001/234."""
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.append(f"x{number % 1000:03}")
    return "/".join(reversed(groups))
