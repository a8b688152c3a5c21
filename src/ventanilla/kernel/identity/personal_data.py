"""Each model field with personal data says why it is kept, until when and who sees it (DESIGN §9).

A model of any package annotates with

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {"email": PersonalData(purpose, retention, seen_by)}

This module finds the fields that look personal and are not in it. It guesses by the last word of the name and by
foreign keys to persons; a field that it cannot guess is annotated too. Questions of forms have their own annotation.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.db import models

from ventanilla.kernel.identity.types import PersonalData

PERSONAL_WORDS = frozenset(
    {"run", "surnames", "email", "phone", "address", "birth", "sex", "gender", "nationality", "answers"}
)
PERSONAL_NAMES = frozenset(
    {"given_names", "first_name", "last_name", "full_name", "person_name", "ip_address", "latitude"}
)
PERSONAL_TARGETS = frozenset({"identity.Person", "identity.Account"})
OUR_PACKAGES = "ventanilla."


def looks_personal(field: "models.Field[Any, Any]") -> bool:
    """Whether the name of a field, or whom it points to, says that it is about a person."""
    target = getattr(field, "related_model", None)
    if isinstance(target, type) and target._meta.label in PERSONAL_TARGETS:
        return True
    words = field.name.removesuffix("_on").removesuffix("_at")
    return field.name in PERSONAL_NAMES or words.rsplit("_", 1)[-1] in PERSONAL_WORDS


def problems_of(model: type[models.Model]) -> tuple[str, ...]:
    """What is wrong with the annotation of a model, one sentence each; empty when all is said."""
    annotated = getattr(model, "PERSONAL_DATA", {})
    fields = {field.name: field for field in model._meta.get_fields() if isinstance(field, models.Field)}
    found = [
        f"{model._meta.label}.{name} looks personal and PERSONAL_DATA does not say why it is kept."
        for name, field in fields.items()
        if name not in annotated and looks_personal(field)
    ]
    for name, data in annotated.items():
        if name not in fields:
            found.append(f"{model._meta.label}.PERSONAL_DATA names {name!r}, which is no field.")
        elif not isinstance(data, PersonalData) or not all(
            text.strip() for text in (data.purpose, data.retention, data.seen_by)
        ):
            found.append(f"{model._meta.label}.PERSONAL_DATA[{name!r}] needs purpose, retention and seen_by.")
    return tuple(found)


def check_personal_data(app_configs: Sequence[AppConfig] | None = None, **_other: object) -> list[CheckMessage]:
    """The check of `ventanilla check --deploy`, over the models of our own packages."""
    ours = [config for config in (app_configs or apps.get_app_configs()) if config.name.startswith(OUR_PACKAGES)]
    return [Error(problem, id="identity.E001") for problem in problems_of_all(ours)]


def problems_of_all(app_configs: Iterable[AppConfig]) -> list[str]:
    """`problems_of` for each model of these packages."""
    return [problem for config in app_configs for model in config.get_models() for problem in problems_of(model)]
