"""What the page of a task shows, in words: made from the task, its service and its institution; asks nothing more."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from ventanilla.common import legal_time
from ventanilla.kernel.cases.types import TaskView
from ventanilla.kernel.identity.types import InstitutionData
from ventanilla.kernel.services.types import ServiceDefinition, TaskDefinition
from ventanilla.portal.web import dates, words
from ventanilla.portal.web.dates import Due


@dataclass(frozen=True, slots=True)
class Report:
    """What an earlier task left that this one may see."""

    title: str
    by: str
    rows: list[dict[str, str]]


@dataclass(frozen=True)
class TaskPage:
    """A task as its official sees it at the instant `at`."""

    view: TaskView
    definition: ServiceDefinition
    institution: InstitutionData
    at: datetime

    @property
    def task(self) -> TaskDefinition:
        return self.definition.tasks[self.view.key]

    @property
    def over(self) -> bool:
        return self.view.state in ("DONE", "CANCELLED")

    @property
    def due(self) -> Due | None:
        if self.view.due_at is None:
            return None
        comuna = self.institution.comuna_code
        return dates.due(legal_time.local_date(self.view.due_at, comuna), at=self.at, comuna=comuna)

    @property
    def facts(self) -> list[dict[str, str]]:
        name = [{"key": _("Solicitante"), "value": self.view.applicant_name}] if self.view.applicant_name else []
        return [
            {"key": _("Código"), "value": self.view.case_code},
            {"key": _("Trámite"), "value": self.definition.title},
            *name,
            {"key": _("Presentada"), "value": dates.moment(self.view.filed_at, self.institution.time_zone)},
            {"key": _("La tiene"), "value": self.holder},
        ]

    @property
    def holder(self) -> str:
        if self.view.mine:
            return _("Usted")
        return self.view.holder_name or _("Nadie todavía")

    @property
    def rows(self) -> list[dict[str, str]]:
        """The answers of the form that the task shows; its files stand among the documents."""
        return [
            {"key": row.label, "value": row.value}
            for row in self.view.rows
            if row.page not in self.definition.tasks and not row.document
        ]

    @property
    def documents(self) -> list[dict[str, str]]:
        return [
            words.line_item(self.definition, line, reverse("task-document", args=[self.view.uuid, line.uuid]))
            for line in self.view.documents
        ]

    @property
    def reports(self) -> tuple[Report, ...]:
        """The last report of each earlier task: only the fields that tasks.yaml shows, with who made it and when."""
        last = {report.key: report for report in self.view.reports}
        return tuple(
            Report(words.task_title(self.definition, key), self._signed(last[key].by, last[key].at), rows)
            for key in last
            if (rows := self._rows_of(key))
        )

    @property
    def closed(self) -> list[str]:
        """Why the task may not end in each way that is closed now."""
        return list(self.view.closed.values())

    @property
    def explanations(self) -> list[dict[str, object]]:
        """How the rules of the service come out, for who decides."""
        return words.explanations(self.view.explanations)

    @property
    def fees(self) -> list[dict[str, object]]:
        return [
            {"key": fee.concept, "value": fee.amount.display(), "notes": [fee.explanation, *fee.sources]}
            for fee in self.view.fees
        ]

    def _signed(self, name: str, at: datetime) -> str:
        return _("%(name)s, %(when)s") % {"name": name, "when": dates.moment(at, self.institution.time_zone)}

    def _rows_of(self, task: str) -> list[dict[str, str]]:
        return [
            {"key": self._row_name(task, row.question, row.label), "value": row.value}
            for row in self.view.rows
            if row.page == task and not row.document
        ]

    def _row_name(self, task: str, question: str, label: str) -> str:
        return _("Resultado") if label == words.task_title(self.definition, task) and question == "outcome" else label
