"""The command `ventanilla demo`."""

import signal
import time
from types import FrameType

import click

from ventanilla.project.start import start_django

LANGUAGES = ("es", "en")


def _language(_context: click.Context, _option: click.Parameter, given: str) -> str:
    """The language of a locale such as `es_CL.UTF-8`; English when it is none of ours, as the other commands."""
    return given[:2] if given[:2] in LANGUAGES else "en"


@click.command()
@click.option("--once", is_flag=True, help="End when the journey has ended, for tests and CI.")
@click.option(
    "--language",
    envvar=["LC_ALL", "LC_MESSAGES", "LANG"],
    default="en",
    callback=_language,
    help="es or en; without it, the language of the terminal.",
)
def demo(once: bool, language: str) -> None:
    """Show the whole of it: two municipalities that do not exist, and one licence from the search to the proof.

    Starts the database, makes the data the first time, serves with the simulators of identity and payment, plays the
    journey over HTTP as browsers would, prints it with the accounts to try, and serves until SIGTERM or Ctrl-C. Ends
    with 1 when a step fails. The server writes to demo-server.log in VENTANILLA_HOME.
    """
    began = time.monotonic()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    start_django()
    from django.utils import translation

    from ventanilla.project.demo.show import run

    with translation.override(language):
        run(once=once, began=began)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
