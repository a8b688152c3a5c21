"""Institutions and their tree of units."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from ventanilla.kernel.identity.types import InstitutionKind

RUT_PATTERN = "^[0-9]{1,8}-[0-9K]$"


class Recorded(models.Model):
    """A row whose changes are in the ledger.

    `acts` has one object per ledger entry: {act, kind, at, actor, salts}. The salts open the commitments of the entry,
    so they stand beside the values and are erased with them.
    """

    acts = models.JSONField(default=list)

    class Meta:
        abstract = True


class Institution(Recorded):
    """One organ of the State that uses this installation.

    Never deleted: seals, act numbers and log entries name it for ever. There is no "active" flag (an institution
    without adopted services offers none), and no time zone (it follows from the comuna, `common.comunas`).
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    sort_key = models.CharField(max_length=250, db_collation="C")
    kind = models.CharField(max_length=20, choices=[(each.value, each.value) for each in InstitutionKind])
    comuna_code = models.CharField(max_length=5)
    rut = models.CharField(max_length=10, unique=True)

    class Meta:
        constraints = [
            # The code is part of case codes and addresses.
            models.CheckConstraint(condition=Q(code__regex="^[A-Z][A-Z0-9]{1,19}$"), name="identity_institution_code"),
            models.CheckConstraint(condition=Q(rut__regex=RUT_PATTERN), name="identity_institution_rut"),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in InstitutionKind]), name="identity_institution_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Unit(Recorded):
    """A unit of an institution; units form a tree, and a right at a unit reaches its subtree.

    `path` is the ids from the root to this one, each followed by a dot ("1.4."): the subtree is a prefix.
    Never deleted, because tasks and acts name it. The head of the unit is absent: it is a post with its appointments.
    The parent is of the same institution by a composite foreign key (0002).
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("identity.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=250, db_collation="C", unique=True)

    class Meta:
        constraints = [
            # Serves find_unit, and the lanes of an adoption, which name units by code.
            models.UniqueConstraint("institution", "code", name="identity_unit_code"),
            models.UniqueConstraint("id", "institution", name="identity_unit_institution"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="identity_unit_not_its_parent"),
            # A tree without cycles: the path says the id itself last, once.
            models.CheckConstraint(condition=Q(path__regex=r"^([0-9]+\.)+$"), name="identity_unit_path"),
        ]
        indexes = [
            # Serves the subtree of scope_of and list_units, in tree order within one institution.
            models.Index(fields=["institution", "path"], name="identity_unit_tree"),
        ]

    def __str__(self) -> str:
        return self.code
