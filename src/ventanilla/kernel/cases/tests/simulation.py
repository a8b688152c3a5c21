"""What persons and officials do with cases in the simulation, and what must hold of cases whatever happens."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from ventanilla.common.errors import Refusal
from ventanilla.common.testing import Step
from ventanilla.kernel.cases.models import Act, Case, Correction, Decision, Draft, Filing, IndexEntry, Issuance
from ventanilla.kernel.cases.models.case import State
from ventanilla.kernel.cases.tests import simulated_officials, simulated_persons
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.documents.types import Origin
from ventanilla.kernel.ledger.testing import without_entry
from ventanilla.kernel.workflow import api as workflow

STEPS: tuple[Step, ...] = (*simulated_persons.STEPS, *simulated_officials.STEPS)


def problems(*, at_rest: bool) -> Iterator[str]:
    """What somebody read on a page is there, once, and agrees with what every other package knows of it."""
    yield from _filings()
    yield from _documents(at_rest=at_rest)
    yield from _flow()
    yield from _numbers(at_rest=at_rest)
    for act in without_entry(Act.objects.values_list("act", flat=True)):
        yield f"the act {act} of a case is not in the ledger"


def _filings() -> Iterator[str]:
    """A filed draft is one case with one application, whose receipt the institution signed."""
    filed = set(Draft.objects.filter(filed_at__isnull=False).values_list("uuid", flat=True))
    cases = set(Case.objects.values_list("uuid", flat=True))
    for uuid in filed ^ cases:
        yield f"{uuid} is {'a filed draft and no case' if uuid in filed else 'a case of no filed draft'}"
    applications = Counter(Filing.objects.filter(kind=Filing.Kind.APPLICATION).values_list("case", flat=True))
    acts = Counter(Act.objects.values_list("case", "kind"))
    corrections = Counter(Filing.objects.filter(kind=Filing.Kind.CORRECTION).values_list("case", flat=True))
    for case_id in Case.objects.values_list("id", flat=True):
        if (applications[case_id], acts[case_id, "case.filed"]) != (1, 1):
            yield f"the case {case_id} was filed {applications[case_id]} times"
        answered = Correction.objects.filter(case=case_id, result=Correction.Result.ANSWERED).count()
        if not corrections[case_id] == acts[case_id, "case.correction_filed"] == answered:
            yield f"the case {case_id} has {corrections[case_id]} corrections and {answered} were answered"
    for filing in Filing.objects.select_related("case__institution"):
        yield from not_signed(filing)


def not_signed(filing: Filing) -> Iterator[str]:
    """That the receipt of a filing is not what its institution signed."""
    key = documents.receipt_public_key(institution_id=filing.case.institution_id)
    try:
        said = documents.verify_statement(public_key_pem=key, statement=filing.receipt["signature"])
    except Refusal as error:
        yield f"the receipt of the filing {filing.id} does not verify: {error}"
        return
    if said != filing.receipt["statement"]:
        yield f"the receipt of the filing {filing.id} says another thing than what was signed"


def _documents(*, at_rest: bool) -> Iterator[str]:
    """Every line of the index is a document of the case; what a receipt lists is in the index; at rest nothing else."""
    for case in Case.objects.all():
        of_case = {each.uuid: each for each in documents.list_of(dossier=case.uuid)}
        listed = set(IndexEntry.objects.filter(case=case).values_list("document_uuid", flat=True))
        if lost := listed - of_case.keys():
            yield f"the documents {lost} of the case {case.id} are in its index and nowhere else"
        told = chain.from_iterable(
            filing.receipt["statement"]["documents"] for filing in Filing.objects.filter(case=case)
        )
        kept = {of_case[uuid].sha256 for uuid in listed & of_case.keys()}
        if unlisted := [each["title"] for each in told if each["sha256"] not in kept]:
            yield f"the receipts of the case {case.id} list {unlisted}, which its index has not"
        waiting = Correction.objects.filter(case=case, result=Correction.Result.OPEN).exists()
        sent = {uuid for uuid, each in of_case.items() if each.origin == Origin.FILED}
        if at_rest and not waiting and sent - listed:
            yield f"the case {case.id} keeps {len(sent - listed)} files that no filing carries"


def _flow() -> Iterator[str]:
    """A case is closed when its process has ended, and has at most one final decision and one open correction."""
    for case in Case.objects.all():
        process = workflow.find_process(subject=case.uuid)
        ended = process is not None and process.ended_at is not None
        if ended != (case.state == State.CLOSED) or process is None:
            yield f"the case {case.id} is {case.state} and its process ended: {ended}"
        decisions = Decision.objects.filter(case=case).count()
        if decisions > 1 or bool(decisions) != (case.decided_at is not None):
            yield f"the case {case.id} was decided {decisions} times, at {case.decided_at}"
        kinds = Counter(Act.objects.filter(case=case).values_list("kind", flat=True))
        if kinds["case.decided"] != decisions or kinds["case.closed"] != ended or kinds["case.paid"] > 1:
            yield f"the case {case.id} has the acts {dict(kinds)}"


def _numbers(*, at_rest: bool) -> Iterator[str]:
    """The numbers that officials took have no hole and no double; at rest each is on its one document."""
    taken: dict[tuple[int, str, int], list[int]] = {}
    for row in Issuance.objects.exclude(series="").select_related("case"):
        taken.setdefault((row.case.institution_id, row.series, row.year), []).append(row.number or 0)
        if row.document_uuid is None:
            if at_rest:
                yield f"the number {row.number} of {row.series} {row.year} is on no document"
            continue
        number = documents.get_issued(document=row.document_uuid).act_number
        if number is None or (number.series, number.year, number.number) != (row.series, row.year, row.number):
            yield f"the document of the number {row.number} of {row.series} {row.year} says {number}"
    for series, numbers in taken.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield f"the numbers of {series} are {sorted(numbers)}"
