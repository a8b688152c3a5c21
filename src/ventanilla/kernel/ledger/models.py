"""The tables of the ledger: entries, reads, and the tree over the entries. Triggers keep them append-only."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from ventanilla.kernel.ledger.types import EpochReason


class Entry(models.Model):
    """One act, refusal or read, in the bytes that the public log hashes. Never changed and never deleted.

    `leaf_index` is the only column that changes, once, from null to its place in the log. `body` is bytes and not JSON,
    because its hash is what is published. No case, no person and no private value is here: the owner of the case
    keeps `act` beside it. `institution` and `kind` repeat the body for the installation's own counts.
    """

    act = models.UUIDField(unique=True)
    recorded_at = models.DateTimeField()
    institution = models.UUIDField(null=True)
    kind = models.CharField(max_length=80)
    body = models.BinaryField()
    leaf_index = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            # The sequencer's query: what has no number yet, in order.
            models.Index(fields=["id"], condition=Q(leaf_index__isnull=True), name="ledger_entry_pending"),
        ]
        constraints: ClassVar = [
            # One entry per leaf; also serves the entry bundles.
            models.UniqueConstraint(
                fields=["leaf_index"], condition=Q(leaf_index__isnull=False), name="ledger_entry_one_per_leaf"
            ),
            models.CheckConstraint(condition=Q(leaf_index__gte=0), name="ledger_entry_leaf_not_negative"),
        ]


class Read(models.Model):
    """One page or document with personal data that was shown to somebody: what the person's read log is made of.

    Written in one statement with its log entry of the same `act`, which commits to these values and publishes none.
    `salts` has the salts of those commitments one after another, in the order of their names. The persons are in
    `ReadSubject`. No foreign keys: the ledger knows nobody.
    """

    act = models.UUIDField(unique=True)
    at = models.DateTimeField()
    actor = models.JSONField()
    institution = models.UUIDField(null=True)
    purpose = models.CharField(max_length=200)
    what = models.CharField(max_length=500)
    service = models.CharField(max_length=100)
    dossier = models.UUIDField(null=True)
    salts = models.BinaryField()


class ReadSubject(models.Model):
    """A person whose data that page showed. Its key serves the read log: newest first, at the cost of a page."""

    pk = models.CompositePrimaryKey("subject", "at", "read_id")
    subject = models.UUIDField()
    at = models.DateTimeField()
    read = models.ForeignKey(Read, on_delete=models.PROTECT, db_index=False, related_name="subjects")
    salt = models.BinaryField()


class Tile(models.Model):
    """Up to 256 hashes of one level of the Merkle tree (C2SP tlog-tiles, height 8). It only grows on its right."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()


class Checkpoint(models.Model):
    """A signed statement of the size and the root of the tree (C2SP tlog-checkpoint), one per batch, kept for ever."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(size__gte=0), name="ledger_checkpoint_size_not_negative"),
        ]


class Epoch(models.Model):
    """A stretch of the log signed by one key under one origin (`types.LogEpoch`). Never changed, kept for ever.

    The first one is written with the first batch. Numbers grow and may have gaps: a number is not used again once a
    key file of it was made. An end is absent: an epoch ends where the next one begins.
    """

    number = models.IntegerField(primary_key=True)
    origin = models.CharField(max_length=255)
    verifier_key = models.CharField(max_length=400, unique=True)
    first_size = models.BigIntegerField()
    begun_at = models.DateTimeField()
    reason = models.CharField(max_length=20, choices=[(each.value, each.value) for each in EpochReason])
    cited_note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__gte=1, first_size__gte=0), name="ledger_epoch_not_negative"),
            models.CheckConstraint(
                condition=Q(reason__in=[each.value for each in EpochReason]), name="ledger_epoch_reason"
            ),
            # Only what a restore lost is cited.
            models.CheckConstraint(
                condition=Q(cited_note="") | Q(reason=EpochReason.RESTORED.value),
                name="ledger_epoch_cites_what_was_lost",
            ),
        ]
