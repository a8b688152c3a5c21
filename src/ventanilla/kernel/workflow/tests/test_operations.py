"""Processes as rows: steps, claims, timers, two institutions, two at once, and what a step costs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from ventanilla.common.actor import ActorRef
from ventanilla.common.errors import Fault
from ventanilla.kernel.identity.testing import Commune, make_commune, make_second
from ventanilla.kernel.outbox.api import operation
from ventanilla.kernel.workflow import api, definitions
from ventanilla.kernel.workflow.errors import (
    OutcomeNotAllowed,
    TaskForApplicant,
    TaskHeld,
    TaskNotFound,
    TaskNotHeld,
    TaskOver,
    TimerNotDue,
    TokenGone,
)
from ventanilla.kernel.workflow.models import FlowSource, Process, Task, Token, TokenState
from ventanilla.kernel.workflow.testing import Block, Choice, Do, Fork, Loop, Seq, Stop, flow
from ventanilla.kernel.workflow.testing import Task as Human
from ventanilla.kernel.workflow.types import Context, EffectName, Step, TaskData, TaskPlan, TaskState

AT = datetime(2026, 3, 2, 13, tzinfo=UTC)
DAY = timedelta(days=1)
RULE = ActorRef.by_rule("test")


@dataclass
class Office:
    """A commune and how its tasks are planned; `correct` is the applicant's."""

    commune: Commune
    values: dict[str, object] = field(default_factory=dict)

    def context(self, values: Mapping[str, object] | None = None) -> Context:
        return Context(values={**self.values, **(values or {})}, task=self.plan, deadline=lambda term: AT + 5 * DAY)

    def plan(self, key: str) -> TaskPlan:
        if key == "correct":
            return TaskPlan(unit_id=None, action="", due_at=AT + 5 * DAY, for_applicant=True)
        return TaskPlan(unit_id=self.commune.units["RENTAS"].id, action="cases.work", due_at=AT + DAY)

    def start(self, block: Block | bytes, subject: UUID | None = None) -> Step:
        source = block if isinstance(block, bytes) else flow(block)
        return api.start(
            definition=api.load(source),
            subject=subject or uuid4(),
            institution_id=self.commune.institution.id,
            service="licence",
            context=self.context(),
            at=AT,
            actor=RULE,
        )

    def complete(self, task: TaskData, outcome: str = "DONE", values: Mapping[str, object] | None = None) -> Step:
        return api.complete_task(
            task_uuid=task.uuid, outcome=outcome, context=self.context(values), at=AT, actor=RULE, outcomes={"DONE"}
        )

    def claim(self, task: TaskData, post: str) -> TaskData:
        official = self.commune.officials[post]
        return api.claim_task(task_uuid=task.uuid, person_id=official.person.id, at=AT, actor=self.actor(post))

    def release(self, task: TaskData, post: str) -> TaskData:
        official = self.commune.officials[post]
        return api.release_task(task_uuid=task.uuid, person_id=official.person.id, at=AT, actor=self.actor(post))

    def actor(self, post: str) -> ActorRef:
        return self.commune.officials[post].actor(AT).ref()


@pytest.fixture
def office(db: None) -> Office:
    return Office(make_commune())


def only(step: Step) -> TaskData:
    (task,) = step.tasks_opened
    return task


class TestSteps:
    def test_a_process_opens_its_first_tasks_as_they_were_planned(self, office: Office):
        subject = uuid4()
        step = office.start(Fork([Human("works"), Human("inspection")]), subject)
        assert {task.key for task in step.tasks_opened} == {"works", "inspection"} == step.positions
        task = step.tasks_opened[0]
        assert (task.subject, task.service, task.state) == (subject, "licence", TaskState.OPEN)
        assert (task.unit_id, task.due_at) == (office.commune.units["RENTAS"].id, AT + DAY)
        assert step.ended is None
        assert api.get_task(uuid=task.uuid) == task

    def test_the_join_goes_on_with_the_last_branch(self, office: Office):
        step = office.start(Seq([Fork([Human("works"), Human("inspection")]), Human("decide")]))
        first = office.complete(step.tasks_opened[0])
        assert (first.tasks_opened, first.positions) == ((), {"inspection"})
        assert office.complete(step.tasks_opened[1]).positions == {"decide"}

    def test_conditions_read_what_the_caller_gives(self, office: Office):
        block = Seq([Human("review"), Choice({'tasks.review.outcome = "DONE"': Human("sign")}, Human("reject"))])
        step = office.start(block)
        after = office.complete(only(step), values={"tasks": {"review": {"outcome": "DONE"}}})
        assert after.positions == {"sign"}

    def test_an_effect_is_asked_for_with_its_parameters_and_waits(self, office: Office):
        step = office.start(Seq([Do("charge", "fee", {"fee": "licence"}), Human("review")]))
        (effect,) = step.effects
        assert (effect.name, effect.params, effect.node_key) == (EffectName.CHARGE, {"fee": "licence"}, "fee")
        after = api.complete_effect(token_uuid=effect.token_uuid, context=office.context(), at=AT, actor=RULE)
        assert after.positions == {"review"}
        with pytest.raises(TokenGone):
            api.complete_effect(token_uuid=effect.token_uuid, context=office.context(), at=AT, actor=RULE)

    def test_the_end_is_recorded_and_every_token_is_done(self, office: Office):
        subject = uuid4()
        step = office.complete(only(office.start(Human("review"), subject)))
        assert (step.ended, step.positions) == ("finished", frozenset())
        process = api.find_process(subject=subject)
        assert process is not None
        assert (process.ended, process.ended_at) == ("finished", AT)
        assert not Token.objects.exclude(state=TokenState.DONE).exists()

    def test_a_flow_without_tasks_ends_in_its_first_step(self, office: Office):
        assert office.start(Choice({"false": Human("never")}, None)).ended == "finished"

    def test_a_terminate_end_cancels_the_tasks_of_other_branches(self, office: Office):
        block = Fork([Seq([Human("works"), Stop("refused")]), Human("inspection")])
        step = office.start(block)
        works = next(task for task in step.tasks_opened if task.key == "works")
        after = office.complete(works)
        assert after.ended == "refused"
        assert [(task.key, task.state) for task in after.tasks_cancelled] == [("inspection", TaskState.CANCELLED)]
        cancelled = Task.objects.get(key="inspection")
        assert (cancelled.state, cancelled.done_at, cancelled.done_by) == ("CANCELLED", AT, RULE.as_json())

    def test_the_authors_bytes_are_stored_once(self, office: Office):
        source = flow(Human("review"))
        first = office.start(source)
        office.start(source)
        stored = FlowSource.objects.get()
        assert bytes(stored.source) == source
        assert Process.objects.get(id=first.process_id).flow_id == stored.sha256

    def test_another_program_reads_the_flow_from_its_bytes_once(self, office: Office):
        task = only(office.start(Seq([Human("review"), Human("sign")])))
        definitions._loaded.clear()
        with CaptureQueriesContext(connection) as queries:
            after = only(office.complete(task))
            office.complete(after)
        assert sum("workflow_flowsource" in query["sql"] for query in queries) == 1

    def test_a_subject_has_one_process(self, office: Office):
        subject = uuid4()
        office.start(Human("review"), subject)
        with pytest.raises(Fault):
            office.start(Human("review"), subject)


class TestCompleteTask:
    def test_an_outcome_that_is_not_allowed_is_refused(self, office: Office):
        task = only(office.start(Human("review")))
        with pytest.raises(OutcomeNotAllowed):
            office.complete(task, "OTHER")
        assert api.get_task(uuid=task.uuid).state is TaskState.OPEN

    def test_a_task_is_done_once(self, office: Office):
        task = only(office.start(Human("review")))
        office.complete(task)
        with pytest.raises(TaskOver):
            office.complete(task)

    def test_an_unknown_task_is_not_found(self, office: Office):
        with pytest.raises(TaskNotFound):
            api.complete_task(task_uuid=uuid4(), outcome="DONE", context=office.context(), at=AT, actor=RULE)

    def test_what_another_person_holds_is_refused_with_their_name(self, office: Office):
        task = only(office.start(Human("review")))
        office.claim(task, "RENTAS-1")
        with pytest.raises(TaskHeld) as refusal:
            office.complete(task)
        assert refusal.value.params == {"holder": "Ana María Rojas Ñancupil"}
        done = api.complete_task(
            task_uuid=task.uuid, outcome="DONE", context=office.context(), at=AT, actor=office.actor("RENTAS-1")
        )
        assert done.ended == "finished"
        kept = api.get_task(uuid=task.uuid)
        assert (kept.state, kept.outcome, kept.done_at) == (TaskState.DONE, "DONE", AT)
        assert kept.done_by == office.actor("RENTAS-1")
        assert kept.holder_person_id == office.commune.officials["RENTAS-1"].person.id


class TestClaim:
    def test_the_second_is_refused_and_told_who_has_it(self, office: Office):
        task = only(office.start(Human("review")))
        claimed = office.claim(task, "RENTAS-1")
        assert claimed.state is TaskState.CLAIMED
        assert office.claim(task, "RENTAS-1") == claimed
        with pytest.raises(TaskHeld, match="Ana María Rojas Ñancupil ya tiene esta tarea"):
            office.claim(task, "RENTAS-2")

    def test_what_was_released_can_be_claimed_by_another(self, office: Office):
        task = only(office.start(Human("review")))
        office.claim(task, "RENTAS-1")
        with pytest.raises(TaskNotHeld):
            office.release(task, "RENTAS-2")
        assert [office.release(task, "RENTAS-1").holder_person_id for _ in range(2)] == [None, None]
        assert office.claim(task, "RENTAS-2").state is TaskState.CLAIMED

    def test_a_task_that_is_over_is_neither_claimed_nor_released(self, office: Office):
        task = only(office.start(Human("review")))
        office.complete(task)
        with pytest.raises(TaskOver):
            office.claim(task, "RENTAS-1")
        with pytest.raises(TaskOver):
            office.release(task, "RENTAS-1")

    def test_the_task_of_the_applicant_is_not_for_officials(self, office: Office):
        task = only(office.start(Human("correct")))
        assert (task.for_applicant, task.unit_id) == (True, None)
        with pytest.raises(TaskForApplicant):
            office.claim(task, "RENTAS-1")


class TestTimers:
    block = Seq([Human("correct", "correction", Stop("withdrawn")), Human("review")])

    def test_a_due_timer_cancels_the_task_and_takes_its_own_arrow(self, office: Office):
        step = office.start(self.block)
        (timer,) = step.timers
        assert (timer.node_key, timer.due_at) == ("correct", AT + 5 * DAY)
        assert api.list_due_timers(at=AT + 5 * DAY - timedelta(seconds=1)) == ()
        assert api.list_due_timers(at=AT + 5 * DAY) == (timer,)
        after = api.fire_timer(token_uuid=timer.token_uuid, context=office.context(), at=AT + 6 * DAY, actor=RULE)
        assert after.ended == "withdrawn"
        assert [task.state for task in after.tasks_cancelled] == [TaskState.CANCELLED]
        assert api.list_due_timers(at=AT + 6 * DAY) == ()

    def test_a_timer_does_not_fire_early_nor_after_its_task_is_done(self, office: Office):
        step = office.start(self.block)
        (timer,) = step.timers
        with pytest.raises(TimerNotDue):
            api.fire_timer(token_uuid=timer.token_uuid, context=office.context(), at=AT, actor=RULE)
        office.complete(only(step))
        assert api.list_due_timers(at=AT + 6 * DAY) == ()
        with pytest.raises(TokenGone):
            api.fire_timer(token_uuid=timer.token_uuid, context=office.context(), at=AT + 6 * DAY, actor=RULE)

    def test_a_timer_on_an_effect_stops_waiting_for_it(self, office: Office):
        step = office.start(Do("charge", "fee", term="P5D", late=Stop("unpaid")))
        (timer,) = step.timers
        after = api.fire_timer(token_uuid=timer.token_uuid, context=office.context(), at=AT + 6 * DAY, actor=RULE)
        assert after.ended == "unpaid"
        with pytest.raises(TokenGone):
            api.complete_effect(token_uuid=timer.token_uuid, context=office.context(), at=AT + 6 * DAY, actor=RULE)

    def test_a_postponed_timer_and_its_task_end_at_the_new_instant(self, office: Office):
        step = office.start(self.block)
        (timer,), later = step.timers, AT + 8 * DAY
        assert only(step).token_uuid == timer.token_uuid
        api.postpone_timer(token_uuid=timer.token_uuid, until=later, at=AT, actor=RULE)
        assert api.list_due_timers(at=later - timedelta(seconds=1)) == ()
        assert [due.due_at for due in api.list_due_timers(at=later)] == [later]
        assert api.get_task(uuid=only(step).uuid).due_at == later

    def test_what_waits_for_no_term_is_not_postponed(self, office: Office):
        token = only(office.start(Human("review"))).token_uuid
        with pytest.raises(TokenGone):
            api.postpone_timer(token_uuid=token, until=AT + DAY, at=AT, actor=RULE)

    def test_the_longest_overdue_comes_first_and_the_limit_holds(self, office: Office):
        timers = [office.start(self.block).timers[0] for _ in range(3)]
        assert len(api.list_due_timers(at=AT + 9 * DAY, limit=2)) == 2
        assert {timer.token_uuid for timer in api.list_due_timers(at=AT + 9 * DAY)} == {t.token_uuid for t in timers}

    def test_they_are_found_by_their_index(self, office: Office):
        office.start(self.block)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(
                "EXPLAIN SELECT id FROM workflow_token"
                " WHERE state = 'ACTIVE' AND due_at IS NOT NULL AND due_at <= now() ORDER BY due_at LIMIT 10"
            )
            assert "workflow_token_due" in str(cursor.fetchall())


class TestTwoInstitutions:
    def test_the_database_refuses_a_task_at_a_unit_of_another(self, office: Office):
        other = make_second()
        step = office.start(Human("review"))
        task = Task.objects.get(uuid=only(step).uuid)
        task.unit_id = other.units["RENTAS"].id
        with pytest.raises(IntegrityError), transaction.atomic():  # noqa: TID251 the error is the test
            task.save()
            connection.check_constraints()

    def test_open_tasks_are_read_for_many_cases_in_one_statement(self, office: Office):
        other = Office(make_second())
        first, second = uuid4(), uuid4()
        office.start(Fork([Human("works"), Human("inspection")]), first)
        other.start(Human("review"), second)
        with CaptureQueriesContext(connection) as queries:
            found = api.list_open_tasks(subjects=[first, second, uuid4()])
        assert len(queries) == 1
        assert {subject: [task.key for task in tasks] for subject, tasks in found.items()} == {
            first: ["works", "inspection"],
            second: ["review"],
        }


class TestStoredFlow:
    def test_it_can_neither_be_changed_nor_deleted(self, office: Office):
        office.start(Human("review"))
        for change in (lambda: FlowSource.objects.update(source=b""), lambda: FlowSource.objects.all().delete()):
            with pytest.raises(IntegrityError), transaction.atomic():  # noqa: TID251 the error is the test
                change()


class TestCost:
    """Statements of a step inside the caller's operation: the same with 3 tasks behind it and with 300."""

    LOOP = Loop(Human("review"), "again")
    STATEMENTS_PER_STEP = 6  # lock, live tokens, end the task, mark the token, insert the token, insert the task

    def test_a_step_is_as_many_statements_after_300_tasks_as_after_3(self, office: Office):
        task = only(office.start(self.LOOP))
        counts = []
        for _round in range(300):
            with CaptureQueriesContext(connection) as queries:
                task = only(_complete_inside(task, office))
            counts.append(len(_without_savepoints(queries)))
        assert Task.objects.count() == 301
        assert set(counts) == {self.STATEMENTS_PER_STEP}

    def test_a_fork_of_twenty_costs_no_more_than_one_task(self, office: Office):
        task = only(office.start(Seq([Human("review"), Fork([Human() for _ in range(20)])])))
        with CaptureQueriesContext(connection) as queries:
            step = _complete_inside(task, office)
        assert len(step.tasks_opened) == 20
        assert len(_without_savepoints(queries)) == self.STATEMENTS_PER_STEP

    def test_claiming_is_two_statements(self, office: Office):
        task = only(office.start(Human("review")))
        actor = office.actor("RENTAS-1")
        person_id = office.commune.officials["RENTAS-1"].person.id
        with CaptureQueriesContext(connection) as queries:
            api.claim_task(task_uuid=task.uuid, person_id=person_id, at=AT, actor=actor)
        assert len(_without_savepoints(queries)) == 2


def _complete_inside(task: TaskData, office: Office) -> Step:
    @operation
    def complete(*, actor: ActorRef, at: datetime) -> Step:
        return office.complete(task, values={"again": True})

    return complete(actor=RULE, at=AT)


def _without_savepoints(queries: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_the_last_two_branches_of_a_join_completed_together_open_the_next_task_once(self):
        office = Office(make_commune())
        for _round in range(5):
            step = office.start(Seq([Fork([Human("works"), Human("inspection")]), Human("decide")]))
            results = _together(*(partial(office.complete, task) for task in step.tasks_opened))
            assert sorted(len(result.tasks_opened) for result in results) == [0, 1]
            assert Task.objects.filter(process_id=step.process_id, key="decide").count() == 1

    def test_a_task_claimed_by_two_goes_to_one(self):
        office = Office(make_commune())
        actors = [(office.commune.officials[post].person.id, office.actor(post)) for post in ("RENTAS-1", "RENTAS-2")]
        for _round in range(5):
            task = only(office.start(Human("review")))
            claim = partial(api.claim_task, task_uuid=task.uuid, at=AT)
            results = _together(*(partial(claim, person_id=person_id, actor=actor) for person_id, actor in actors))
            assert sorted(type(result).__name__ for result in results) == ["TaskData", "TaskHeld"]

    def test_a_task_completed_while_its_timer_fires_ends_once(self):
        office = Office(make_commune())
        late = AT + 6 * DAY
        for _round in range(5):
            step = office.start(Seq([Human("correct", "correction", Stop("withdrawn")), Human("review")]))
            task, (timer,) = only(step), step.timers
            fire = partial(api.fire_timer, token_uuid=timer.token_uuid, context=office.context(), at=late, actor=RULE)
            results = _together(partial(office.complete, task), fire)
            kinds = sorted(type(result).__name__ for result in results)
            assert kinds in (["Step", "TaskOver"], ["Step", "TokenGone"])


def _together(*calls):
    """Run the calls in threads that start at once; each gives what it returned or raised."""
    barrier, results = Barrier(len(calls)), [None] * len(calls)

    def run(index: int) -> None:
        barrier.wait(timeout=10)
        try:
            results[index] = calls[index]()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(index,)) for index in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results
