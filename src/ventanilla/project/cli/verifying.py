"""verify: what a file of ours is, who signed it, and whether it is intact. Needs no database and no network."""

from pathlib import Path

import click

from ventanilla.project.start import start_django
from ventanilla.project.terminal import language_option

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--keys", type=FILE, help="The public keys of the institution, as it publishes them at /claves.json.")
@language_option
def verify(files: tuple[Path, ...], keys: Path | None, language: str) -> None:
    """Say what each file is, who signed it, over what, and whether it is intact. Works offline.

    Takes receipts (JSON or PDF), issued documents (PDF) and checkpoints of the public log. The keys are those of
    --keys; without it, those of the installation in VENTANILLA_HOME. Ends with 0 only when every file is authentic.
    """
    start_django()
    from django.utils import translation

    from ventanilla.project.verifying import api

    known = api.of_file(keys) if keys else api.of_this_installation()
    with translation.override(language):
        answers = [api.answer(path, known) for path in files]
    for path, answer in zip(files, answers, strict=True):
        click.echo(f"{path}: {answer.sentence}")
        width = max((len(name) for name, _ in answer.rows), default=0)
        for name, value in answer.rows:
            click.echo(f"  {name:{width}}  {value}")
    if not all(answer.holds for answer in answers):
        raise SystemExit(1)
