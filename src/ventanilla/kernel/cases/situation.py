"""A case at one instant, with its definition and who acts: what one advance of its flow reads."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import cached_property

from ventanilla.common import comunas, legal_time
from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.cases.clocks import legal_terms
from ventanilla.kernel.cases.models import Case, Decision, Party, TaskReport
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import AdoptionData, ServiceDefinition, TaskDefinition

DECIDE = "cases.decide"


class Situation:
    """The case, its definition and the instant of one operation. `last_steps` run after all the rest."""

    def __init__(self, case: Case, definition: ServiceDefinition, actor: ActorRef, at: datetime) -> None:
        self.case = case
        self.definition = definition
        self.actor = actor
        self.at = at
        self.last_steps: list[Callable[[], None]] = []

    @cached_property
    def terms(self) -> Mapping[str, legal_time.Term]:
        return legal_terms(self.definition, self.case.adoption.terms)

    @cached_property
    def adoption(self) -> AdoptionData:
        """As the institution adopted the service, with the numbers that fees need: read when a fee is charged."""
        return services.get_adoption(self.case.adoption_id)

    @property
    def comuna(self) -> str:
        return self.case.institution.comuna_code

    def deadline(self, term: str) -> legal_time.Deadline:
        """When a term of the service, or an ISO 8601 duration of the flow, ends if it starts now."""
        length = self.terms.get(term) or legal_time.Term.from_iso(term)
        return legal_time.deadline(start=self.start_of(term), term=length, comuna=self.comuna)

    def start_of(self, term: str) -> datetime:
        """From when a term that starts now counts: for the applicant, from the day of the deemed notification.

        To correct, and to pay what a decision charges (Ley 19.880 art. 25; DS 4 art. 27). A task of officials counts
        from now, and so does a fee that no decision comes before.
        """
        to_correct = any(task.for_applicant and task.term == term for task in self.definition.tasks.values())
        to_pay = any(fee.due_term == term for fee in self.definition.service.fees.values())
        return self.notified_if_now if to_correct or (to_pay and self.decision) else self.at

    @property
    def notified_if_now(self) -> datetime:
        """When a notification that is sent now is deemed made."""
        return self.noon_of(legal_time.electronic_notification_on(self.at, self.comuna))

    def noon_of(self, day: date) -> datetime:
        """An instant that is on that day where the institution is."""
        return datetime.combine(day, time(12), tzinfo=comunas.get(self.comuna).zone)

    def missing(self, task: TaskDefinition) -> tuple[str, ...]:
        """What the officials wrote that is missing: the rows that the applicant's task shows of the earlier tasks."""
        rows = services.task_rows(self.definition, task.key, {}, latest_reports(self.case))
        return tuple(row.value for row in rows)

    @cached_property
    def recipients(self) -> tuple[int, ...]:
        """The persons to whom notices go: the applicant, or who represents the organisation today (ids of identity).

        Of several representatives, the one who filed; the others find the case in their lists.
        """
        rows = {party.role: party for party in Party.objects.filter(case=self.case)}
        applicant, filer = rows[Party.Role.APPLICANT], rows.get(Party.Role.REPRESENTATIVE)
        if applicant.organisation_id is None:
            return (applicant.person_id,)
        today = identity.representatives_of(
            organisation_id=applicant.organisation_id, service=self.case.service, at=self.at
        )
        return (filer.person_id,) if filer and filer.person_id in today else today

    @cached_property
    def decision(self) -> Decision | None:
        return Decision.objects.filter(case=self.case).order_by("-decided_at").first()

    @property
    def decided_on(self) -> date:
        """The local day whose numbers count: that of the decision, so that decree, charge and register agree."""
        return legal_time.local_date(self.decision.decided_at if self.decision else self.at, self.comuna)


def latest_reports(case: Case) -> dict[str, dict[str, Json]]:
    """The last report of each task by key: its fields and `outcome`. A second review replaces the first."""
    rows = TaskReport.objects.filter(case=case).order_by("reported_at", "id").values("key", "outcome", "data")
    return {row["key"]: {**row["data"], "outcome": row["outcome"]} for row in rows}
