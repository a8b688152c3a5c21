"""Tables of payments: charge → attempts → results → settlement. Only a charge changes, and only to be closed."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from ventanilla.kernel.identity.types import PersonalData
from ventanilla.kernel.payments.types import ChargeState, Disposition, Outcome

_CLOSINGS = ["", ChargeState.EXPIRED.value, ChargeState.CANCELLED.value]
_OUTCOMES = [each.value for each in Outcome]
_DISPOSITIONS = [each.value for each in Disposition]
_KEPT = gettext_noop("Seis años: lo que la ley pide para cuentas públicas.")
_SEEN_BY = gettext_noop("Quien paga y quienes llevan la caja y el trámite.")


class Charge(models.Model):
    """An amount that a case asks of a person or an organisation, in pesos, to be paid once.

    Never deleted. Amount, payer and concept never change (trigger, 0002): another amount is another charge. The state
    is absent: settled is its `Settlement`, expired follows from `due_on`, and `closing` says what an act did.
    `acts` has one object per ledger entry: {act, kind, salts}.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "payer_person": PersonalData(gettext_noop("Saber a quién se cobra."), _KEPT, _SEEN_BY),
        "concept": PersonalData(gettext_noop("Decir qué se cobra."), _KEPT, _SEEN_BY),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+")
    dossier = models.UUIDField()
    # What waits for the payment in the flow: one charge each, so that a repeated effect charges once.
    token = models.UUIDField(unique=True)
    payer_person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    payer_organisation = models.ForeignKey(
        "identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    amount_clp = models.BigIntegerField()
    concept = models.CharField(max_length=200)
    due_on = models.DateField(null=True)
    charged_at = models.DateTimeField()
    closing = models.CharField(max_length=9, default="", blank=True, choices=[(each, each) for each in _CLOSINGS])
    closing_reason = models.CharField(max_length=500, default="", blank=True)
    closed_at = models.DateTimeField(null=True)
    acts = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(payer_person__isnull=False, payer_organisation__isnull=True)
                | Q(payer_person__isnull=True, payer_organisation__isnull=False),
                name="payments_charge_one_payer",
            ),
            # Nothing to pay is not a charge, and what is returned is a refund.
            models.CheckConstraint(condition=Q(amount_clp__gt=0), name="payments_charge_amount"),
            models.CheckConstraint(
                condition=Q(closing="", closed_at__isnull=True) | Q(closing__in=_CLOSINGS[1:], closed_at__isnull=False),
                name="payments_charge_closing",
            ),
            # Referenced by the settlement with its amount (0002).
            models.UniqueConstraint("id", "amount_clp", name="payments_charge_with_amount"),
        ]
        indexes = [
            # Serves list_of.
            models.Index(fields=["dossier", "id"], name="payments_charge_of_dossier"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Attempt(models.Model):
    """One try to pay a charge with a provider. Never changed nor deleted (trigger, 0002).

    Its outcome is absent: what the provider says are rows of `Result`, and it may say nothing at all.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "started_by": PersonalData(gettext_noop("Saber quién intentó pagar."), _KEPT, _SEEN_BY),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="attempts")
    provider = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    started_by = models.JSONField()

    def __str__(self) -> str:
        return str(self.uuid)


class Result(models.Model):
    """What a provider said of an attempt, and what that did to the charge. Never changed nor deleted (trigger, 0002).

    The signed text of the notice is absent: it was checked when it came. `act` and `salts` are of the ledger entry that
    money leaves; without money there is none. The card is absent: the provider never gives it.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="results")
    outcome = models.CharField(max_length=9, choices=[(each, each) for each in _OUTCOMES])
    disposition = models.CharField(max_length=8, choices=[(each, each) for each in _DISPOSITIONS])
    amount_clp = models.BigIntegerField()
    authorisation = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    act = models.UUIDField(unique=True, null=True)
    salts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=_OUTCOMES), name="payments_result_outcome"),
            models.CheckConstraint(
                condition=Q(disposition="NONE") ^ Q(outcome="PAID"), name="payments_result_disposition"
            ),
            # The same notice again adds nothing.
            models.UniqueConstraint(
                "attempt", "outcome", condition=~Q(disposition="MISMATCH"), name="payments_result_once"
            ),
            models.UniqueConstraint(
                "attempt",
                "amount_clp",
                "authorisation",
                condition=Q(disposition="MISMATCH"),
                name="payments_result_mismatch_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}:{self.outcome}:{self.disposition}"


class Settlement(models.Model):
    """The one payment of a charge. Never changed nor deleted (trigger, 0002).

    The amount is the charge's by a composite foreign key (0002), so that no other amount settles it.
    """

    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, related_name="settlement")
    result = models.OneToOneField(Result, on_delete=models.PROTECT, related_name="+")
    amount_clp = models.BigIntegerField()
    settled_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.charge_id)
