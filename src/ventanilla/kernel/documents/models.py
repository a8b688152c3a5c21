"""Tables of documents: what is kept, under which key, what was issued, and the numbers of acts."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from ventanilla.kernel.documents import limits
from ventanilla.kernel.documents.types import Origin, ScanState
from ventanilla.kernel.identity.types import PersonalData

_WITH_THE_DOSSIER = gettext_noop("Hasta que el expediente se elimina, según su plazo de conservación.")
_PARTIES_AND_DESK = gettext_noop("Las partes del expediente y quienes lo atienden.")


class DossierKey(models.Model):
    """The key of one dossier, wrapped by the installation's master key. Erasing it is the disposal of its documents.

    The row stays after disposal, without its key, so that no new one is made for the same dossier. A foreign key to
    the dossier is absent: what a dossier is belongs to upper packages.
    """

    dossier = models.UUIDField(unique=True)
    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+")
    wrapped_key = models.BinaryField(null=True)
    master_key_id = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # A key is there, or it was erased and when is known.
            models.CheckConstraint(
                condition=Q(wrapped_key__isnull=False, erased_at__isnull=True)
                | Q(wrapped_key__isnull=True, erased_at__isnull=False),
                name="documents_key_or_erased",
            ),
            # Target of the composite foreign key of Blob: one institution.
            models.UniqueConstraint("id", "institution", name="documents_key_institution"),
        ]


class Blob(models.Model):
    """An encrypted file on disk, at the SHA-256 of its stored bytes within the institution.

    Counted by reference: the row goes with its last document, and the sweep takes the file a day later. The plaintext
    and its hash are absent: they belong to the document.
    """

    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(DossierKey, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, db_collation="C")
    size_bytes = models.BigIntegerField()
    reference_count = models.IntegerField(default=1)

    class Meta:
        constraints = [
            # The address; two parallel stores of the same bytes meet here.
            models.UniqueConstraint("institution", "sha256", name="documents_blob_address"),
            models.UniqueConstraint("id", "institution", name="documents_blob_institution"),
            models.CheckConstraint(condition=Q(reference_count__gte=0), name="documents_blob_referenced"),
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="documents_blob_sha256"),
        ]


class Document(models.Model):
    """One document of a dossier, with the metadata of DS 10 that are known when it is stored.

    Columns hold what every document has; `metadata` what only some have (README lists its keys). Deleted only by
    `discard`, before it becomes part of a file; disposal blanks it and keeps the row. The order within the dossier is
    that of `id`. `acts` has one object per ledger entry, {act, kind, at, actor, salts}; the salts are erased with the
    values. The text of a document and its thumbnail are absent: they would be copies outside of the cipher.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "name": PersonalData(
            gettext_noop("Reconocer el documento en el expediente."), _WITH_THE_DOSSIER, _PARTIES_AND_DESK
        ),
        "stored_by": PersonalData(
            gettext_noop("Saber quién entregó el documento (DS 10)."), _WITH_THE_DOSSIER, _PARTIES_AND_DESK
        ),
        "metadata": PersonalData(
            gettext_noop("Describir el documento como pide el DS 10."), _WITH_THE_DOSSIER, _PARTIES_AND_DESK
        ),
        "acts": PersonalData(
            gettext_noop("Probar ante el registro público qué se guardó."), _WITH_THE_DOSSIER, _PARTIES_AND_DESK
        ),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+")
    dossier = models.UUIDField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=limits.NAME_CHARACTERS)
    kind = models.CharField(max_length=60)
    media_type = models.CharField(max_length=60)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_collation="C")
    scan_state = models.CharField(max_length=20, choices=[(each.value, each.value) for each in ScanState])
    origin = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Origin])
    stored_at = models.DateTimeField()
    stored_by = models.JSONField()
    metadata = models.JSONField(default=dict)
    acts = models.JSONField(default=list)
    disposed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(blob__isnull=False, disposed_at__isnull=True)
                | Q(blob__isnull=True, disposed_at__isnull=False, name="", sha256=""),
                name="documents_kept_or_disposed",
            ),
            models.CheckConstraint(
                condition=Q(scan_state__in=[each.value for each in ScanState if each is not ScanState.INFECTED]),
                name="documents_scan_state",
            ),
            models.CheckConstraint(condition=Q(origin__in=[each.value for each in Origin]), name="documents_origin"),
            models.UniqueConstraint("id", "institution", name="documents_document_institution"),
        ]
        indexes = [
            # Serves list_of, the index of one dossier, in order.
            models.Index(fields=["dossier", "id"], name="documents_of_dossier"),
        ]


class Issued(models.Model):
    """What the institution issued: the sealed document, the code that finds it, and the number of its act.

    Never deleted: the public asks for it by its code for ever. Whether what it grants is in force is absent: that is
    an answer of registers.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "title": PersonalData(
            gettext_noop("Decir qué documento es a quien lo comprueba con su código."),
            _WITH_THE_DOSSIER,
            gettext_noop("Quien tiene el código del documento."),
        ),
        "signers": PersonalData(
            gettext_noop("Mostrar quién firmó y en qué calidad."),
            gettext_noop("Siempre: son actos de la función pública."),
            gettext_noop("Quien tiene el código del documento."),
        ),
    }

    document = models.OneToOneField(Document, on_delete=models.PROTECT, primary_key=True, related_name="issued")
    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=19, unique=True)
    heading = models.CharField(max_length=limits.HEADING_CHARACTERS)
    title = models.CharField(max_length=limits.TITLE_CHARACTERS, blank=True)
    lang = models.CharField(max_length=10)
    series = models.CharField(max_length=40, blank=True)
    year = models.SmallIntegerField(null=True)
    number = models.IntegerField(null=True)
    signers = models.JSONField(default=list)
    issued_at = models.DateTimeField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    template_sha256 = models.CharField(max_length=64)
    certificate_serial = models.CharField(max_length=40)

    class Meta:
        constraints = [
            # An act number is on one document.
            models.UniqueConstraint(
                "institution", "series", "year", "number", name="documents_issued_number", condition=~Q(series="")
            ),
            models.CheckConstraint(
                condition=Q(series="", year__isnull=True, number__isnull=True)
                | (~Q(series="") & Q(year__isnull=False, number__isnull=False)),
                name="documents_issued_number_whole",
            ),
        ]


class NumberSeries(models.Model):
    """The last number taken of one series (decretos, resoluciones, certificados) in one year of one institution.

    Gapless: it changes by one upsert in the transaction of the act, so that a rollback gives the number back.
    """

    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=40)
    year = models.SmallIntegerField()
    last_number = models.IntegerField()
    last_taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            # The target of the upsert.
            models.UniqueConstraint("institution", "series", "year", name="documents_series_of_year"),
            models.CheckConstraint(condition=Q(last_number__gt=0), name="documents_series_positive"),
            models.CheckConstraint(condition=Q(series__regex="^[A-Z][A-Z0-9_-]*$"), name="documents_series_code"),
            models.CheckConstraint(condition=Q(year__gte=1900, year__lte=2999), name="documents_series_year"),
        ]


class AnnulledNumber(models.Model):
    """An act number that will never have an act in force. It stays, with its reason; never deleted nor reused."""

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "reason": PersonalData(
            gettext_noop("Explicar por qué falta un acto en la serie."),
            gettext_noop("Siempre."),
            gettext_noop("Quien tiene el código del documento y quienes auditan la serie."),
        ),
        "annulled_by": PersonalData(
            gettext_noop("Saber quién anuló el número."), gettext_noop("Siempre."), gettext_noop("Quienes auditan.")
        ),
    }

    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=40)
    year = models.SmallIntegerField()
    number = models.IntegerField()
    reason = models.CharField(max_length=500)
    annulled_at = models.DateTimeField()
    annulled_by = models.JSONField()
    acts = models.JSONField(default=list)

    class Meta:
        constraints = [
            # A number is annulled once; serves find_issued too.
            models.UniqueConstraint("institution", "series", "year", "number", name="documents_annulled_number"),
            models.CheckConstraint(condition=~Q(reason=""), name="documents_annulled_reason"),
        ]
