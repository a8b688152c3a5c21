"""numbers annul: act numbers that were given elsewhere."""

import click

from ventanilla.common import clock
from ventanilla.common.actor import ActorRef
from ventanilla.project.cli.group import say, with_installation


@click.group()
def numbers() -> None:
    """The numbers of acts (decrees, resolutions, certificates)."""


@numbers.command()
@click.option("--institution", required=True, help="The code of the institution.")
@click.option("--series", required=True, help="The code of the series, as DECRETO.")
@click.option("--year", required=True, type=int, help="The year of the series.")
@click.option("--up-to", required=True, type=int, help="The last number that was given.")
@click.option("--new-series", is_flag=True, help="The series began after the backup: nobody here knows it.")
@click.option("--reason", required=True, help="Why, as everybody will read it.")
def annul(institution: str, series: str, year: int, up_to: int, new_series: bool, reason: str) -> None:
    """Annul the numbers that follow the last one of a series, up to one, so that none is given twice.

    After a restore, for the numbers that were given after the backup. Each stays in the series with its reason and an
    entry in the log. At most 1,000 at once.
    """
    with_installation()
    from ventanilla.kernel.documents.api import annul_numbers_up_to
    from ventanilla.project.operating.institutions import id_of

    count = annul_numbers_up_to(
        institution_id=id_of(institution),
        series=series,
        year=year,
        number=up_to,
        reason=reason,
        new_series=new_series,
        actor=ActorRef.by_rule("ventanilla numbers annul"),
        at=clock.now(),
    )
    say(f"{count} numbers were annulled." if count else f"{series} of {year} has come to {up_to} or further already.")
