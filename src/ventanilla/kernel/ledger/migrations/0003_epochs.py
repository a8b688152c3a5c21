"""Epochs: which key signs which stretch of the log. Append-only like the rest (see 0002).

The row of the first epoch is written by the next batch of the sequencer, who has the key.
"""

from django.db import migrations, models

APPEND_ONLY = """
CREATE TRIGGER ledger_epoch_never_changed BEFORE UPDATE ON ledger_epoch FOR EACH ROW
    EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_epoch_never_deleted BEFORE DELETE ON ledger_epoch FOR EACH ROW
    EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_epoch_never_emptied BEFORE TRUNCATE ON ledger_epoch FOR EACH STATEMENT
    WHEN (NOT starts_with(current_database(), 'test_')) EXECUTE FUNCTION ledger_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="Epoch",
            fields=[
                ("number", models.IntegerField(primary_key=True, serialize=False)),
                ("origin", models.CharField(max_length=255)),
                ("verifier_key", models.CharField(max_length=400, unique=True)),
                ("first_size", models.BigIntegerField()),
                ("begun_at", models.DateTimeField()),
                (
                    "reason",
                    models.CharField(
                        choices=[("CREATED", "CREATED"), ("KEY_ROTATED", "KEY_ROTATED"), ("RESTORED", "RESTORED")],
                        max_length=20,
                    ),
                ),
                ("cited_note", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_size__gte", 0), ("number__gte", 1)),
                        name="ledger_epoch_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["CREATED", "KEY_ROTATED", "RESTORED"])),
                        name="ledger_epoch_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cited_note", ""), ("reason", "RESTORED"), _connector="OR"),
                        name="ledger_epoch_cites_what_was_lost",
                    ),
                ],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, elidable=False),
    ]
