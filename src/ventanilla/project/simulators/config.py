"""What the simulators know of the installation, and which addresses they send a browser back to."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ventanilla.common.assertion import shared_key
from ventanilla.kernel.payments.types import SIMULATOR_KEY_FILE

THIS_MACHINE = frozenset({"localhost", "127.0.0.1"})
ADDRESS_MAX_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class Config:
    """The public address of the platform and the home whose keys it shares."""

    public_url: str
    home: Path

    @property
    def is_on_this_machine(self) -> bool:
        return urlsplit(self.public_url).hostname in THIS_MACHINE

    def payments_key(self) -> bytes:
        return shared_key(self.home / "keys" / SIMULATOR_KEY_FILE)

    def accepts_return(self, address: str) -> bool:
        """Whether a browser may be sent back to `address`: only under the public address, written plainly.

        What browsers read in another way than `urlsplit` does (backslashes, spaces, control characters) is refused.
        """
        if len(address) > ADDRESS_MAX_CHARACTERS or "\\" in address or any(each <= " " for each in address):
            return False
        try:
            given, ours = urlsplit(address), urlsplit(self.public_url)
            same_place = (given.scheme, given.hostname, given.port) == (ours.scheme, ours.hostname, ours.port)
        except ValueError:
            return False
        below = given.path.startswith(ours.path.rstrip("/") + "/")
        return same_place and below and "@" not in given.netloc and not given.fragment
