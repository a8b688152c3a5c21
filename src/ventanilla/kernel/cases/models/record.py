"""What the file is made of: filings, index, acts, reports of tasks, and one optional answer of the person."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models

from ventanilla.kernel.cases import personal_data
from ventanilla.kernel.cases.models.case import Case
from ventanilla.kernel.identity.types import PersonalData


class Filing(models.Model):
    """One presentation by a party, with its signed receipt (DS 10: six data). Never changed nor deleted."""

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "answers": personal_data.ANSWERS,
        "filed_by": personal_data.ACTOR,
        "receipt": personal_data.ANSWERS,
    }

    class Kind(models.TextChoices):
        APPLICATION = "APPLICATION"
        CORRECTION = "CORRECTION"

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="filings")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    filed_at = models.DateTimeField()
    counts_from = models.DateTimeField()
    filed_by = models.JSONField()
    answers = models.JSONField()
    receipt = models.JSONField()
    receipt_document = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "filed_at"], name="filing_of_case")]  # serves: the receipts of a case


class IndexEntry(models.Model):
    """A line of the electronic index (DS 10): a document, its folio and why it is there. Never deleted."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="index_entries")
    document_uuid = models.UUIDField()
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, null=True, related_name="index_entries")

    class Meta:
        indexes = [models.Index(fields=["case", "added_at"], name="index_entry_of_case")]  # serves: documents of a case
        constraints = [
            # rule: a document stands once in a case's index
            models.UniqueConstraint("case", "document_uuid", name="index_entry_once"),
        ]


class Act(models.Model):
    """An act on the case and its private side: values and the salts that open the ledger's commitments.

    `act` is the random id of the ledger entry. Rows are never deleted; disposal empties `private` and `salts`
    together, and the entry stays verifiable without saying anything.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "actor": personal_data.ACTOR,
        "private": personal_data.ANSWERS,
    }

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="acts")
    act = models.UUIDField(unique=True)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    actor = models.JSONField()
    private = models.JSONField(default=dict)
    salts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="act_of_case")]  # serves: the history of a case


class TaskReport(models.Model):
    """What an official or the applicant answered when a task was done. Never changed.

    A task that is done again leaves another row: the last one of each key counts.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "data": personal_data.ANSWERS,
        "reported_by": personal_data.ACTOR,
    }

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="task_reports")
    task_uuid = models.UUIDField(unique=True)
    key = models.CharField(max_length=100)
    outcome = models.CharField(max_length=100)
    data = models.JSONField(default=dict)
    reported_at = models.DateTimeField()
    reported_by = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["case", "reported_at"], name="task_report_of_case")
        ]  # serves: the flow's context


class Feedback(models.Model):
    """The one optional question after the receipt: how easy was it, 1 to 5. No page of an official reads it.

    It belongs to a case, so that indicators can count by service, channel and phase: it is data of its person.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {"ease": personal_data.EASE}

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="feedback")
    ease = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            # rule: the scale has five steps
            models.CheckConstraint(name="feedback_scale", condition=models.Q(ease__gte=1, ease__lte=5)),
        ]
