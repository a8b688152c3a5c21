"""Entry bundles (C2SP tlog-tiles): up to 256 entries, each after its length in two bytes, big-endian. Pure."""

from collections.abc import Sequence

from ventanilla.kernel.ledger.errors import VerificationError

LENGTH_BYTES = 2


def pack(entries: Sequence[bytes]) -> bytes:
    """Raises OverflowError for an entry over 65,535 bytes, which the entry form does not allow."""
    return b"".join(len(entry).to_bytes(LENGTH_BYTES) + entry for entry in entries)


def unpack(bundle: bytes) -> tuple[bytes, ...]:
    """The entries of a bundle.

    1. Each entry has a length of two bytes and as many bytes as it says.
    """
    entries, place = [], 0
    while place < len(bundle):
        # 1
        start = place + LENGTH_BYTES
        place = start + int.from_bytes(bundle[place:start])
        if start > len(bundle) or place > len(bundle):
            raise VerificationError(step=1, reason="the bundle ends inside an entry")
        entries.append(bundle[start:place])
    return tuple(entries)
