"""keys list|export|rotate: the key files of the installation."""

from pathlib import Path

import click

from ventanilla.common import clock
from ventanilla.common.actor import ActorRef
from ventanilla.project.cli.group import FolderName, say, with_installation

OPERATOR = ActorRef.by_rule("ventanilla keys rotate")
EXPORT_AGAIN = "Export the keys again and put them where the last export is: `ventanilla keys export FOLDER`."


@click.group()
def keys() -> None:
    """The keys: what there is, a copy to keep apart, new ones."""


@keys.command("list")
def list_() -> None:
    """Tell every key file, what it is for, when it was made, its fingerprint, and what is wrong with it.

    Ends with 1 when a key is missing, open to others or not the one that it should be. Shows no key.
    """
    with_installation()
    from ventanilla.project.operating import keyring

    found = keyring.list_keys()
    for key in found:
        click.echo(f"{key.name}\n  {key.purpose}")
        if key.made_at:
            click.echo(f"  made {key.made_at:%Y-%m-%d %H:%M} UTC{f', {key.fingerprint}' if key.fingerprint else ''}")
        if key.problem:
            click.echo(f"  WRONG: {key.problem}")
    wrong = sum(bool(key.problem) for key in found)
    if wrong:
        raise click.ClickException(f"{wrong} of {len(found)} keys need you.")
    say(f"{len(found)} keys, all well.")


@keys.command()
@click.argument("folder", type=FolderName())
def export(folder: Path) -> None:
    """Copy the keys to the new folder FOLDER, for a restore. Keep it apart from the backups.

    Who has a backup and these keys has everything; who has a backup alone has no document; without these keys, no
    backup gives the documents back. Export again after each rotation.
    """
    with_installation()
    from ventanilla.project.operating import backups, keyring

    backups.refuse_keys_among_backups(folder)
    names = keyring.export(folder, at=clock.now())
    say(f"{len(names)} keys were copied to {folder}. Keep them apart from the backups, where only you reach them.")


@keys.group()
def rotate() -> None:
    """Make a new key. What the old one signed keeps verifying."""


@rotate.command("log")
def rotate_log() -> None:
    """Sign the public log with a new key from now on.

    The log says so in an entry, and the old key signs with the new one the checkpoint that has it. The server may run
    meanwhile.
    """
    with_installation()
    from ventanilla.kernel.ledger.api import rotate_log_key

    epoch = rotate_log_key(actor=OPERATOR, at=clock.now())
    say(f"The log is signed with a new key (epoch {epoch.number}). Tell those who pinned the old one:")
    click.echo(epoch.verifier_key)
    say(EXPORT_AGAIN)


@rotate.command("seal")
@click.option("--institution", required=True, help="The code of the institution.")
def rotate_seal(institution: str) -> None:
    """Seal the documents of an institution with a new key and certificate of the demonstration authority.

    A seal of an accredited provider is refused: the provider gives the new one, and the answer says where to put it.
    """
    with_installation()
    from ventanilla.kernel.documents.api import rotate_seal as make_new_seal
    from ventanilla.project.operating.institutions import id_of

    fingerprint = make_new_seal(institution_id=id_of(institution), actor=OPERATOR, at=clock.now())
    say(f"The documents of {institution} are sealed with a new key. SHA-256 of its certificate:")
    click.echo(fingerprint)
    say(EXPORT_AGAIN)


@rotate.command("receipt")
@click.option("--institution", required=True, help="The code of the institution.")
def rotate_receipt(institution: str) -> None:
    """Sign the receipts of an institution with a new key. The old public key is kept, and checks the older ones."""
    with_installation()
    from ventanilla.kernel.documents.api import rotate_receipt_key
    from ventanilla.project.operating.institutions import id_of

    kid = rotate_receipt_key(institution_id=id_of(institution), actor=OPERATOR, at=clock.now())
    say(f"The receipts of {institution} are signed with a new key, whose name (kid) is:")
    click.echo(kid)
    say(EXPORT_AGAIN)
