"""log checkpoint|begin-epoch: the public log, from the operator's side."""

from pathlib import Path

import click

from ventanilla.common import clock
from ventanilla.common.actor import ActorRef
from ventanilla.project.cli.group import say, with_installation

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def log() -> None:
    """The public log of acts."""


@log.command()
def checkpoint() -> None:
    """Print the latest signed checkpoint, to keep or publish elsewhere."""
    with_installation()
    from ventanilla.kernel.ledger.api import get_checkpoint

    click.echo(get_checkpoint(), nl=False)


@log.command("begin-epoch")
@click.option("--last-checkpoint", type=FILE, help="The last checkpoint that was published, as somebody kept it.")
@click.option("--unknown", is_flag=True, help="Begin one although nothing says that something was lost.")
def begin_epoch(last_checkpoint: Path | None, unknown: bool) -> None:
    """Go on with the log after a database was brought back by other means than `ventanilla restore`.

    What was published after that state of the database is lost, and the same key may not sign twice: the log goes on
    with a new key under a new origin, and the first entry cites the checkpoint that was lost. Refused when the
    database has all that is known to have been published, unless --unknown is given.
    """
    with_installation()
    from ventanilla.kernel.ledger import api as ledger
    from ventanilla.kernel.ledger.errors import LogRewound

    given = last_checkpoint.read_text(encoding="utf-8", errors="replace") if last_checkpoint else ""
    lost = unknown or (bool(given) and ledger.is_behind(note=given))
    try:
        ledger.check_not_rewound()
    except LogRewound:
        lost = True
    if not lost:
        raise click.ClickException(
            "The database has all that is known to have been published: the log goes on as it is. If it was brought "
            "back from a copy and nobody kept a later checkpoint, say --unknown."
        )
    epoch = ledger.begin_epoch(lost_note=given, actor=ActorRef.by_rule("ventanilla log begin-epoch"), at=clock.now())
    say(f"The log goes on as epoch {epoch.number}, {epoch.origin}, from its entry {epoch.first_size + 1}.")
    say("What was lost is cited in that entry." if epoch.cited_note else "That entry says that nothing is known.")
    say("Publish the new key beside the old ones:")
    click.echo(epoch.verifier_key)
