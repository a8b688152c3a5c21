"""The words that cases are found by, and those of the cases that are there already."""

import django.db.models.deletion
from django.db import migrations, models

from ventanilla.kernel.cases.finding import case_words


def index_what_is_there(apps, schema_editor):
    """Each case that was filed before this table, with the same words as a new one."""
    words = apps.get_model("cases", "SearchWord")
    for case in apps.get_model("cases", "Case").objects.only("code", "unit_id", "filed_at").iterator():
        parties = apps.get_model("cases", "Party").objects.filter(case=case).select_related("person", "organisation")
        found = case_words(
            code=case.code,
            names=[each.organisation.name if each.organisation else _name(each.person) for each in parties],
            runs=[each.organisation.rut if each.organisation else each.person.run for each in parties],
        )
        rows = [words(unit_id=case.unit_id, word=word, filed_at=case.filed_at, case=case) for word in sorted(found)]
        words.objects.bulk_create(rows, ignore_conflicts=True)


def _name(person):
    return f"{person.given_names} {person.surnames}"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_correction_notified"),
        ("identity", "0002_same_institution"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "unit",
                        "word",
                        "filed_at",
                        "case",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("word", models.CharField(db_collation="C", max_length=80)),
                ("filed_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="search_words", to="cases.case"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.unit",
                    ),
                ),
            ],
        ),
        migrations.RunPython(index_what_is_there, migrations.RunPython.noop),
    ]
