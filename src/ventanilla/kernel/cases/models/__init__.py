"""Tables of the electronic file (expediente, Ley 19.880 art. 18; DS 10), by noun."""

from ventanilla.kernel.cases.models.case import Case, Clock, Party
from ventanilla.kernel.cases.models.decision import Correction, Decision, Issuance
from ventanilla.kernel.cases.models.draft import Draft
from ventanilla.kernel.cases.models.record import Act, Feedback, Filing, IndexEntry, TaskReport
from ventanilla.kernel.cases.models.search import SearchWord

__all__ = [
    "Act",
    "Case",
    "Clock",
    "Correction",
    "Decision",
    "Draft",
    "Feedback",
    "Filing",
    "IndexEntry",
    "Issuance",
    "Party",
    "SearchWord",
    "TaskReport",
]
