"""The case, who takes part in it, and the legal clocks on it."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models

from ventanilla.kernel.cases import personal_data
from ventanilla.kernel.identity.types import PersonalData


class State(models.TextChoices):
    """Where a case is, as every service says it; the service's texts say it in its own words."""

    IN_REVIEW = "IN_REVIEW"
    AWAITING_APPLICANT = "AWAITING_APPLICANT"
    AWAITING_PAYMENT = "AWAITING_PAYMENT"
    BEING_ISSUED = "BEING_ISSUED"
    CLOSED = "CLOSED"


class Case(models.Model):
    """One file (expediente). Never deleted: disposal erases its keys and private values, the row stays.

    `uuid` is that of the draft it was, and names its folder in documents, workflow, payments and notices.
    `state` is the same for every service; `stage` is the key of what this service shows (service.yaml, states).
    `facts` is what the State already held and the form showed (name, RUN), as it was on the day of filing.
    Gaps between codes are normal. Absent on purpose: the current task (workflow's rows say it) and the
    applicant's name (identity holds it).
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "answers": personal_data.ANSWERS,
        "facts": personal_data.ANSWERS,
        "comuna_of_person": personal_data.ANSWERS,
    }

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True)
    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("identity.Unit", on_delete=models.PROTECT, related_name="+")
    adoption = models.ForeignKey("services.Adoption", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("services.Version", on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=64)
    process = models.OneToOneField("workflow.Process", on_delete=models.PROTECT, null=True, related_name="case")
    answers = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=24, choices=State.choices, default=State.IN_REVIEW)
    stage = models.CharField(max_length=100, default="", blank=True)
    outcome = models.CharField(max_length=100, default="", blank=True)
    filed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # what the indicators need from the first day (DESIGN §7)
    channel = models.CharField(max_length=16, default="PORTAL")
    assisted = models.BooleanField(default=False)
    comuna_of_person = models.CharField(max_length=5, default="", blank=True)
    comuna_of_filing = models.CharField(max_length=5, default="", blank=True)
    device_class = models.CharField(max_length=8, default="", blank=True)

    class Meta:
        indexes = [
            # serves: the list of cases of an institution's unit, newest first
            models.Index(fields=["institution", "unit", "-filed_at"], name="case_of_unit"),
        ]
        constraints = [
            # rule: a closed case has an outcome and the instant of closing
            models.CheckConstraint(
                name="case_closed_whole",
                condition=~models.Q(state="CLOSED") | (models.Q(closed_at__isnull=False) & ~models.Q(outcome="")),
            ),
        ]


class Party(models.Model):
    """Someone who takes part (interesado, Ley 19.880 art. 21): exactly one person or one organisation.

    Never deleted. A mandatary is a party of their own, with the mandate that shows why.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {"person": personal_data.PARTY}

    class Role(models.TextChoices):
        APPLICANT = "APPLICANT"
        REPRESENTATIVE = "REPRESENTATIVE"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=16, choices=Role.choices)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    mandate = models.ForeignKey("identity.Mandate", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            # serves: my cases
            models.Index(fields=["person", "-case"], name="party_person"),
            models.Index(fields=["organisation", "-case"], name="party_organisation"),
        ]
        constraints = [
            # rule: exactly one holder
            models.CheckConstraint(
                name="party_one_holder",
                condition=models.Q(person__isnull=True) ^ models.Q(organisation__isnull=True),
            ),
        ]


class Clock(models.Model):
    """A legal term that runs on a case, with its norm and how its end was counted, in words.

    Never deleted. `explanation` keeps the steps as they were when counted: a holiday declared later makes a
    new row, not a silent change.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=32)
    norm = models.CharField(max_length=80)
    started_at = models.DateTimeField()
    due_on = models.DateField()
    due_at = models.DateTimeField()
    explanation = models.JSONField(default=list)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # serves: the running clocks of a case page
            models.Index(fields=["case", "due_at"], name="clock_running", condition=models.Q(stopped_at=None)),
        ]
