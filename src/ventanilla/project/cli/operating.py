"""migrate, upgrade, check."""

import click

from ventanilla.project.cli.group import say, with_database, with_installation


@click.command()
def migrate() -> None:
    """Bring the tables of the database to this version.

    For a database of your own that is new, or that you keep copies of. `ventanilla upgrade` does it after looking at
    the last backup.
    """
    with_database()
    from ventanilla.project.server.preparing import migrate as bring_up_to_date
    from ventanilla.project.server.preparing import pending_migrations

    pending = pending_migrations()
    if pending:
        bring_up_to_date(verbosity=1)
    say(f"{len(pending)} changes were made." if pending else "The tables are of this version already.")


@click.command()
@click.option("--deploy", is_flag=True, help="Also refuse what may not be so in production.")
def check(deploy: bool) -> None:
    """Look at the configuration, the database and its tables, and tell what is wrong. Changes nothing."""
    with_installation()
    from django.core.management import call_command

    call_command("check", deploy=deploy, databases=["default"], fail_level="WARNING")
