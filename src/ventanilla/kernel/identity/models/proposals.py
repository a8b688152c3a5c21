"""The two-person rule: a change of rights waits for a second administrator."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from ventanilla.kernel.identity.models.institutions import Recorded
from ventanilla.kernel.identity.types import PersonalData, ProposalKind, ProposalState

DECIDED = (ProposalState.APPROVED, ProposalState.REFUSED, ProposalState.WITHDRAWN)


class Proposal(Recorded):
    """A change of a role's rights, a post's roles or who holds a post, asked by one and decided by another.

    `body` is {before, after} (see `types.ProposalData`): `before` tells whether what it is about has changed meanwhile.
    Never deleted: who proposed and who approved explains each right. That it lapsed is absent: the instants and the
    present state of its object say it. `outcome` is "" until somebody decides.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "person": PersonalData(
            gettext_noop("Saber a quién se propone nombrar."),
            gettext_noop("Siempre: es un registro público."),
            gettext_noop("Quienes administran la institución."),
        ),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=[(each.value, each.value) for each in ProposalKind])
    role = models.ForeignKey("identity.Role", on_delete=models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey("identity.Post", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    body = models.JSONField()
    proposed_by = models.JSONField()
    proposed_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True, choices=[(each.value, each.value) for each in DECIDED])
    decided_by = models.JSONField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ProposalKind.ROLE_RIGHTS.value, role__isnull=False, post__isnull=True)
                | Q(kind__in=["POST_ROLES", "APPOINTMENT"], role__isnull=True, post__isnull=False),
                name="identity_proposal_object",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True, decided_by__isnull=True)
                | Q(outcome__in=[each.value for each in DECIDED], decided_at__isnull=False, decided_by__isnull=False),
                name="identity_proposal_decided",
            ),
        ]
        indexes = [
            # Serves the list of what waits and what was decided, newest first.
            models.Index(fields=["institution", "-proposed_at"], name="identity_proposal_of"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
