"""The command `ventanilla demo`."""

import signal
import time
from types import FrameType

import click

from ventanilla.project.start import start_django
from ventanilla.project.terminal import language_option


@click.command()
@click.option("--once", is_flag=True, help="End when the journey has ended, for tests and CI.")
@language_option
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
