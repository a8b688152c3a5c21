"""What is left of an installation: `python -m tests.endurance.inspection` reads what was acknowledged and says what is
wrong, both as JSON. It looks once nothing waits any more, or says what waits.
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from ventanilla.project.start import start_django

PATIENCE_SECONDS = 90
# Longer than a worker that was killed keeps a notice for itself.
AFTER_ANY_LEASE = timedelta(minutes=10)
Facts = dict[str, list[dict[str, Any]]]


def main() -> None:
    start_django()
    from tests.simulation.town import PACKAGES
    from ventanilla.common import clock
    from ventanilla.kernel.notices.delivery import send_due

    facts = json.load(sys.stdin)
    wait_until_quiet()
    while send_due(at=clock.now() + AFTER_ANY_LEASE):
        wait_until_quiet()
    checks: tuple[Callable[[Facts], Iterator[str]], ...] = (filings, reports, decisions, payments, checkpoints)
    found = [problem for check in checks for problem in check(facts)]
    found += [f"{package.name}: {problem}" for package in PACKAGES for problem in package.problems(at_rest=True)]
    json.dump(found, sys.stdout)


def wait_until_quiet() -> None:
    """Until no event, no job and no entry waits; what waits after all that time is told by the packages."""
    from ventanilla.kernel.ledger import api as ledger
    from ventanilla.kernel.outbox import api as outbox

    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        status = outbox.get_status()
        waiting = status.pending_count + status.jobs_waiting_count + status.jobs_running_count
        if not waiting and not ledger.pending_count():
            return
        threading.Event().wait(0.2)


def filings(facts: Facts) -> Iterator[str]:
    """Each receipt that was seen is of one filing, with its documents as they were sent and its entry in the log."""
    from ventanilla.kernel.cases.models import Case, Filing

    for seen in facts["filings"]:
        case = Case.objects.filter(uuid=seen["case"]).first()
        if case is None or case.code != seen["code"]:
            yield f"the receipt of {seen['code']} was seen and the case is {case and case.code}"
            continue
        of_kind = Filing.objects.filter(case=case, kind=seen["kind"])
        holding = [filing for filing in of_kind if seen["documents"] == _sent_with(filing)]
        if len(holding) != 1:
            yield f"{len(holding)} filings of {case.code} have the documents {seen['documents']} ({seen['kind']})"
        kinds = {"APPLICATION": "case.filed", "CORRECTION": "case.correction_filed"}
        yield from _not_in_log(case.acts.filter(kind=kinds[seen["kind"]]).values_list("act", flat=True), case.code)


def _sent_with(filing: Any) -> list[str]:
    """The hashes of what its documents hold, opened again."""
    import hashlib

    from ventanilla.kernel.cases.models import IndexEntry
    from ventanilla.kernel.documents import api as documents

    lines = IndexEntry.objects.filter(filing=filing).values_list("document_uuid", flat=True)
    return sorted(hashlib.sha256(documents.read(uuid=uuid)).hexdigest() for uuid in lines)


def reports(facts: Facts) -> Iterator[str]:
    """Each task that was said to be ended has ended so, by one report."""
    from ventanilla.kernel.cases.models import TaskReport

    for seen in facts["reports"]:
        outcomes = list(TaskReport.objects.filter(task_uuid=seen["task"]).values_list("outcome", flat=True))
        if outcomes != [seen["outcome"]]:
            yield f"the task {seen['task']} was ended as {seen['outcome']} and has the reports {outcomes}"


def decisions(facts: Facts) -> Iterator[str]:
    """Each decision that was said to be signed is the decision of its case, and in the log."""
    from ventanilla.kernel.cases.models import Case

    for seen in facts["decisions"]:
        case = Case.objects.get(code=seen["code"])
        outcomes = list(case.decisions.values_list("outcome", flat=True))
        if outcomes != [seen["outcome"]]:
            yield f"{case.code} was decided {seen['outcome']} and has the decisions {outcomes}"
        yield from _not_in_log(case.acts.filter(kind="case.decided").values_list("act", flat=True), case.code)


def payments(facts: Facts) -> Iterator[str]:
    """Each payment that was said to be received settles its charge, once, moved its case, and is in the log."""
    from ventanilla.kernel.cases.models import Case
    from ventanilla.kernel.payments.models import Charge, Result

    for seen in facts["payments"]:
        charge = Charge.objects.get(uuid=seen["charge"])
        money = Result.objects.filter(attempt__charge=charge).exclude(disposition="NONE")
        if [each.disposition for each in money] != ["SETTLES"]:
            yield f"the charge {charge.uuid} was paid, and of it came {[each.disposition for each in money]}"
        case = Case.objects.get(uuid=charge.dossier)
        paid = case.acts.filter(kind="case.paid").values_list("act", flat=True)
        yield from _not_in_log([*(each.act for each in money), *paid], case.code)
        if len(paid) != 1 or case.outcome != "granted":
            yield f"{case.code} was paid, has {len(paid)} acts of it, and its outcome is {case.outcome!r}"


def _not_in_log(acts: Any, about: str) -> Iterator[str]:
    """That these acts are not proved to be under the last checkpoint; that there is none of them."""
    from ventanilla.common.errors import Refusal
    from ventanilla.kernel.ledger import api as ledger

    acts = list(acts)
    if not acts:
        yield f"{about} has no such act"
    for act in acts:
        try:
            proof = ledger.find_inclusion(act=UUID(str(act)))
            ledger.verify_entry(proof=proof, verifier_key=ledger.log_verifier_key())
        except Refusal as error:
            yield f"the act {act} of {about} is not proved: {error}"


def checkpoints(facts: Facts) -> Iterator[str]:
    """Each checkpoint that anybody ever saw is signed, and the beginning of the log as it is now."""
    from ventanilla.common.errors import Refusal
    from ventanilla.kernel.ledger import api as ledger
    from ventanilla.kernel.ledger.tests.simulation import not_consistent

    key = ledger.log_verifier_key()
    if not facts["checkpoints"]:
        return
    now = ledger.open_checkpoint(note=ledger.get_checkpoint(), verifier_key=key)
    for note in facts["checkpoints"]:
        try:
            then = ledger.open_checkpoint(note=str(note), verifier_key=key)
        except Refusal as error:
            yield f"a checkpoint that was seen does not verify: {error}"
            continue
        yield from not_consistent(then.size, then.root, now.size, now.root)


if __name__ == "__main__":
    main()
