"""Where each case stands: the flow it follows, its tokens, and the human tasks they wait for."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from ventanilla.kernel.identity.types import PersonalData
from ventanilla.kernel.workflow.types import TaskState

_WHILE_THE_CASE = gettext_noop("Mientras exista el expediente.")
_CASE_READERS = gettext_noop("Las partes del trámite y quienes lo atienden.")


class TokenState(models.TextChoices):
    """ACTIVE at a task or an effect; WAITING at a join for the other branches; DONE when it has moved on."""

    ACTIVE = "ACTIVE"
    WAITING = "WAITING"
    DONE = "DONE"


class FlowSource(models.Model):
    """The author's BPMN of a flow that some process follows, byte for byte, once per hash.

    Never deleted nor changed: a running case keeps the version it began with. The parsed form is absent: it is made
    from the bytes, in memory.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    source = models.BinaryField()
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class Process(models.Model):
    """One run of a flow for one subject (a case, by its uuid).

    Never deleted while its case exists. The row is locked by each step, so two steps of a process are one after the
    other. Absent: where it stands (its tokens say it) and what its conditions read (the caller gives it at each step).
    """

    subject = models.UUIDField(unique=True)
    flow = models.ForeignKey(
        "workflow.FlowSource",
        on_delete=models.PROTECT,
        to_field="sha256",
        db_column="flow_sha256",
        related_name="+",
        db_index=False,
    )
    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+", db_index=False)
    service = models.CharField(max_length=80)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # Key of the end event that was reached.
    ended = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            # Target of the composite foreign key of Task (0002).
            models.UniqueConstraint("id", "institution", name="workflow_process_institution"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended="") | (Q(ended_at__isnull=False) & ~Q(ended="")),
                name="workflow_process_ended_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.subject)


class Token(models.Model):
    """A token at rest at a node of the flow, or that rested there.

    Never deleted while its process exists: the past ones are the path of the case. `came_by` is the arrow that brought
    it, which a join counts. `timer` is the boundary timer that is due first and `due_at` when; with interrupting timers
    no other can ever fire, so the others are absent.
    """

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    process = models.ForeignKey("workflow.Process", on_delete=models.PROTECT, related_name="tokens")
    node = models.CharField(max_length=100)
    came_by = models.CharField(max_length=100)
    state = models.CharField(max_length=8, choices=TokenState.choices)
    timer = models.CharField(max_length=100, blank=True)
    due_at = models.DateTimeField(null=True)
    placed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TokenState.values), name="workflow_token_state"),
            models.CheckConstraint(
                condition=Q(state="DONE", done_at__isnull=False) | (~Q(state="DONE") & Q(done_at__isnull=True)),
                name="workflow_token_done_whole",
            ),
            models.CheckConstraint(
                condition=Q(timer="", due_at__isnull=True) | (~Q(timer="") & Q(due_at__isnull=False)),
                name="workflow_token_timer_whole",
            ),
        ]
        indexes = [
            # Serves each step: the live tokens of a process cost the same however long its past is.
            models.Index("process", name="workflow_token_live", condition=~Q(state="DONE")),
            # Serves list_due_timers.
            models.Index("due_at", name="workflow_token_due", condition=Q(state="ACTIVE", due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.node}:{self.state}"


class Task(models.Model):
    """A human task: of a unit's officials, or of the applicant.

    Never deleted while its process exists. `holder` is who claimed it; `done_by` who ended it (ActorRef.as_json), which
    a timer may be. Absent: what was answered (cases keeps it) and the titles (texts of the service).
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "holder": PersonalData(gettext_noop("Saber quién tiene la tarea."), _WHILE_THE_CASE, _CASE_READERS),
        "done_by": PersonalData(gettext_noop("Saber quién terminó la tarea."), _WHILE_THE_CASE, _CASE_READERS),
    }

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    process = models.ForeignKey("workflow.Process", on_delete=models.PROTECT, related_name="tasks")
    token = models.OneToOneField("workflow.Token", on_delete=models.PROTECT, related_name="task")
    key = models.CharField(max_length=100)
    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("identity.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    action = models.CharField(max_length=60)
    for_applicant = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=[(each.value, each.value) for each in TaskState])
    holder = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=60, blank=True)
    done_by = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in TaskState]), name="workflow_task_state"
            ),
            # An official's task has a unit; the applicant's has none and is not claimed.
            models.CheckConstraint(
                condition=Q(for_applicant=True, unit__isnull=True, holder__isnull=True)
                | Q(for_applicant=False, unit__isnull=False),
                name="workflow_task_for_whom",
            ),
            models.CheckConstraint(
                condition=Q(state="OPEN", holder__isnull=True)
                | Q(state="CLAIMED", holder__isnull=False)
                | Q(state__in=["DONE", "CANCELLED"]),
                name="workflow_task_held",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["OPEN", "CLAIMED"], done_at__isnull=True, done_by__isnull=True, outcome="")
                | Q(state="CANCELLED", done_at__isnull=False, done_by__isnull=False, outcome="")
                | (Q(state="DONE", done_at__isnull=False, done_by__isnull=False) & ~Q(outcome="")),
                name="workflow_task_over_whole",
            ),
        ]
        indexes = [
            # Serves the desk of a unit: what expires first. No due date comes last.
            models.Index(
                "institution",
                "unit",
                F("due_at").asc(nulls_last=True),
                "id",
                name="workflow_task_of_unit",
                condition=Q(state__in=["OPEN", "CLAIMED"]),
            ),
            # Serves "mine": what expires first.
            models.Index(
                "holder",
                F("due_at").asc(nulls_last=True),
                "id",
                name="workflow_task_of_holder",
                condition=Q(state="CLAIMED"),
            ),
            # Serves what parties see of their cases: who has it, until when.
            models.Index("process", name="workflow_task_open", condition=Q(state__in=["OPEN", "CLAIMED"])),
        ]

    def __str__(self) -> str:
        return f"{self.key}:{self.state}"
