"""Persons, organisations and the mandates between them. They belong to no institution."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from ventanilla.kernel.identity.models.institutions import RUT_PATTERN, Recorded
from ventanilla.kernel.identity.types import PersonalData

_WHILE_RECORDS_EXIST = gettext_noop("Mientras exista un expediente o un nombramiento suyo.")
_FILES_AND_SELF = gettext_noop("La persona y quienes atienden sus trámites.")


class Person(Recorded):
    """A natural person with a RUN, known to the installation because they entered, filed or hold a post.

    Never deleted while a case, an appointment or a mandate names it; erasure blanks the fields and keeps the row.
    It belongs to no institution: what each one knows of a person is in that institution's cases.
    Birth date, sex and address are absent: no rule of the kernel needs them, and a form that does asks for them.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "run": PersonalData(
            gettext_noop("Saber quién presenta, recibe o decide un trámite."), _WHILE_RECORDS_EXIST, _FILES_AND_SELF
        ),
        "given_names": PersonalData(
            gettext_noop("Nombrar a la persona en sus trámites y documentos."), _WHILE_RECORDS_EXIST, _FILES_AND_SELF
        ),
        "surnames": PersonalData(
            gettext_noop("Nombrar a la persona en sus trámites y documentos."), _WHILE_RECORDS_EXIST, _FILES_AND_SELF
        ),
        "sort_key": PersonalData(gettext_noop("Ordenar listas por apellido."), _WHILE_RECORDS_EXIST, _FILES_AND_SELF),
        "email": PersonalData(
            gettext_noop("Avisar de lo que pasa en sus trámites."),
            gettext_noop("Hasta que la persona lo cambie o lo borre."),
            gettext_noop("La persona y el envío de avisos."),
        ),
        "comuna_code": PersonalData(
            gettext_noop("Saber a qué comunas llega el servicio."), _WHILE_RECORDS_EXIST, _FILES_AND_SELF
        ),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    run = models.CharField(max_length=10, unique=True)
    given_names = models.CharField(max_length=100)
    surnames = models.CharField(max_length=100)
    sort_key = models.CharField(max_length=250, db_collation="C")
    email = models.EmailField(blank=True)
    comuna_code = models.CharField(max_length=5, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(run__regex=RUT_PATTERN), name="identity_person_run"),
        ]
        indexes = [
            # Serves lists of persons in the order of their surnames.
            models.Index(fields=["sort_key", "id"], name="identity_person_by_name"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def name(self) -> str:
        """Given names and surnames, as pages and documents show them."""
        return f"{self.given_names} {self.surnames}".strip()


class Organisation(Recorded):
    """A legal person with a RUT: firm, association, cooperative.

    Never deleted while a case or a mandate names it. Its representatives are absent: they are mandates with dates.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    rut = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=250, db_collation="C")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rut__regex=RUT_PATTERN), name="identity_organisation_rut"),
        ]

    def __str__(self) -> str:
        return self.rut


class Mandate(Recorded):
    """`person` may act for `organisation` or for the person `principal`, from `starts_at` until before `ends_at`.

    `services` are slugs; empty means all. Never deleted nor changed: a revoked one keeps its dates and gets
    `revoked_at`, so that an act of last year can still be explained. The notarial deed is absent: it is a document.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "person": PersonalData(gettext_noop("Saber quién actúa por otro."), _WHILE_RECORDS_EXIST, _FILES_AND_SELF),
        "principal": PersonalData(gettext_noop("Saber por quién se actúa."), _WHILE_RECORDS_EXIST, _FILES_AND_SELF),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    # Its index serves mandates_of and the representations of scope_of.
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    principal = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    services = models.JSONField(default=list)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, principal__isnull=True)
                | Q(organisation__isnull=True, principal__isnull=False),
                name="identity_mandate_one_principal",
            ),
            models.CheckConstraint(
                condition=Q(principal__isnull=True) | ~Q(principal=F("person")), name="identity_mandate_for_another"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="identity_mandate_period"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
