"""The desk, and one protected task: both start from `visible_tasks`, the one predicate of an official's work."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from ventanilla.common.paging import PAGE_SIZE_ROWS, Position
from ventanilla.kernel.cases import errors
from ventanilla.kernel.cases.models import Case, Party
from ventanilla.kernel.cases.situation import DECIDE
from ventanilla.kernel.cases.types import Desk, DeskRow
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import Actor, Scope

WORK = "cases.work"
ACTIONS = (WORK, DECIDE)
OPEN_STATES = ("OPEN", "CLAIMED")


class Tab(StrEnum):
    """The views of the desk."""

    MINE = "mine"
    UNIT = "unit"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with its case, as operations need them."""

    case: Case
    uuid: UUID
    key: str
    state: str
    action: str
    holder_person_id: int | None
    opened_at: datetime
    due_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


def scopes_of(actor: Actor, at: datetime) -> tuple[Scope, ...]:
    """What the actor may work on and decide. One query."""
    return identity.scopes_of(actor=actor, actions=ACTIONS, at=at)


def visible_tasks(scopes: tuple[Scope, ...]) -> Q:
    """Tasks whose action the actor has at the task's unit, for the case's service. The one predicate."""
    found = Q(pk__in=[])
    for scope in scopes:
        for grant in scope.grants:
            reach = Q(
                process__tasks__institution_id=grant.institution_id,
                process__tasks__unit_id__in=grant.unit_ids,
                process__tasks__action=scope.action,
            )
            found |= reach & Q(service=grant.service) if grant.service else reach
    return found


def list_desk(*, actor: Actor, at: datetime, tab: Tab, after: str | None = None) -> Desk:
    """Open tasks, what expires first on top; those of the actor's own cases are not shown.

    Four queries, and each costs a page however many tasks there are. The list names no applicant: choosing a task does
    not need it, and what is not shown needs no record of a read.
    MINE: those that the actor holds. UNIT: those that nobody holds. URGENT: all, held or not.
    """
    tasks = _open_tasks(actor, at)
    rows = _with_names(tasks.filter(_of_tab(tab, actor))).defer("answers", "facts")
    last = Position.read(after)
    if last is not None:
        rows = rows.filter(_beyond(last))
    found: list[Any] = list(rows.order_by(F("task_due_at").asc(nulls_last=True), "task_id")[: PAGE_SIZE_ROWS + 1])
    shown = found[:PAGE_SIZE_ROWS]
    more = len(found) > len(shown)
    next_after = Position(shown[-1].task_due_at, shown[-1].task_id).token() if more else None
    return Desk(tuple(_desk_row(row) for row in shown), next_after, _counts(tasks, actor))


def _of_tab(tab: Tab, actor: Actor) -> Q:
    """Who holds a task is in its state too, and each index holds the tasks of a state."""
    if tab is Tab.MINE:
        return Q(task_state="CLAIMED", task_holder=actor.person_id)
    return Q(task_state="OPEN") if tab is Tab.UNIT else Q()


def _beyond(last: Position) -> Q:
    """Tasks that stand after `last`; those without a due date come last."""
    if last.at is None:
        return Q(task_due_at=None, task_id__gt=last.id)
    return Q(task_due_at__gt=last.at) | Q(task_due_at=last.at, task_id__gt=last.id) | Q(task_due_at=None)


def _counts(tasks: QuerySet[Case], actor: Actor) -> dict[str, int]:
    """How many tasks each view has, as far as is counted. One query."""
    few = [
        tasks.filter(_of_tab(tab, actor)).values_list(Value(tab.value), flat=True)[: Desk.COUNTED_MOST] for tab in Tab
    ]
    counted = Counter(few[0].union(*few[1:], all=True))
    return {tab.value: counted[tab.value] for tab in Tab}


def access_task_row(task_uuid: UUID, *, actor: Actor, at: datetime, lock: bool = False) -> TaskRow:
    """The task and its case, for an official who may work on it; `lock` locks the case. One query after the scopes.

    Raises TaskNotFound, and OwnCase when the official takes part in the case, or represents who does (Ley 19.880
    art. 12). The lock comes first, in a statement of its own: what is read after it is what the one before left.
    """
    if lock:
        Case.objects.select_for_update(of=("self",)).filter(process__tasks__uuid=task_uuid).first()
    visible = visible_tasks(scopes_of(actor, at)) & Q(process__tasks__uuid=task_uuid)
    rows = _named(Case.objects.filter(visible)).annotate(own=Exists(own_parties(actor, at)))
    row = rows.select_related("institution", "unit", "adoption").first()
    if row is None:
        raise errors.TaskNotFound()
    if row.own:
        raise errors.OwnCase()
    return TaskRow(
        case=row,
        uuid=row.task_uuid,
        key=row.task_key,
        state=row.task_state,
        action=row.task_action,
        holder_person_id=row.task_holder,
        opened_at=row.task_opened_at,
        due_at=row.task_due_at,
    )


def own_parties(actor: Actor, at: datetime) -> QuerySet[Party]:
    """Party rows of the official, or of whom they represent by a mandate in force, for whatever service."""
    own = Q(person_id=actor.person_id)
    for mandate in identity.mandates_of(person_id=actor.person_id, at=at):
        if mandate.organisation:
            own |= Q(organisation_id=mandate.organisation.id)
        elif mandate.principal:
            own |= Q(person_id=mandate.principal.id)
    return Party.objects.filter(own, case=OuterRef("pk"))


def _open_tasks(actor: Actor, at: datetime) -> QuerySet[Case]:
    """One row per open task. All conditions on tasks stand in one `filter`, so that they are about the same task."""
    visible = visible_tasks(scopes_of(actor, at)) & Q(process__tasks__state__in=OPEN_STATES)
    return _named(Case.objects.filter(visible)).filter(~Exists(own_parties(actor, at)))


def _named(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Columns of the task of each row, by the join that the filter made."""
    return rows.annotate(
        task_id=F("process__tasks__id"),
        task_uuid=F("process__tasks__uuid"),
        task_key=F("process__tasks__key"),
        task_state=F("process__tasks__state"),
        task_action=F("process__tasks__action"),
        task_opened_at=F("process__tasks__opened_at"),
        task_due_at=F("process__tasks__due_at"),
        task_holder=F("process__tasks__holder_id"),
    )


def _with_names(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.annotate(
        task_unit=F("process__tasks__unit__name"),
        holder_name=Concat("process__tasks__holder__given_names", Value(" "), "process__tasks__holder__surnames"),
    )


def _desk_row(row: Any) -> DeskRow:
    return DeskRow(
        task_uuid=row.task_uuid,
        key=row.task_key,
        case_code=row.code,
        service=row.service,
        version_id=row.version_id,
        holder_name=(row.holder_name or "").strip(),
        holder_person_id=row.task_holder,
        unit_name=row.task_unit or "",
        opened_at=row.task_opened_at,
        due_at=row.task_due_at,
    )
