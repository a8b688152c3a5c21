"""What import-linter cannot see: foreign keys by string, dependencies of migrations, models taken by name."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.db import models
from django.db.migrations.loader import MigrationLoader

from tests.boundaries.source import SOURCE, calls, place, python_files, rank

OURS = [config for config in apps.get_app_configs() if config.name.startswith("ventanilla.")]
# Tables of libraries that one package hides behind its front door.
HIDDEN = {"procrastinate": "ventanilla.kernel.outbox", "auth": "ventanilla.kernel.identity"}


def foreign_relations(config: AppConfig) -> list[tuple[str, type[models.Model]]]:
    """The relations of an app to models of other apps, those of automatic tables too."""
    return [
        (f"{model._meta.label}.{field.name}", field.related_model)
        for model in config.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model
        and field.related_model._meta.app_config is not config
    ]


def may_be_referenced(config: AppConfig) -> set[str]:
    """The models that the README of the package lists after the words "may be referenced"."""
    readme = (Path(config.path) / "README.md").read_text()
    told = re.search(r"may be referenced(.*?)(?=\n#|\n\*\*|\Z)", readme, re.I | re.S)
    names = re.findall(rf"`(?:{config.label}\.)?([A-Z]\w+)`", told[1] if told else "")
    return {name.lower() for name in names} & config.models.keys()


@pytest.mark.parametrize("config", OURS, ids=lambda config: config.label)
def test_foreign_keys_point_down_to_models_that_may_be_referenced(config: AppConfig) -> None:
    wrong = []
    for name, target in foreign_relations(config):
        owner = target._meta.app_config
        if owner not in OURS or not rank(owner.name) < rank(config.name):
            wrong.append(f"{name} points up or sideways, to {target._meta.label}")
        elif target._meta.model_name not in may_be_referenced(owner):
            wrong.append(f"{name} points to {target._meta.label}, which {owner.label}/README.md does not list")
    assert wrong == []


def test_foreign_keys_to_other_packages_are_strings() -> None:
    wrong = [
        place(path, call)
        for path in python_files()
        if path.is_relative_to(SOURCE)
        for name, call in calls(path)
        if name in {"ForeignKey", "OneToOneField", "ManyToManyField"}
        for target in [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "to")]
        if isinstance(target, ast.Attribute) and not _is_setting(target)
    ]
    assert wrong == []


def _is_setting(target: ast.Attribute) -> bool:
    return isinstance(target.value, ast.Name) and target.value.id == "settings"


def test_migrations_depend_on_lower_packages() -> None:
    names = {config.label: config.name for config in OURS}
    wrong = []
    for (label, name), migration in MigrationLoader(None).disk_migrations.items():
        if label not in names:
            continue
        for other, _ in (*migration.dependencies, *migration.run_before):
            if other in names:
                allowed = other == label or rank(names[other]) < rank(names[label])
            else:
                allowed = HIDDEN.get(other, names[label]) == names[label]
            if not allowed:
                wrong.append(f"{label}.{name} depends on {other}")
    assert wrong == []


def test_models_are_not_taken_by_name() -> None:
    """`get_model` and imports by string hide a dependency. A migration may take models of its own app."""
    wrong = [
        place(path, call)
        for path in python_files(migrations=True)
        if path.is_relative_to(SOURCE) and "tests" not in path.parts
        for name, call in calls(path)
        if name in {"get_model", "import_module", "import_string", "__import__"}
        and not (path.parent.name == "migrations" and name == "get_model" and _first_argument(call) == _app(path))
    ]
    assert wrong == []


def _first_argument(call: ast.Call) -> str:
    return str(call.args[0].value) if call.args and isinstance(call.args[0], ast.Constant) else ""


def _app(path: Path) -> str:
    return path.parent.parent.name
