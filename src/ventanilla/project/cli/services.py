"""services check|import|export: declarations of services, between folders and the database."""

from pathlib import Path

import click

from ventanilla.common import clock
from ventanilla.common.actor import ActorRef
from ventanilla.project.cli.group import say, with_database
from ventanilla.project.start import start_django

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def services() -> None:
    """Services as data: check a folder, publish it, or write it again from the database."""


@services.command()
@click.argument("folders", nargs=-1, required=True, type=FOLDER)
def check(folders: tuple[Path, ...]) -> None:
    """Check service folders, play their examples, and print each problem with its place. Needs no database."""
    start_django()
    from ventanilla.kernel.cases.api import rehearse_folder
    from ventanilla.kernel.services.api import check_folder
    from ventanilla.kernel.services.types import Severity

    problems = []
    for folder in folders:
        found = check_folder(folder)
        if not any(problem.severity is Severity.ERROR for problem in found):
            found += rehearse_folder(folder)
        problems += [(folder, problem) for problem in found]
    for folder, problem in problems:
        click.echo(f"{problem.severity.value.lower()}  {folder.name}/{problem.place}  {problem.sentence}")
    errors = sum(problem.severity is Severity.ERROR for _, problem in problems)
    say(f"{len(folders)} checked: {errors} errors, {len(problems) - errors} warnings.")
    if errors:
        raise SystemExit(1)


@services.command("import")
@click.argument("folder", type=FOLDER)
def import_(folder: Path) -> None:
    """Publish the versions of FOLDER that are not published yet. What is published never changes."""
    with_database()
    from ventanilla.kernel.services.api import import_folder

    version = import_folder(folder, actor=ActorRef.by_rule("ventanilla services import"), at=clock.now())
    click.echo(f"{version.slug} {version.number} {version.sha256}")


@services.command()
@click.argument("slug")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--number", type=int, help="Which version; without it, the latest.")
def export(slug: str, folder: Path, number: int | None) -> None:
    """Write the version of the service SLUG to the new folder FOLDER, byte for byte as it was imported."""
    with_database()
    from ventanilla.kernel.services.api import export_version, find_version

    version = find_version(slug=slug, number=number)
    if version is None:
        raise click.ClickException(f"There is no version {number or ''} of {slug!r}: `ventanilla services import` it.")
    export_version(version.id, folder)
    click.echo(f"{version.slug} {version.number} {version.sha256}")
