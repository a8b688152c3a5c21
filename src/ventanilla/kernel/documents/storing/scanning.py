"""The port of the antivirus. Without one, every document is NOT_SCANNED, and pages say so.

An installation with an antivirus gives its adapter once, at start: `use_scanner(my_scanner)`.
"""

from typing import Protocol

from ventanilla.kernel.documents.types import ScanState


class Scanner(Protocol):
    """Looks at the bytes of one document. NOT_SCANNED when it cannot tell now; it never raises."""

    def __call__(self, content: bytes) -> ScanState: ...


def no_scanner(content: bytes) -> ScanState:
    """The scanner of an installation without antivirus."""
    return ScanState.NOT_SCANNED


_scanners: list[Scanner] = [no_scanner]


def use_scanner(scanner: Scanner) -> None:
    """From now on, in this process, `scanner` looks at each document before it is stored."""
    _scanners[0] = scanner


def scan(content: bytes) -> ScanState:
    """What the scanner in use says."""
    return _scanners[0](content)
