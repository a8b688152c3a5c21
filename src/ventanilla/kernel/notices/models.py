"""Tables of notices: what a person is told, and each try to reach them."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from ventanilla.kernel.identity.types import PersonalData
from ventanilla.kernel.notices.types import ChannelPolicy, DeliveryResult

_POLICIES = [each.value for each in ChannelPolicy]
_RESULTS = [each.value for each in DeliveryResult]
_WITH_THE_CASE = gettext_noop("Mientras se conserve el expediente.")
_SEEN_BY = gettext_noop("La persona y quienes atienden su trámite.")


class Notice(models.Model):
    """One thing that an institution tells one person about a case: a line of their inbox.

    Never deleted. What it says never changes (trigger, 0002), but for erasure, which empties `subject` and `body`. The
    e-mail address is absent: identity has the present one. Its text is absent too: it says nothing but "there is a
    notice". `next_try_at` is when to send (None: nothing left to do); `acts` has one object per ledger
    entry: {act, kind, salts}.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "person": PersonalData(gettext_noop("Saber a quién se avisa."), _WITH_THE_CASE, _SEEN_BY),
        "subject": PersonalData(gettext_noop("Avisar a la persona de su trámite."), _WITH_THE_CASE, _SEEN_BY),
        "body": PersonalData(gettext_noop("Avisar a la persona de su trámite."), _WITH_THE_CASE, _SEEN_BY),
        "read_at": PersonalData(gettext_noop("Saber si el aviso se abrió."), _WITH_THE_CASE, _SEEN_BY),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+")
    dossier = models.UUIDField()
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    legal = models.BooleanField()
    policy = models.CharField(max_length=6, choices=[(each, each) for each in _POLICIES])
    subject = models.CharField(max_length=150)
    body = models.TextField()
    document_uuids = models.JSONField(default=list)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    legal_on = models.DateField(null=True)
    read_at = models.DateTimeField(null=True)
    acts = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(policy__in=_POLICIES), name="notices_notice_policy"),
            models.CheckConstraint(condition=Q(legal=False) | ~Q(policy="INBOX"), name="notices_notice_legal_goes_out"),
            # The legal date comes with the sending, and only what was sent has one.
            models.CheckConstraint(
                condition=Q(legal_on__isnull=True) | Q(legal=True, sent_at__isnull=False),
                name="notices_notice_legal_date",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(next_try_at__isnull=True), name="notices_notice_sent_once"
            ),
        ]
        indexes = [
            # Serves list_for: the inbox, newest first.
            models.Index(fields=["person", "-id"], name="notices_notice_inbox"),
            # Serves count_unread.
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notices_notice_unread"),
            # Serves list_of.
            models.Index(fields=["dossier", "id"], name="notices_notice_of_dossier"),
            # Serves send_due: what has to go out, oldest first.
            models.Index(fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="notices_notice_to_send"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Delivery(models.Model):
    """One try to send a notice, with its result (DS 8). Never changed nor deleted (trigger, 0002).

    `detail` is the server's code or the kind of error, never its text, which repeats the address.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    result = models.CharField(max_length=12, choices=[(each, each) for each in _RESULTS])
    at = models.DateTimeField()
    detail = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(result__in=_RESULTS), name="notices_delivery_result"),
            # Sent, without address and exempt end the tries.
            models.UniqueConstraint("notice", condition=~Q(result="FAILED_RETRY"), name="notices_delivery_one_end"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}:{self.result}"
