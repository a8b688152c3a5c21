"""The front door of cases: the electronic file from draft to proof."""

from ventanilla.kernel.cases.examples import rehearse_folder
from ventanilla.kernel.cases.operations.corrections import answer_correction
from ventanilla.kernel.cases.operations.drafts import DRAFT_KEPT, discard_draft, save_page, start_draft
from ventanilla.kernel.cases.operations.feedback import rate_filing
from ventanilla.kernel.cases.operations.filing import Circumstances, file_application
from ventanilla.kernel.cases.operations.receipts import open_receipt
from ventanilla.kernel.cases.operations.rules import fire_due_timers
from ventanilla.kernel.cases.operations.tasks import claim_task, complete_task, release_task
from ventanilla.kernel.cases.queries.case_page import access_case
from ventanilla.kernel.cases.queries.documents import open_own_document, preview_decision
from ventanilla.kernel.cases.queries.figures import count_filings
from ventanilla.kernel.cases.queries.mine import access_draft, draft_key, list_my_cases, list_my_drafts, review_draft
from ventanilla.kernel.cases.queries.payments import access_charge
from ventanilla.kernel.cases.queries.reads import list_my_reads
from ventanilla.kernel.cases.queries.reasons import access_reasons
from ventanilla.kernel.cases.queries.receipt_page import access_receipt
from ventanilla.kernel.cases.queries.search import access_case_of_unit, search_cases
from ventanilla.kernel.cases.queries.task_page import access_task, check_report, open_task_document
from ventanilla.kernel.cases.queries.tasks import Tab, list_desk
from ventanilla.kernel.cases.queries.verification import find_verification
from ventanilla.kernel.cases.receipt_sheet import FILE_NAME as RECEIPT_FILE
from ventanilla.kernel.cases.receipt_sheet import KIND as RECEIPT_KIND
from ventanilla.kernel.cases.receipts import MEDIA_TYPE as RECEIPT_MEDIA_TYPE

__all__ = [
    "DRAFT_KEPT",
    "RECEIPT_FILE",
    "RECEIPT_KIND",
    "RECEIPT_MEDIA_TYPE",
    "Circumstances",
    "Tab",
    "access_case",
    "access_case_of_unit",
    "access_charge",
    "access_draft",
    "access_reasons",
    "access_receipt",
    "access_task",
    "answer_correction",
    "check_report",
    "claim_task",
    "complete_task",
    "count_filings",
    "discard_draft",
    "draft_key",
    "file_application",
    "find_verification",
    "fire_due_timers",
    "list_desk",
    "list_my_cases",
    "list_my_drafts",
    "list_my_reads",
    "open_own_document",
    "open_receipt",
    "open_task_document",
    "preview_decision",
    "rate_filing",
    "rehearse_folder",
    "release_task",
    "review_draft",
    "save_page",
    "search_cases",
    "start_draft",
]
