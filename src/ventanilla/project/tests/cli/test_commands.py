"""The commands: documented, told in one sentence when they fail, and services as folders through the database."""

import filecmp
import inspect
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from django.conf import LazySettings

from ventanilla.project.cli import main

ROOT = Path(__file__).parents[5]
PAGE = ROOT / "docs" / "reference" / "commands.md"
LICENCE = next((ROOT / "src" / "ventanilla" / "sectors" / "municipal" / "services").glob("*/identity.yaml")).parent


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def leaves(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for child in command.commands.values():
            yield from leaves(child, f"{name} {child.name}")
    else:
        yield name, command


COMMANDS = dict(leaves(main, "ventanilla"))


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def section(name: str) -> str:
    _, _, rest = PAGE.read_text().partition(f"\n## `{name}`\n")
    return on_one_line(rest.partition("\n## ")[0])


@pytest.mark.parametrize("name", COMMANDS)
class TestHelp:
    def test_the_page_of_commands_says_what_help_says(self, name: str) -> None:
        help_text = COMMANDS[name].help
        assert help_text
        assert on_one_line(inspect.cleandoc(help_text)) in section(name)

    def test_each_option_is_explained_here_and_there(self, name: str) -> None:
        for parameter in COMMANDS[name].params:
            if isinstance(parameter, click.Option):
                assert parameter.help
                assert f"`{parameter.opts[0]}`" in section(name)
                assert parameter.help in section(name)


def test_the_page_names_no_other_command() -> None:
    assert PAGE.read_text().count("\n## ") == len(COMMANDS)


def test_an_expected_error_is_one_sentence(tmp_path: Path) -> None:
    result = run("services", "check", tmp_path / "missing")
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_default_is_refused_when_it_would_be_public(settings: LazySettings, transactional_db: None) -> None:
    settings.VENTANILLA_MODE = "demo"
    result = run("check", "--deploy")
    assert result.exit_code == 1
    assert "VENTANILLA_MODE must be production." in result.output
    assert "VENTANILLA_LOG_ORIGIN must be a name of yours" in result.output
    assert "VENTANILLA_OPERATOR_EMAIL must be of somebody" in result.output


class TestServices:
    def test_a_good_folder_has_no_errors(self) -> None:
        result = run("services", "check", LICENCE)
        assert result.exit_code == 0, result.output
        assert "1 checked: 0 errors" in result.output

    def test_a_folder_with_an_error_fails_and_says_where(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        result = run("services", "check", tmp_path / "empty")
        assert result.exit_code == 1
        assert "error  empty/" in result.output

    @pytest.mark.django_db(transaction=True)
    def test_what_is_imported_is_exported_byte_for_byte(self, tmp_path: Path) -> None:
        imported = run("services", "import", LICENCE)
        assert imported.exit_code == 0, imported.output
        exported = run("services", "export", LICENCE.name, tmp_path / "again")
        assert exported.output == imported.output
        differing = filecmp.dircmp(LICENCE, tmp_path / "again")
        assert (differing.left_only, differing.right_only, differing.diff_files) == ([], [], [])

    @pytest.mark.django_db(transaction=True)
    def test_a_service_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        result = run("services", "export", "no-such-service", tmp_path / "again")
        assert result.exit_code == 1
        assert result.output.startswith("Error: There is no version")


def test_a_database_that_does_not_answer_is_told_in_one_sentence(home: Path) -> None:
    nobody = {"VENTANILLA_HOME": str(home), "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    done = subprocess.run(
        [sys.executable, "-m", "ventanilla.project.cli", "serve"],
        env={**os.environ, **nobody},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: The database does not answer (connection failed: ")
    assert done.stderr.endswith(": check that it runs, and DATABASE_URL.\n")
    assert "Traceback" not in done.stderr
