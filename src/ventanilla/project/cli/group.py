"""The root of the commands, and how they speak: progress to stderr, results to stdout, an error in one sentence."""

from pathlib import Path

import click
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.db import OperationalError
from rich.console import Console

from ventanilla.common.errors import Fault, Refusal
from ventanilla.project.start import start_django

_progress = Console(stderr=True, highlight=False, soft_wrap=True)


class SayingWhy(click.Group):
    """A group whose expected errors end the program with their sentence instead of a traceback."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except (Fault, Refusal, ImproperlyConfigured, CommandError) as error:
            raise click.ClickException(str(error)) from error
        except OperationalError as error:
            reason = str(error).splitlines()[0]
            raise click.ClickException(
                f"The database does not answer ({reason}): check that it runs, and DATABASE_URL."
            ) from error


@click.group(cls=SayingWhy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ventanilla")
def main() -> None:
    """Ventanilla: the whole State behind one window.

    Settings are variables of the environment; docs/reference/settings.md lists them. Files live in the folder
    VENTANILLA_HOME. Without DATABASE_URL, an embedded PostgreSQL starts when a command needs it.
    """


def say(sentence: str) -> None:
    """Tell the operator of progress."""
    _progress.print(sentence, markup=False)


class FolderName(click.Path):
    """The name of a folder. An empty one is refused: it would be the folder where the operator happens to stand."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: object, parameter: click.Parameter | None, context: click.Context | None) -> Path:
        if not str(value).strip():
            self.fail("It is empty: is the variable set that should name the folder?", parameter, context)
        return super().convert(value, parameter, context)  # type: ignore[arg-type,return-value]


def with_installation() -> None:
    """As `with_database`, for a command that works on what is there: without an installation it is refused."""
    start_django()
    from django.conf import settings

    from ventanilla.project.database.api import Place
    from ventanilla.project.server.preparing import has_tables

    home = settings.VENTANILLA_HOME
    if settings.DATABASE_IS_EMBEDDED and not Place(home).data.is_dir():
        raise click.ClickException(
            f"There is no installation in {home}: look whether VENTANILLA_HOME names the right folder. "
            "`ventanilla serve` makes a new one."
        )
    with_database()
    if not has_tables():
        raise click.ClickException(
            "The database has no tables yet: look whether DATABASE_URL names the right one. "
            "`ventanilla serve` makes them."
        )


def with_database() -> None:
    """Make Django ready, and the database answer."""
    start_django()
    from ventanilla.project.server.preparing import prepare_database

    prepare_database(say)
