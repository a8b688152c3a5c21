"""What must hold of register entries whatever happens. Only cases grant them."""

from collections import Counter
from collections.abc import Iterator

from ventanilla.common.testing import Step
from ventanilla.kernel.ledger.testing import without_entry
from ventanilla.kernel.registers.models import Entry, Event
from ventanilla.kernel.registers.types import EventKind

STEPS: tuple[Step, ...] = ()


def problems(*, at_rest: bool) -> Iterator[str]:
    """An act grants one entry; an entry was granted once; what happened to it is in the ledger."""
    granted = Event.objects.filter(kind=EventKind.GRANTED)
    for source, count in Counter(granted.values_list("source_act", flat=True)).items():
        if count != 1:
            yield f"the act {source} granted {count} entries"
    grants = Counter(granted.values_list("entry", flat=True))
    for entry_id in Entry.objects.values_list("id", flat=True):
        if grants[entry_id] != 1:
            yield f"the entry {entry_id} was granted {grants[entry_id]} times"
    for act in without_entry(Event.objects.values_list("act", flat=True)):
        yield f"the act {act} of a register is not in the ledger"
