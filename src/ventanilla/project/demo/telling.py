"""How the demonstration speaks: calm lines in a terminal, plain ones elsewhere.

The progress of the set-up goes to stderr and the story to stdout, as with every command.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from rich.console import Console
from rich.live import Live
from rich.padding import Padding
from rich.spinner import Spinner
from rich.text import Text

from ventanilla.project.demo.journey.scene import Line

WIDEST_COLUMNS = 100
MARGIN = "  "
SHORTEST_TOLD_SECONDS = 0.1


class Doing:
    """A step of the set-up under way. `what` may become more exact before it is done."""

    def __init__(self, console: Console, what: str) -> None:
        self._console = console
        self.what = what
        self.spinner = Spinner("dots", Text(f"{what}…"), style="cyan")

    def say(self, sentence: str) -> None:
        """A detail for whoever waits: beside the spinner, or a line of its own where there is none."""
        if self._console.is_terminal:
            self.spinner.update(text=Text(f"{self.what}: {sentence}"))
        else:
            self._console.print(Text(f"{MARGIN}  {sentence}"), soft_wrap=True)


class Teller:
    """Writes the set-up, the journey and the accounts."""

    def __init__(self) -> None:
        self._progress = Console(stderr=True, highlight=False)
        self._story = Console(highlight=False)
        self._speaker = ""
        self._steps = 0

    def title(self, text: str) -> None:
        """What begins now."""
        self._progress.print(Text(f"\n{MARGIN}{text}\n", "bold"), soft_wrap=True)

    @contextmanager
    def doing(self, what: str) -> Iterator[Doing]:
        """One step of the set-up: a spinner while it runs, a line with its time when it is done."""
        doing, began = Doing(self._progress, what), time.monotonic()
        with self._spinning(doing):
            yield doing
        took = time.monotonic() - began
        told = f"  {seconds(took)}" if took >= SHORTEST_TOLD_SECONDS else ""
        self._progress.print(Text.assemble(MARGIN, ("✓ ", "green"), doing.what, (told, "dim")), soft_wrap=True)

    def heading(self, text: str) -> None:
        """A part of the story."""
        self.paragraph(text, "bold")

    def paragraph(self, text: str, style: str = "") -> None:
        """A sentence with room above it."""
        self._story.print(Text(f"\n{MARGIN}{text}", style), soft_wrap=True)

    def done(self, text: str) -> None:
        """A part that ended well."""
        self._story.print(Text.assemble("\n", MARGIN, ("✓ ", "green"), text), soft_wrap=True)

    def line(self, line: Line) -> None:
        """One thing that happened, under the name of who did it, above the address where one can look."""
        self._steps += 1
        if line.who != self._speaker:
            self._speaker = line.who
            who = Text.assemble("\n", MARGIN, (line.who, "bold cyan"), (f" · {line.role}", "dim"))
            self._story.print(who, soft_wrap=True)
        self._hanging(Text(f"{MARGIN}{self._steps:>2}  ", "dim"), line.said)
        self._story.print(Text(f"{MARGIN}    {line.where}", "dim"), soft_wrap=True)

    def rows(self, rows: Sequence[Sequence[str]]) -> None:
        """A small table without rules. Its first column stands out."""
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            first, *rest = (text.ljust(width) for text, width in zip(row, widths, strict=True))
            told = Text.assemble(MARGIN, MARGIN, (first, "cyan"), *(f"{MARGIN}{text}" for text in rest))
            told.rstrip()
            self._story.print(told, soft_wrap=True)

    def _spinning(self, doing: Doing) -> Live:
        return Live(
            Padding(doing.spinner, (0, 0, 0, len(MARGIN))),
            console=self._progress if self._progress.is_terminal else Console(quiet=True),
            transient=True,
        )

    def _hanging(self, head: Text, said: str) -> None:
        """The sentence beside its number, wrapped under itself in a terminal."""
        room = min(self._story.width, WIDEST_COLUMNS) - len(head)
        wrapped = Text(said).wrap(self._story, room) if self._story.is_terminal else [Text(said)]
        for index, part in enumerate(wrapped):
            part.rstrip()
            self._story.print(Text.assemble(head if index == 0 else " " * len(head), part), soft_wrap=True)


def seconds(duration: float) -> str:
    """`1,4 s`, as the language writes it."""
    return _("%(seconds)s s") % {"seconds": number_format(duration, 1)}
