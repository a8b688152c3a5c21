"""The front door of services: the catalogue, versions and adoptions, forms, tasks and fees of a definition."""

from ventanilla.kernel.services.answers.display import display_value, to_inputs
from ventanilla.kernel.services.answers.reading import input_names
from ventanilla.kernel.services.checks.folder import check_folder
from ventanilla.kernel.services.definitions import (
    concept_for_reader,
    definition_for_reader,
    definition_of,
    read_definition,
)
from ventanilla.kernel.services.explaining import explain_decisions
from ventanilla.kernel.services.fees import evaluate, register_plan
from ventanilla.kernel.services.forms import check_answers, parse_page, summary, visible_pages
from ventanilla.kernel.services.legibility import inflesz
from ventanilla.kernel.services.operations.adopting import adopt, end_adoption, record_value
from ventanilla.kernel.services.operations.publishing import import_folder
from ventanilla.kernel.services.queries import (
    adoption_of,
    export_version,
    find_version,
    get_adoption,
    get_version,
    list_adoptions,
    list_by_life_event,
    list_catalogue,
    list_slugs,
    search,
)
from ventanilla.kernel.services.tasks import check_task, closed_outcomes, parse_task, task_rows

__all__ = [
    "adopt",
    "adoption_of",
    "check_answers",
    "check_folder",
    "check_task",
    "closed_outcomes",
    "concept_for_reader",
    "definition_for_reader",
    "definition_of",
    "display_value",
    "end_adoption",
    "evaluate",
    "explain_decisions",
    "export_version",
    "find_version",
    "get_adoption",
    "get_version",
    "import_folder",
    "inflesz",
    "input_names",
    "list_adoptions",
    "list_by_life_event",
    "list_catalogue",
    "list_slugs",
    "parse_page",
    "parse_task",
    "read_definition",
    "record_value",
    "register_plan",
    "search",
    "summary",
    "task_rows",
    "to_inputs",
    "visible_pages",
]
