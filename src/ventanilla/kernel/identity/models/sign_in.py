"""What sign-in keeps: sessions, and what was used up."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_noop

from ventanilla.kernel.identity.types import Assurance, PersonalData


class Session(models.Model):
    """One sign-in of an account, from a device. Its person lists them and ends each.

    `stored_key` is that of the row in django_session, which is deleted when the session ends: that is what ends it, at
    the next request and without asking this table. The key in the cookie is absent (`session_digest`), the address of
    the network too. `provider` "" is the own entry of officials. It is over when it was ended, at `ends_at`, or
    `idle_seconds` after `seen_at`, which is written now and then. Deleted some months after its end.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "account": PersonalData(
            gettext_noop("Mostrarle dónde tiene la sesión abierta y dejarle cerrarla."),
            gettext_noop("Noventa días después de cerrada."),
            gettext_noop("La persona."),
        ),
        "device": PersonalData(
            gettext_noop("Reconocer el aparato desde el que entró."),
            gettext_noop("Noventa días después de cerrada."),
            gettext_noop("La persona."),
        ),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    stored_key = models.CharField(max_length=40, unique=True)
    provider = models.CharField(max_length=40, blank=True)
    assurance = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Assurance])
    device = models.CharField(max_length=60, blank=True)
    shared_computer = models.BooleanField(default=False)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    idle_seconds = models.PositiveIntegerField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(assurance__in=[each.value for each in Assurance]), name="identity_session_assurance"
            ),
        ]
        indexes = [
            # Serves list_sessions: those of an account, newest first.
            models.Index(fields=["account", "-began_at"], name="identity_session_of"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Spent(models.Model):
    """The SHA-256 of a state or a code of a sign-in, which was used at `spent_at` and may not be again.

    The value itself is absent: who reads the table learns no code. Deleted after a day, when no provider takes it.
    """

    digest = models.BinaryField(max_length=32, primary_key=True)
    spent_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return bytes(self.digest).hex()
