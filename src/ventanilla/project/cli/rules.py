"""dmn run|tck: rules in the standard's form, evaluated from the terminal. Needs no database."""

import json
from decimal import Decimal
from pathlib import Path

import click

from ventanilla.common import clock
from ventanilla.project.cli.group import say
from ventanilla.project.start import start_django

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def dmn() -> None:
    """Decisions as data: evaluate a DMN file, or run the cases of the standard's compatibility kit."""


@dmn.command()
@click.argument("file", type=FILE)
@click.option("--decision", required=True, help="The name of a decision or decision service of the file.")
@click.option("--input", "inputs", type=FILE, help="A JSON file: an object with a value for each input.")
@click.option(
    "--import", "imports", type=FILE, multiple=True, help="A DMN file that this one imports; may be repeated."
)
@click.option("--explain", is_flag=True, help="Say why, rule by rule, instead of the value alone.")
@click.option("--language", type=click.Choice(["es", "en"]), default="es", help="Of the explanation: es or en.")
def run(
    file: Path, decision: str, inputs: Path | None, imports: tuple[Path, ...], explain: bool, language: str
) -> None:
    """Evaluate a decision of FILE and print its value as JSON, or with --explain the reasons in sentences.

    Dates, times and durations are texts in the form of the standard: a field of the type date takes "2026-03-01".
    """
    start_django()
    from ventanilla.common.dmn import load
    from ventanilla.common.dmn.explain import explained
    from ventanilla.common.dmn.plain import from_plain, to_plain

    model = load(file.read_bytes(), [other.read_bytes() for other in imports])
    for problem in model.problems:
        say(f"{problem.where}: {problem.error}")
    try:
        given = from_plain(model, decision, _object(inputs))
    except TypeError as error:
        raise click.ClickException(str(error)) from error
    outcome = model.decide(decision, given, at=clock.now(), trace=explain)
    if explain:
        click.echo(explained(outcome, language))
    else:
        click.echo(json.dumps(to_plain(outcome.value), ensure_ascii=False, default=str))
    if outcome.value is None and not explain:
        for remark in outcome.remarks:
            say(f"{remark.what} {remark.about}".strip())


def _object(path: Path | None) -> dict[str, object]:
    """The object of a JSON file, its numbers exact. Raises ClickException."""
    if path is None:
        return {}
    try:
        value = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise click.ClickException(f"{path} is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise click.ClickException(f"{path} must hold an object: a name and a value for each input.")
    return value


@dmn.command()
@click.argument("folder", type=FOLDER)
@click.option("--verbose", is_flag=True, help="Name each case, not only those that fail.")
def tck(folder: Path, verbose: bool) -> None:
    """Run every case of the DMN compatibility kit below FOLDER, name those that fail, and count both."""
    start_django()
    from ventanilla.common.dmn.tck import run_folder

    passed = failed = 0
    for result in run_folder(folder):
        passed += result.passed
        failed += not result.passed
        if not result.passed:
            click.echo(f"failed  {result.case.title}: {result.reason}")
        elif verbose:
            click.echo(f"passed  {result.case.title}")
    click.echo(f"{passed} passed, {failed} failed")
    if failed:
        raise SystemExit(1)
