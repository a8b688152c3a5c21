"""`make bench`: every measure in one run, in an installation of its own. `python -m bench PART…` runs some of them.

Parts: filing, ledger, decisions, pages (some minutes in all); lists (ten minutes; `--large` adds a million cases);
sustained (eight minutes); backups (two minutes).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from bench.ground import description, installation
from bench.report import say, show_lines, show_sizes

if TYPE_CHECKING:
    from bench.filer import Filer


def main(*arguments: str) -> None:
    large = "--large" in arguments
    wanted = [each for each in arguments if each != "--large"]
    with installation(say):
        from bench.filer import Filer  # models, once Django is ready

        parts = _parts(Filer(), large)
        if unknown := [each for each in wanted if each not in parts]:
            raise SystemExit(f"There is no part {unknown[0]!r}: {', '.join(parts)}.")
        say(description())
        for name in wanted or parts:
            parts[name]()


def _parts(filer: Filer, large: bool) -> dict[str, Callable[[], None]]:
    from bench import backups, decisions, filing, ledger, lists, pages, sustained

    def ledger_and_sequencer() -> None:
        show_lines(ledger.measure())
        ledger.measure_sequencer()

    return {
        "filing": lambda: show_lines(filing.measure(filer)),
        "ledger": ledger_and_sequencer,
        "decisions": lambda: show_lines(decisions.measure()),
        "pages": lambda: show_sizes(pages.measure(filer)),
        "lists": lambda: lists.measure(filer, large=large),
        "sustained": lambda: sustained.measure(filer),
        "backups": lambda: backups.measure(filer),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
