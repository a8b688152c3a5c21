"""How the demonstration speaks: calm lines in a terminal, plain ones elsewhere.

The progress of the set-up goes to stderr and the story to stdout, as with every command.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from rich.console import Console
from rich.status import Status
from rich.text import Text

from ventanilla.project.demo.journey.scene import Line

WIDEST_COLUMNS = 100
MARGIN = "  "


class Teller:
    """Writes the set-up, the journey and the accounts."""

    def __init__(self) -> None:
        self._progress = Console(stderr=True, highlight=False)
        self._story = Console(highlight=False)
        self._speaker = ""
        self._steps = 0

    def title(self, text: str) -> None:
        """What begins now."""
        self._write(self._progress, "")
        self._write(self._progress, text, "bold")
        self._write(self._progress, "")

    @contextmanager
    def doing(self, what: str) -> Iterator["Doing"]:
        """One step of the set-up: told while it runs, and with its time when it is done."""
        doing, began = Doing(self._progress, what), time.monotonic()
        with self._progress.status(f"{what}…", spinner="dots") as status:
            doing.status = status if self._progress.is_terminal else None
            yield doing
        line = Text.assemble(MARGIN, ("✓ ", "green"), doing.what, ("  " + seconds(time.monotonic() - began), "dim"))
        self._progress.print(line, soft_wrap=True)

    def heading(self, text: str) -> None:
        """A part of the story."""
        self._write(self._story, "")
        self._write(self._story, text, "bold")

    def line(self, line: Line) -> None:
        """One thing that happened, under the name of who did it."""
        self._steps += 1
        if line.who != self._speaker:
            self._speaker = line.who
            self._write(self._story, "")
            self._story.print(
                Text.assemble(MARGIN, (line.who, "bold cyan"), (f" · {line.role}", "dim")), soft_wrap=True
            )
        self._hanging(Text(f"{MARGIN}{self._steps:>2}  ", "dim"), line.said)
        self._story.print(Text(f"{MARGIN}    {line.where}", "dim"), soft_wrap=True)

    def rows(self, rows: list[tuple[str, ...]]) -> None:
        """A small table without lines: the first column stands out."""
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for first, *rest in rows:
            padded = [text.ljust(width) for text, width in zip(rest, widths[1:], strict=True)]
            cells = ("  ".join([" ", *padded])).rstrip()
            self._story.print(Text.assemble(MARGIN, MARGIN, (first.ljust(widths[0]), "cyan"), cells), soft_wrap=True)

    def paragraph(self, text: str, style: str = "") -> None:
        """A sentence between the tables."""
        self._write(self._story, "")
        self._write(self._story, text, style)

    def done(self, text: str) -> None:
        """A part that ended well."""
        self._write(self._story, "")
        self._story.print(Text.assemble(MARGIN, ("✓ ", "green"), text), soft_wrap=True)

    def _hanging(self, head: Text, said: str) -> None:
        """The sentence beside its number, wrapped under itself in a terminal."""
        room = min(self._story.width, WIDEST_COLUMNS) - len(head)
        wrapped = Text(said).wrap(self._story, room) if self._story.is_terminal else [Text(said)]
        for index, part in enumerate(wrapped):
            part.rstrip()
            self._story.print(Text.assemble(head if index == 0 else " " * len(head), part), soft_wrap=True)

    @staticmethod
    def _write(console: Console, text: str, style: str = "") -> None:
        console.print(Text(f"{MARGIN}{text}" if text else "", style), soft_wrap=True)


class Doing:
    """A step under way. `what` may become more exact before it is done."""

    def __init__(self, console: Console, what: str) -> None:
        self._console = console
        self.what = what
        self.status: Status | None = None

    def say(self, sentence: str) -> None:
        """A detail for whoever waits: beside the spinner, or a line where there is none."""
        if self.status is not None:
            self.status.update(f"{self.what}: {sentence}")
        else:
            self._console.print(f"{MARGIN}{sentence}", markup=False, soft_wrap=True)


def seconds(duration: float) -> str:
    """`1,4 s`, as the language writes it."""
    return _("%(seconds)s s") % {"seconds": number_format(duration, 1)}
