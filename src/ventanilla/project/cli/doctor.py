"""doctor: what is wrong, in words, and what to do."""

import click

from ventanilla.project.cli.group import say
from ventanilla.project.start import start_django

SUBJECT_CHARACTERS = 12


@click.command()
def doctor() -> None:
    """Look at everything that this installation needs, and say what is wrong and what to do. Changes nothing.

    Settings, disk, database, keys, public log, background work, backups, server and mail. Works with the database down.
    Ends with 1 when something is wrong.
    """
    start_django()
    from ventanilla.project.operating.doctor import Level, examine

    wrong = 0
    for found in examine():
        wrong += found.level is Level.WRONG
        click.echo(f"{found.level:<7}{found.subject:<{SUBJECT_CHARACTERS}}{found.sentence}")
        if found.remedy:
            click.echo(f"{'':<{7 + SUBJECT_CHARACTERS}}→ {found.remedy}")
    if wrong:
        raise click.ClickException(f"{wrong} {'thing is' if wrong == 1 else 'things are'} wrong.")
    say("Nothing is wrong.")
