"""One advance of a case through its flow: what workflow asks for is done here, by the packages below.

Note [Effects]
    A service task asks for an effect of a closed list. `charge` waits for its payment and `issue` for its PDF: their
    tokens stay until an event or a job completes them. `notify` and `register` are done at once, in the same
    transaction. Numbers of acts are taken after everything else (`last_steps`), because they hold a lock that other
    signings wait for.
"""

from collections import deque
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json
from ventanilla.kernel.cases import effects
from ventanilla.kernel.cases.acts import record_act
from ventanilla.kernel.cases.clocks import new_clock, stop_clocks
from ventanilla.kernel.cases.events import CaseClosed
from ventanilla.kernel.cases.models import Clock, Correction
from ventanilla.kernel.cases.models.case import State
from ventanilla.kernel.cases.notified import APPEAL, CORRECTION, waits_for_notification
from ventanilla.kernel.cases.situation import DECIDE, Situation, latest_reports
from ventanilla.kernel.outbox.api import publish
from ventanilla.kernel.workflow import api as workflow
from ventanilla.kernel.workflow.types import Context, Effect, Step, TaskData, TaskPlan

# How long a term waits for money that is being looked at.
LOOK_AGAIN = timedelta(days=1)
ART_31 = "Ley 19.880 art. 31"


class Flow(Situation):
    """Advances the flow of a case, and keeps its state, stage, clocks and corrections up to what the flow did."""

    _stands_at: Step | None = None

    def start(self) -> Step:
        """Open the process of a case that is about to be inserted, so that its row says from the first where it stands.

        The caller inserts the case and what its effects read, then advances.
        """
        step = workflow.start(
            definition=workflow.load(self.definition.flow),
            subject=self.case.uuid,
            institution_id=self.case.institution_id,
            service=self.case.service,
            context=self.context(reports={}),
            at=self.at,
            actor=self.actor,
        )
        self.case.process_id = step.process_id
        self._stand_at(step)
        return step

    def complete_task(self, task_uuid: UUID, outcome: str) -> None:
        self.advance(
            workflow.complete_task(
                task_uuid=task_uuid, outcome=outcome, context=self.context(), at=self.at, actor=self.actor
            )
        )

    def complete_effect(self, token_uuid: UUID) -> None:
        self.advance(
            workflow.complete_effect(token_uuid=token_uuid, context=self.context(), at=self.at, actor=self.actor)
        )

    def fire_timer(self, token_uuid: UUID) -> None:
        """The term of a token is over. What it charged can no longer be paid; when money came for it, the term waits:
        the payment moves the case, or a person looks at it first. So waits a term of which nobody was notified.
        """
        if waits_for_notification(self, token_uuid):
            return
        if not effects.close_charge(self, token_uuid):
            workflow.postpone_timer(token_uuid=token_uuid, until=self.at + LOOK_AGAIN, at=self.at, actor=self.actor)
            return
        self.advance(workflow.fire_timer(token_uuid=token_uuid, context=self.context(), at=self.at, actor=self.actor))

    def advance(self, step: Step) -> None:
        """Do the effects that a step asks for, and those of the steps that follow, until the case waits or ends."""
        queue: deque[Effect] = deque(step.effects)
        self._follow_tasks(step)
        while queue and step.ended is None:
            effect = queue.popleft()
            if effects.perform(self, effect):
                step = workflow.complete_effect(
                    token_uuid=effect.token_uuid, context=self.context(), at=self.at, actor=self.actor
                )
                self._follow_tasks(step)
                queue.extend(step.effects)
        if step is not self._stands_at or step.ended is not None:
            self._show(step)
        for last_step in self.last_steps:
            last_step()
        self.last_steps.clear()

    def _follow_tasks(self, step: Step) -> None:
        """A task for the applicant opens a request to correct, which ends by rule when time cancels the task."""
        for task in step.tasks_cancelled:
            ended = Correction.objects.filter(task_uuid=task.uuid, result=Correction.Result.OPEN)
            if ended.update(result=Correction.Result.DEEMED_WITHDRAWN, ended_at=self.at):
                stop_clocks(self.case, (CORRECTION,), self.at)
                record_act(self.case, kind="case.deemed_withdrawn", actor=self.actor, at=self.at, norm=ART_31)
        for task in step.tasks_opened:
            if task.for_applicant:
                self._open_correction(task)
            elif task.action == DECIDE:
                self._start_decision_clock()

    def _open_correction(self, task: TaskData) -> None:
        definition = self.definition.tasks[task.key]
        clock = new_clock(
            self.case,
            kind=CORRECTION,
            term=self.terms[definition.term],
            start=self.start_of(definition.term),
            comuna=self.comuna,
        )
        clock.save()
        items = self.missing(definition)
        Correction.objects.create(
            case=self.case,
            task_uuid=task.uuid,
            key=task.key,
            items=list(items),
            requested_at=self.at,
            due_at=task.due_at or clock.due_at,
        )
        record_act(
            self.case,
            kind="case.correction_requested",
            actor=ActorRef.by_rule("cases.correction_requested", self.case.institution.uuid),
            at=self.at,
            norm=ART_31,
            private={"missing": list(items)},
        )

    def _start_decision_clock(self) -> None:
        """The file is ready for the decision, whose term runs from here (Ley 19.880 art. 24)."""
        kind = self.definition.service.decision_term
        new_clock(self.case, kind=kind, term=self.terms[kind], start=self.at, comuna=self.comuna).save()

    def _stand_at(self, step: Step) -> None:
        """The case's own state and stage are those of where the step left it."""
        self.case.state = effects.state_of(step.positions, self.definition)
        self.case.stage = self._stage(step.positions, step.ended)
        self._stands_at = step

    def _show(self, step: Step) -> None:
        """Bring the case's own state up to what the step left, and close it when the flow has ended."""
        case = self.case
        self._stand_at(step)
        if step.ended is not None:
            case.state, case.outcome, case.closed_at = State.CLOSED, step.ended, self.at
            Clock.objects.filter(case=case, stopped_at=None).exclude(kind=APPEAL).update(stopped_at=self.at)
            record_act(case, kind="case.closed", actor=self.actor, at=self.at, private={"outcome": step.ended})
            publish(CaseClosed(subject=case.uuid, outcome=step.ended))
        case.save(update_fields=["process", "state", "stage", "outcome", "decided_at", "closed_at"])

    def _stage(self, positions: frozenset[str], ended: str | None) -> str:
        here = positions | ({ended} if ended else set())
        return next((state.key for state in self.definition.service.states if here & set(state.nodes)), "")

    def context(self, reports: Mapping[str, Mapping[str, Json]] | None = None) -> Context:
        """What the conditions of the flow read, and how its tasks and timers are planned."""
        found = latest_reports(self.case) if reports is None else reports
        return Context(
            values={**self.case.answers, "tasks": found},
            task=self._plan,
            deadline=lambda term: self.deadline(term).due_at,
        )

    def _plan(self, key: str) -> TaskPlan:
        task = self.definition.tasks[key]
        return TaskPlan(
            unit_id=None if task.for_applicant else self.case.adoption.lanes[task.lane],
            action=task.action,
            due_at=self.deadline(task.term).due_at if task.term else None,
            for_applicant=task.for_applicant,
        )
