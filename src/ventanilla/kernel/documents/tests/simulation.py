"""What the simulation does with documents, and what must hold of them whatever happens."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from random import Random  # noqa: TID251  seeded

from django.db.models import Count

from ventanilla.common.errors import Fault
from ventanilla.common.testing import Deed, Step
from ventanilla.kernel.documents import api
from ventanilla.kernel.documents.models import Blob, Document, Issued, NumberSeries
from ventanilla.kernel.documents.operations.sweep import sweep_orphans
from ventanilla.kernel.ledger.testing import without_entry


def sweep(_random: Random, _at: datetime) -> Deed:
    """The daily sweep, at any hour."""
    return "orphans are swept", lambda at: sweep_orphans(at=at)


STEPS: tuple[Step, ...] = (sweep,)


def problems(*, at_rest: bool) -> Iterator[str]:
    """Each document opens and is what was stored, blobs are counted right, acts are entries, numbers are gapless."""
    for row in Document.objects.filter(blob__isnull=False):
        try:
            api.read(uuid=row.uuid)
        except Fault as fault:
            yield f"the document {row.uuid} does not open: {fault}"
    referred = Counter(Document.objects.filter(blob__isnull=False).values_list("blob", flat=True))
    for blob_id, count in Blob.objects.values_list("id", "reference_count"):
        if referred[blob_id] != count:
            yield f"the blob {blob_id} counts {count} references and has {referred[blob_id]}"
    for act in without_entry(act["act"] for acts in Document.objects.values_list("acts", flat=True) for act in acts):
        yield f"the act {act} of a document is not in the ledger"
    yield from _numbers(at_rest=at_rest)


def _numbers(*, at_rest: bool) -> Iterator[str]:
    """Each number is on one document at most; at rest, on exactly one."""
    for series in NumberSeries.objects.all():
        of_it = Issued.objects.filter(institution=series.institution_id, series=series.series, year=series.year)
        numbers = dict(of_it.values_list("number").annotate(many=Count("document")).order_by())
        name = f"{series.series} of {series.year} of institution {series.institution_id}"
        if doubled := [number for number, many in numbers.items() if many > 1]:
            yield f"{name}: the numbers {doubled} are on several documents"
        if beyond := [number for number in numbers if not 1 <= number <= series.last_number]:
            yield f"{name}: the numbers {beyond} were never taken"
        if at_rest and (holes := set(range(1, series.last_number + 1)) - numbers.keys()):
            yield f"{name}: the numbers {sorted(holes)} are on no document"
