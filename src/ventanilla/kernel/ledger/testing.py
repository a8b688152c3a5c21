"""For the tests of other packages: what they have recorded, read from the entries themselves; a log without a past."""

from collections.abc import Iterable
from uuid import UUID

from ventanilla.kernel.ledger.form import parse
from ventanilla.kernel.ledger.models import Entry
from ventanilla.kernel.ledger.types import OpenedEntry
from ventanilla.kernel.ledger.witness import witness_path


def entries(kind: str = "") -> list[OpenedEntry]:
    """All entries in the order of writing, or those of one kind; pending ones too."""
    found = Entry.objects.filter(kind=kind) if kind else Entry.objects.all()
    return [parse(bytes(body)) for body in found.order_by("id").values_list("body", flat=True)]


def entry_of(act: UUID) -> OpenedEntry:
    """The entry of one act; fails when it was not recorded."""
    return parse(bytes(Entry.objects.get(act=act).body))


def forget_published() -> None:
    """Make the home forget what it published, for a database that was emptied."""
    witness_path().unlink(missing_ok=True)


def without_entry(acts: Iterable[UUID | str]) -> set[str]:
    """Which of these acts the ledger does not have."""
    wanted = {str(act) for act in acts}
    return wanted - {str(act) for act in Entry.objects.filter(act__in=wanted).values_list("act", flat=True)}
