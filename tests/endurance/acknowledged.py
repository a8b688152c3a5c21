"""What persons and officials were told, by a page that they saw: this must be true for ever."""

import threading
from dataclasses import dataclass, field
from typing import Any

from tests.endurance.installation import PATIENCE_SECONDS


@dataclass
class Acknowledged:
    """Kept by all clients together. `filings`, `reports`, `decisions`, `payments` are what pages said."""

    filings: list[dict[str, Any]] = field(default_factory=list)
    reports: list[dict[str, str]] = field(default_factory=list)
    decisions: list[dict[str, str]] = field(default_factory=list)
    payments: list[dict[str, str]] = field(default_factory=list)
    checkpoints: set[str] = field(default_factory=set)
    # What no client should meet: an error page that says nothing, a refusal of what was right.
    surprises: list[str] = field(default_factory=list)
    answers: int = 0
    troubles: int = 0

    def __post_init__(self) -> None:
        self._changed = threading.Condition()

    def answered(self) -> None:
        """A page came."""
        with self._changed:
            self.answers += 1
            self._changed.notify_all()

    def failed(self) -> None:
        """Something was asked, and what came says nothing of it."""
        with self._changed:
            self.troubles += 1

    def wait_for_answers(self, count: int) -> None:
        """Return when so many more pages came."""
        with self._changed:
            wanted = self.answers + count
            came = self._changed.wait_for(lambda: self.answers >= wanted, PATIENCE_SECONDS)
            assert came, f"{wanted - self.answers} of {count} pages never came. {self.surprises}"

    def last_checkpoint(self) -> str:
        """The largest that anybody saw. A note says the size of the log in its second line."""
        return max(self.checkpoints, key=lambda note: int(note.splitlines()[1]))

    def facts(self) -> dict[str, Any]:
        """For the inspection, as JSON."""
        return {
            "filings": self.filings,
            "reports": self.reports,
            "decisions": self.decisions,
            "payments": self.payments,
            "checkpoints": sorted(self.checkpoints),
        }
