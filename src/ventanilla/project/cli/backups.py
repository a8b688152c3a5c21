"""backup, restore, upgrade: the installation as a whole, and what an operator has to know afterwards."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ventanilla.common import clock
from ventanilla.project.cli.group import FolderName, say, with_database, with_installation

if TYPE_CHECKING:
    from ventanilla.project.operating.restoring import Restored

FOLDER = FolderName()
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=FOLDER)
def backup(folder: Path) -> None:
    """Make a backup in FOLDER while the installation serves: database, documents, log, versions of services.

    Each one has a folder with its instant; documents are shared between them, so that the next one copies only new
    ones. The keys are not in it: `ventanilla keys export`. Ends with 1 when it was not made, and also when it was made
    and some document has no good file any more.
    """
    with_installation()
    from ventanilla.project.operating import backups, keyring
    from ventanilla.project.operating.telling import size

    made = backups.make(folder, at=clock.now(), say=say)
    manifest = made.manifest
    bytes_of_dump = sum(each.size_bytes for each in manifest.files.values())
    say(
        f"The backup is whole, after {made.seconds:.1f} s: database {size(bytes_of_dump)}, {manifest.documents:,} "
        f"documents ({size(manifest.documents_bytes)}), {manifest.log_size:,} entries of the log."
    )
    if backups.is_beside_home(made.folder):
        say("It is on the same disk as the installation: copy the folder to another machine.")
    if changed := keyring.changed_since_export():
        say(f"The keys are not in it, and {len(changed)} were made after their last export: `ventanilla keys export`.")
    click.echo(made.folder)
    if manifest.unreadable:
        raise click.ClickException(
            f"{len(manifest.unreadable)} documents have no good file, in the home nor in {folder}: look for them in "
            f"older copies. The first is documents/{manifest.unreadable[0]}."
        )


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--keys", type=FOLDER, help="The folder of `ventanilla keys export`; without it, the keys of the home.")
@click.option("--last-checkpoint", type=FILE, help="The last checkpoint of the log that anybody kept.")
@click.option("--check", is_flag=True, help="Only read every byte of the backup, and say whether it is whole.")
def restore(folder: Path, keys: Path | None, last_checkpoint: Path | None, check: bool) -> None:
    """Bring a backup back into an empty home and an empty database.

    FOLDER is a backup, or the folder of several: then the last one. Everything is read and compared with its hash
    before anything is changed. A restore that was cut short is not served; the same command begins anew. The log goes
    on as it was when the last published checkpoint is known and nothing of it is lost, and else as a new epoch.
    """
    if check:
        _check(folder)
        return
    with_database()
    from ventanilla.project.operating import backups

    try:
        restored = backups.restore(folder, keys=keys, last_checkpoint=last_checkpoint, at=clock.now(), say=say)
    except KeyboardInterrupt:
        raise click.ClickException(
            "The restore was cut short: nothing is served. Run the same command again, and it begins anew."
        ) from None
    for line in _report(restored):
        click.echo(line)


@click.command()
@click.option(
    "--old-programs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the programs of the older PostgreSQL, when they are elsewhere.",
)
def upgrade(old_programs: Path | None) -> None:
    """Bring the installation to this version: the embedded PostgreSQL, when it is older, and the tables.

    Refused while the server runs, and without a whole backup of the last 24 hours. The older PostgreSQL is kept until
    all is done, and put back when the new one fails. Its programs are looked for where Debian puts them.
    """
    from ventanilla.project.start import start_django

    start_django()
    from ventanilla.project.operating.upgrading import upgrade as bring_up

    done = bring_up(at=clock.now(), old_programs=old_programs, say=say)
    if done.nothing:
        say("Everything is of this version already.")
        return
    if done.postgresql_before:
        from ventanilla.project.database.api import MAJOR

        say(f"The database is of PostgreSQL {MAJOR} now; it was of {done.postgresql_before}.")
    say(f"{len(done.migrations)} changes of tables were made. Next: ventanilla serve, and a new backup.")


def _check(folder: Path) -> None:
    from ventanilla.project.start import start_django

    start_django()
    from ventanilla.project.operating import restoring

    manifest = restoring.check(folder, say=say)
    say(f"It is whole: as of {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC, with {manifest.documents:,} documents.")


def _report(restored: "Restored") -> list[str]:
    """What came back, how the log goes on, what is not here, and what to do next."""
    manifest, instant = restored.manifest, f"{restored.manifest.made_at:%Y-%m-%d %H:%M:%S} UTC"
    lines = [
        "",
        f"Restored as of {instant}: {manifest.documents:,} documents, {manifest.log_size:,} entries of the log.",
        "",
        *_of_the_log(restored),
        "",
        f"What was done after {instant} is not here. People may have receipts, decisions and payments of that time:",
        "  ask them to file again, and compare the payments with the provider's list.",
    ]
    for each in restored.numbers:
        lines.append(f"  {each.institution}, {each.series} of {each.year}: the last number here is {each.number:,}.")
    if restored.numbers:
        lines.append("  Numbers above these may have been given. Annul them before anybody signs, as in")
        lines.append(
            "  ventanilla numbers annul --institution CODE --series DECRETO --year 2026 --up-to 12 --reason TEXT"
        )
    return [*lines, *_of_what_is_not_well(restored), "", "Next: ventanilla serve, and export the keys again."]


def _of_the_log(restored: "Restored") -> list[str]:
    epoch = restored.epoch
    if epoch is None:
        return ["The log goes on as it was: nothing that was published is lost."]
    why = "Something that was published is lost" if epoch.cited_note else "Nobody knows whether more was published"
    return [
        f"{why}, so the log goes on as a new epoch, {epoch.origin},",
        f"  whose first entry, number {epoch.first_size + 1:,}, says so. Publish its key beside the old ones:",
        f"  {epoch.verifier_key}",
    ]


def _of_what_is_not_well(restored: "Restored") -> list[str]:
    lines = []
    if restored.disposed_again:
        lines.append(f"{restored.disposed_again} files that were disposed of after the backup were disposed of again.")
    # The key of a log that goes on as a new epoch is told there.
    lacking = [name for name in restored.lacking_keys if restored.epoch is None or not name.startswith("log")]
    if lacking:
        lines.append(f"These keys are not those that the home had then: {', '.join(lacking)}.")
        lines.append("  They were rotated since, or the export is older; see `ventanilla keys list`.")
    if restored.damaged:
        lines.append(f"{len(restored.damaged)} documents have no good file; look for them in older copies:")
        lines += [f"  documents/{name}" for name in restored.damaged]
    return ["", *lines] if lines else []
