"""What the page of a case shows, in words: made from the case, its service and its institution."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ventanilla.kernel.cases.types import CaseView, ChargeLine, ClockLine, CorrectionData, CurrentTask, DecisionData
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import InstitutionData
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import ServiceDefinition, StateShown
from ventanilla.portal.web import dates, stages, verification_words, words
from ventanilla.portal.web.dates import Due

APPEAL = "appeal"


@dataclass(frozen=True, slots=True)
class Clock:
    """A legal term that runs, for whom, and how its end was counted."""

    label: str
    due: Due
    norm: str
    explanation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the case now, for what."""

    task: str
    unit: str
    person: str
    due: Due | None


@dataclass(frozen=True)
class CasePage:
    """The case as the page of a party says it at the instant `at`."""

    case: CaseView
    definition: ServiceDefinition
    institution: InstitutionData
    at: datetime

    @property
    def stage(self) -> StateShown:
        return words.stage_of(self.definition, self.case.stage)

    @property
    def state_kind(self) -> str:
        return words.state_kind(self.case.state)

    @property
    def stages(self) -> tuple[stages.Stage, ...]:
        return stages.stages_of(self.case, self.definition, self.stage.label)

    @cached_property
    def correction(self) -> CorrectionData | None:
        """The request to correct that the person can still answer."""
        asked = self.case.correction
        return asked if asked and asked.result == "OPEN" and self.at <= asked.due_at else None

    @property
    def correction_due(self) -> Due | None:
        return self._due_at(self.correction.due_at) if self.correction else None

    @cached_property
    def charge(self) -> ChargeLine | None:
        """What the person has to pay first."""
        return next((each for each in self.case.charges if each.state == "PENDING"), None)

    @property
    def charge_due(self) -> Due | None:
        return self._due(self.charge.due_on) if self.charge and self.charge.due_on else None

    @property
    def charges(self) -> list[list[dict[str, str]]]:
        return [
            [{"text": each.concept}, {"text": each.amount.display()}, words.charge_state(each.state)]
            for each in self.case.charges
        ]

    @property
    def charge_columns(self) -> list[dict[str, object]]:
        return [{"text": _("Concepto")}, {"text": _("Monto"), "numeric": True}, {"text": _("Estado")}]

    @property
    def holders(self) -> tuple[Holder, ...]:
        """The units and persons that have it; the person's own task is in the banner."""
        return tuple(self._holder(task) for task in self.case.tasks if not task.for_applicant)

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """The terms that run, the nearest first; the one to appeal stands with the decision."""
        return tuple(self._clock(each) for each in self.case.clocks if each.kind != APPEAL)

    @property
    def appeal(self) -> Clock | None:
        return next((self._clock(each) for each in self.case.clocks if each.kind == APPEAL), None)

    @property
    def appeal_open(self) -> bool:
        return self.appeal is not None and self.appeal.due.days >= 0

    @property
    def appeal_to_come(self) -> bool:
        """The decision has not been notified yet, so that its window to appeal has not begun."""
        return self.decision is not None and not self.appeal and APPEAL in self.definition.service.terms

    @property
    def decision(self) -> DecisionData | None:
        return self.case.decision

    @property
    def granted_until(self) -> str:
        """`Vale hasta el …`, when the case granted something with an end."""
        return verification_words.until(self.case.granted) if self.case.granted else ""

    @property
    def granted_tag(self) -> dict[str, str] | None:
        return verification_words.state_tag(self.case.granted) if self.case.granted else None

    @property
    def decision_name(self) -> str:
        """`Decreto N.º 12 de 2026`; without a number, plainly the decision."""
        found = self.case.decision
        if found is None or found.number is None:
            return _("La decisión")
        return _("%(series)s N.º %(number)s de %(year)s") % {
            "series": found.series.capitalize(),
            "number": found.number,
            "year": found.year,
        }

    @property
    def decided_on(self) -> str:
        return dates.day(self._day(self.case.decision.decided_at)) if self.case.decision else ""

    @property
    def documents(self) -> list[dict[str, str]]:
        return [
            words.line_item(self.definition, line, reverse("own-document", args=[self.case.uuid, line.uuid]))
            for line in self.case.documents
        ]

    @property
    def history(self) -> list[dict[str, str]]:
        return [
            {
                "when": dates.moment(act.at, self.institution.time_zone),
                "iso": act.at.isoformat(),
                "title": words.act_title(self.definition, act),
                "text": words.act_text(self.definition, act),
                "by": _("Usted") if act.own else act.actor,
                "kind": words.act_kind(act),
            }
            for act in self.case.history
        ]

    @property
    def facts(self) -> list[dict[str, str]]:
        """What to quote when asking about the case."""
        return [
            {"key": _("Código"), "value": self.case.code},
            {"key": _("Presentada"), "value": dates.moment(self.case.filed_at, self.institution.time_zone)},
            {"key": _("A nombre de"), "value": self.case.applicant_name},
            {"key": _("Institución"), "value": self.case.institution_name},
        ]

    def _holder(self, task: CurrentTask) -> Holder:
        due = self._due_at(task.due_at) if task.due_at else None
        return Holder(words.task_title(self.definition, task.key), task.unit_name, task.holder_name, due)

    def _clock(self, line: ClockLine) -> Clock:
        return Clock(words.clock_label(self.definition, line.kind), self._due(line.due_on), line.norm, line.explanation)

    def _day(self, at: datetime) -> date:
        return dates.day_of(at, self.institution.time_zone)

    def _due_at(self, at: datetime) -> Due:
        return self._due(self._day(at))

    def _due(self, on: date) -> Due:
        return dates.due(on, at=self.at, comuna=self.institution.comuna_code)


def page_of(case: CaseView, at: datetime) -> CasePage:
    """The page of a case that was read, with its service in the language of whoever reads."""
    definition = services.definition_for_reader(case.version_id)
    return CasePage(case, definition, identity.get_institution(id=case.institution_id), at)
