"""`make bench`: every measure in one run, in an installation of its own."""

from bench.ground import description, installation
from bench.report import say, show_lines, show_sizes


def main() -> None:
    with installation(say):
        from bench import decisions, filing, ledger, pages
        from bench.filer import Filer

        say(description())
        filer = Filer()
        lines = [*filing.measure(filer), *ledger.measure(), *decisions.measure()]
        sizes = pages.measure(filer)
        show_lines(lines)
        show_sizes(sizes)
        ledger.measure_sequencer()


if __name__ == "__main__":
    main()
