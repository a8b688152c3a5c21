"""No field with personal data without purpose, retention and readers."""

from django.apps import apps
from django.db import models

from ventanilla.kernel.identity import api
from ventanilla.kernel.identity.models import Person
from ventanilla.kernel.identity.personal_data import problems_of, problems_of_all
from ventanilla.kernel.identity.types import PersonalData

SAID = PersonalData("Para avisar.", "Un año.", "La persona.")


def model(annotation: dict[str, PersonalData], **fields: models.Field) -> type[models.Model]:
    """A model of no table."""
    meta = type("Meta", (), {"app_label": "identity_test", "abstract": False})
    body = {"__module__": __name__, "Meta": meta, "PERSONAL_DATA": annotation, **fields}
    made = type("Visit", (models.Model,), body)
    apps.all_models["identity_test"].clear()
    return made


def test_the_packages_below_and_this_one_say_it_all():
    assert problems_of_all(apps.get_app_config(label) for label in ("ledger", "outbox", "identity")) == []


def test_the_check_of_django_says_the_same_as_the_models():
    assert [message.id for message in api.check_personal_data([apps.get_app_config("identity")])] == []


def test_a_field_that_looks_personal_is_found_by_its_name():
    found = problems_of(model({}, guest_email=models.EmailField(), birth_on=models.DateField(), at=models.DateField()))
    assert [problem.split(" ")[0] for problem in found] == [
        "identity_test.Visit.guest_email",
        "identity_test.Visit.birth_on",
    ]


def test_a_foreign_key_to_a_person_is_found():
    found = problems_of(model({}, visitor=models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")))
    assert [problem.split(" ")[0] for problem in found] == ["identity_test.Visit.visitor"]


def test_an_annotated_field_is_in_order():
    assert problems_of(model({"email": SAID}, email=models.EmailField())) == ()


def test_an_empty_purpose_and_an_unknown_field_are_found():
    empty = PersonalData(" ", "Un año.", "La persona.")
    assert "needs purpose" in problems_of(model({"email": empty}, email=models.EmailField()))[0]
    assert "no field" in problems_of(model({"nothing": SAID}))[0]
