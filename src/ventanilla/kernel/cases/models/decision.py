"""What the institution says: requests to correct, decisions, and the acts that are issued with a number."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models

from ventanilla.kernel.cases import personal_data
from ventanilla.kernel.cases.models.case import Case
from ventanilla.kernel.identity.types import PersonalData


class Correction(models.Model):
    """A request to correct (Ley 19.880 art. 31): what is missing, until when, and how it ended.

    `answers` are what the applicant has sent so far, so that a file is sent once. Kept as filed when it is answered.
    `notified_at` is when its notification was sent: before, `due_at` is an estimate, and the term cannot end the case.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "answers": personal_data.ANSWERS,
        "items": personal_data.ANSWERS,
    }

    class Result(models.TextChoices):
        OPEN = "OPEN"
        ANSWERED = "ANSWERED"
        DEEMED_WITHDRAWN = "DEEMED_WITHDRAWN"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections")
    task_uuid = models.UUIDField(unique=True)
    key = models.CharField(max_length=100)
    items = models.JSONField()
    answers = models.JSONField(default=dict)
    requested_at = models.DateTimeField()
    notified_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    result = models.CharField(max_length=20, choices=Result.choices, default=Result.OPEN)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # rule: one open request a case
            models.UniqueConstraint("case", condition=models.Q(result="OPEN"), name="correction_one_open"),
        ]


class Decision(models.Model):
    """The final decision (Ley 19.880 art. 41). Never changed: an appeal makes another one.

    `appeal_until` is set when the decision is notified, because the term runs from there (art. 59).
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "data": personal_data.ANSWERS,
        "decided_by": personal_data.ACTOR,
    }

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    task_uuid = models.UUIDField(unique=True)
    outcome = models.CharField(max_length=100)
    data = models.JSONField(default=dict)
    decided_at = models.DateTimeField()
    decided_by = models.JSONField()
    notified_at = models.DateTimeField(null=True)
    appeal_until = models.DateField(null=True)


class Issuance(models.Model):
    """An act to be issued: its number is taken when the official signs, its PDF is made by a job.

    Unique per token, so that a repeated job cannot issue twice.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="issuances")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="issuances")
    token_uuid = models.UUIDField(unique=True)
    document = models.CharField(max_length=64)
    series = models.CharField(max_length=64, blank=True)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(null=True)
    ordered_at = models.DateTimeField()
    ordered_by = models.JSONField()
    issued_at = models.DateTimeField(null=True)
    document_uuid = models.UUIDField(null=True)
    verification_code = models.CharField(max_length=32, default="", blank=True)
