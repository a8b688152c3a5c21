"""serve, worker, stop."""

import click

from ventanilla.project.cli.group import say, with_database
from ventanilla.project.start import start_django


@click.command()
def serve() -> None:
    """Run the whole installation until SIGTERM or Ctrl-C.

    Starts the web server, the relay of events, the sequencer of the log and the job workers, starts again what fails,
    and on SIGTERM lets each finish what it holds. A new database gets its tables; an older one is refused.
    """
    start_django()
    from ventanilla.project.server import api

    api.serve(api.plan_from_settings(), say=say)
    say("Stopped. The database keeps running; `ventanilla stop` stops it too.")


@click.command()
def worker() -> None:
    """Run one more job worker, here, until SIGTERM or Ctrl-C.

    `serve` already runs VENTANILLA_JOB_WORKERS of them; this one is for a second machine, or for a heavy hour.
    """
    with_database()
    from ventanilla.project.server.roles import main as run_role

    run_role("worker")


@click.command()
def stop() -> None:
    """Stop the server of this home, when it runs, and its embedded database."""
    start_django()
    from django.conf import settings

    from ventanilla.project.database import api as database
    from ventanilla.project.server import api as server

    say("The server has stopped." if server.stop() else "No server was running.")
    if settings.DATABASE_IS_EMBEDDED:
        stopped = database.stop(database.Place(settings.VENTANILLA_HOME), say=say)
        say("The database has stopped." if stopped else "The database was not running.")
