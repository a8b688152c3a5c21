"""Each variable of the environment is declared once, typed, and documented."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from ventanilla.project.settings import environment

PAGE = Path(__file__).parents[5] / "docs" / "reference" / "settings.md"
ENTRY = re.compile(r"^### `(?P<name>\w+)`\n\n(?P<doc>.+)\n\nDefault: (?:`(?P<default>.+)`|empty)$", re.M)


def test_the_page_of_settings_says_what_the_code_does() -> None:
    text = PAGE.read_text()
    documented = {entry["name"]: (entry["doc"], entry["default"] or "") for entry in ENTRY.finditer(text)}
    declared = {name: (variable.doc, variable.default) for name, variable in environment.REGISTRY.items()}
    assert documented == declared
    assert text.count("\n### ") == len(documented)


@pytest.mark.parametrize("variable", environment.REGISTRY.values(), ids=environment.REGISTRY)
def test_each_default_can_be_used(variable: environment.Variable[object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(variable.name, raising=False)
    variable.read()


@pytest.mark.parametrize(
    ("variable", "given", "accepted"),
    [
        (environment.PORT, "http", "it must be a whole number, 1 or more."),
        (environment.WEB_PROCESSES, "0", "it must be a whole number, 1 or more."),
        (environment.SIMULATORS, "yes", "it must be 1 (yes) or 0 (no)."),
        (environment.MODE, "prod", "it must be one of: demo, production, debug."),
        (environment.PUBLIC_URL, "tramites.example.cl", "it must begin with http:// or https://"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_with_what_is_accepted(
    variable: environment.Variable[object], given: str, accepted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable.name, given)
    with pytest.raises(ImproperlyConfigured) as refusal:
        variable.read()
    assert str(refusal.value).startswith(f"{variable.name} is {given!r}: {accepted}")


def test_no_other_module_reads_the_environment() -> None:
    source = Path(environment.__file__).parents[2]
    readers = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if re.search(r"os\.(environ|getenv)\b|from os import .*(environ|getenv)", path.read_text())
    }
    allowed = {"project/settings/environment.py", "project/testing.py", "project/start.py"}
    assert {reader for reader in readers if "/tests/" not in reader} - allowed == set()
