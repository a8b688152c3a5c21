"""Tables of what cases grant: entries, the acts on them, and the last number of each book."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from ventanilla.kernel.identity.types import PersonalData
from ventanilla.kernel.registers.types import EventKind

_KINDS = [each.value for each in EventKind]
_GRANTING = Q(kind__in=[EventKind.GRANTED.value, EventKind.RENEWED.value])
_WHILE_PUBLIC = gettext_noop("Siempre: el registro prueba lo que la institución otorgó.")
_REGISTER_READERS = gettext_noop("La persona y quienes llevan el registro de la institución.")


class Entry(models.Model):
    """One line of a register: a licence, a permit, a benefit, held by one person or one organisation.

    Never deleted nor changed, but for erasure, which empties `title` and `data` (trigger, 0002); what happens to it
    are rows of `Event`. The state is absent: it follows
    from the events and the day (`rules`). The dossier and the dates of validity are absent too: each act on the
    entry has its own. `code` is institution, register, year and number, for humans; it is not a secret.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "person": PersonalData(gettext_noop("Saber quién tiene el permiso."), _WHILE_PUBLIC, _REGISTER_READERS),
        "title": PersonalData(gettext_noop("Decir qué se otorgó."), _WHILE_PUBLIC, _REGISTER_READERS),
        "data": PersonalData(gettext_noop("Decir con qué condiciones se otorgó."), _WHILE_PUBLIC, _REGISTER_READERS),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+", db_index=False)
    register = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=80, unique=True)
    # Slug of the service that granted it ("" when none): a right may reach one service only.
    service = models.CharField(max_length=80, blank=True)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    title = models.CharField(max_length=200)
    data = models.JSONField(default=dict)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="registers_entry_one_holder",
            ),
            models.CheckConstraint(condition=Q(register__regex=r"^[a-z][a-z0-9-]*$"), name="registers_entry_register"),
            # A number is given once in its book.
            models.UniqueConstraint("institution", "register", "year", "number", name="registers_entry_number"),
        ]
        indexes = [
            # Serve list_entries: newest first in one institution, all registers or one.
            models.Index(fields=["institution", "-id"], name="registers_entry_newest"),
            models.Index(fields=["institution", "register", "-id"], name="registers_entry_of_register"),
            # Serve list_by_holder.
            models.Index(fields=["person", "-id"], name="registers_entry_person", condition=Q(person__isnull=False)),
            models.Index(
                fields=["organisation", "-id"], name="registers_entry_org", condition=Q(organisation__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Event(models.Model):
    """One act on an entry: granted, renewed, suspended, reinstated or revoked.

    Never deleted nor changed, but for erasure, which empties `reason` and `salts` (trigger, 0002): a wrong act is
    corrected by another act. Granting and renewing carry the days of validity that they add, and two of one entry
    never overlap (exclusion constraint, 0002). The institution is absent: nobody reads an act but through its entry.
    `act` is the random id of the ledger entry, and `salts` (base64, by name) open its commitments.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "reason": PersonalData(gettext_noop("Dar el motivo del acto."), _WHILE_PUBLIC, _REGISTER_READERS),
    }

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="events", db_index=False)
    kind = models.CharField(max_length=10, choices=[(each, each) for each in _KINDS])
    effective_on = models.DateField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    source_act = models.UUIDField()
    dossier = models.UUIDField()
    document_uuid = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    actor = models.JSONField()
    at = models.DateTimeField()
    act = models.UUIDField(unique=True)
    salts = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=_KINDS), name="registers_event_kind"),
            # Only granting and renewing give days, and they always do.
            models.CheckConstraint(
                condition=(_GRANTING & Q(valid_from__isnull=False))
                | (~_GRANTING & Q(valid_from__isnull=True, valid_until__isnull=True)),
                name="registers_event_days",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="registers_event_days_in_order",
            ),
            # Taking a right away says why (Ley 19.880 art. 11), until erasure.
            models.CheckConstraint(
                condition=~Q(kind__in=[EventKind.SUSPENDED.value, EventKind.REVOKED.value])
                | ~Q(reason="")
                | Q(salts={}),
                name="registers_event_reasoned",
            ),
            models.UniqueConstraint("entry", condition=Q(kind="GRANTED"), name="registers_event_granted_once"),
            models.UniqueConstraint("entry", condition=Q(kind="REVOKED"), name="registers_event_revoked_once"),
        ]
        indexes = [
            # Serves the history and the standing of the entries of a page.
            models.Index(fields=["entry", "id"], name="registers_event_of_entry"),
            # Serves find_standing and list_by_dossier.
            models.Index(fields=["dossier"], name="registers_event_of_dossier"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}:{self.kind}"


class Counter(models.Model):
    """The last number given in one register of one institution in one year.

    A row is locked by the transaction that takes a number until it ends, so numbers have no gaps and two entries of
    one book wait for each other.
    """

    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+", db_index=False)
    register = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("institution", "register", "year", name="registers_counter_book"),
        ]

    def __str__(self) -> str:
        return f"{self.register}-{self.year}: {self.last_number}"
