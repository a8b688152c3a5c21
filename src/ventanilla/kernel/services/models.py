"""Tables of services: what is offered, in which version, by whom, with which numbers."""

from uuid import uuid4

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q


class Service(models.Model):
    """A service (trámite) of the catalogue. Never deleted, because cases and entries of the log name it.

    `changes` is its CHANGES.md, which grows with each version and so is not part of any. Title and summary are
    absent: they belong to a version and a language (CatalogueText).
    """

    uuid = models.UUIDField(unique=True, editable=False)
    slug = models.CharField(max_length=60, unique=True)
    institution_kind = models.CharField(max_length=20)
    changes = models.TextField(blank=True)

    class Meta:
        constraints = [
            # The slug is part of addresses.
            models.CheckConstraint(condition=Q(slug__regex="^[a-z][a-z0-9]*(-[a-z0-9]+)*$"), name="services_slug"),
        ]

    def __str__(self) -> str:
        return self.slug


class Version(models.Model):
    """One published version: the canonical archive is of record, and the log holds its hash.

    Never changed nor deleted (trigger in 0002): a running case keeps the version that it was filed under.
    The parsed definition is absent: it is made from the archive and kept in the process.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    archive = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.JSONField()

    class Meta:
        constraints = [
            # One content per number, for ever; serves finding a version by service and number.
            models.UniqueConstraint("service", "number", name="services_version_number"),
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="services_version_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.number})"


class CatalogueText(models.Model):
    """What the catalogue shows and searches of the latest version of a service, in one language.

    Rewritten whole when a version is published. `search` weighs the title over the summary over the keywords,
    with and without accents (DESIGN §9).
    """

    service = models.ForeignKey("services.Service", on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey("services.Version", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=400)
    sort_key = models.CharField(max_length=250, db_collation="C")
    life_events = models.JSONField(default=list)
    search = SearchVectorField(null=True)

    class Meta:
        constraints = [
            # One line of the catalogue per service and language; serves list_catalogue.
            models.UniqueConstraint("language", "service", name="services_text_language"),
        ]
        indexes = [
            # Serves search.
            GinIndex(fields=["search"], name="services_text_search"),
        ]

    def __str__(self) -> str:
        return self.title


class Adoption(models.Model):
    """An institution offers a version of a service from `starts_on` until before `ends_on` (None: no end is set).

    Never deleted: cases name it. `lanes` maps each lane of the version to the id of a unit of the same institution;
    it is JSON and not rows because nothing is searched by it. Posts are absent: a right at the unit says who works.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("services.Version", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("identity.Unit", on_delete=models.PROTECT, related_name="+")
    lanes = models.JSONField()
    terms = models.JSONField(default=dict)
    letterhead = models.JSONField(default=dict)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    adopted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="services_adoption_period"
            ),
            # That two adoptions of one service never overlap is in 0002 (EXCLUDE).
        ]
        indexes = [
            # Serves adoption_of.
            models.Index(fields=["institution", "service", "-starts_on"], name="services_adoption_of"),
            # Serves the institutions that offer each service of the catalogue.
            models.Index(fields=["service", "institution"], name="services_adoption_by_service"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class ParameterValue(models.Model):
    """A number recorded beside the versions: an institution's rate, or a new value for all (`institution` null).

    A changed number is a new dated value, and no new version. Never changed nor deleted (trigger in 0002): a correction
    is a later row of the same date. The unit is absent: the parameter of the version says it.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, null=True, related_name="+")
    parameter = models.CharField(max_length=60)
    starts_on = models.DateField()
    value = models.DecimalField(max_digits=24, decimal_places=6)
    norm = models.CharField(max_length=300)
    source = models.CharField(max_length=500, blank=True)
    provisional = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            # Serves the values of an adoption: those of the institution and those for everybody.
            models.Index(fields=["service", "institution", "parameter", "starts_on"], name="services_value_of"),
        ]

    def __str__(self) -> str:
        return f"{self.parameter} {self.starts_on}"
