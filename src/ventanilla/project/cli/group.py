"""The root of the commands, and how they speak: progress to stderr, results to stdout, an error in one sentence."""

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


def with_database() -> None:
    """Make Django ready, and the database answer."""
    start_django()
    from ventanilla.project.server.preparing import prepare_database

    prepare_database(say)
