"""The desk and the search of an official of one unit, among ten thousand cases and among many more.

The same pages at each size, over HTTP, by 1 client and by 16; what is promised is that they do not grow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from bench import load, web
from bench.crowd import Crowd
from bench.filer import Filer
from bench.load import Times
from bench.report import say
from bench.statements import recorded

SIZES = (10_000, 200_000)
LARGE = 1_000_000
CLIENTS = 16
ONE, MANY = 120, 480
GROWTH_MOST, STATEMENTS_MOST, ONE_CLIENT_MOST_MS = 1.5, 10, 60


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an official: who opens it, and its addresses, a few of a kind."""

    name: str
    cookies: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """One page at one size."""

    page: str
    cases: int
    statements: int
    one: Times
    many: Times


def measure(filer: Filer, *, large: bool = False) -> None:
    """Grow the town and print a line for each page and size."""
    crowd = Crowd(filer.file())
    found: list[Measured] = []
    for size in (*SIZES, LARGE) if large else SIZES:
        say(f"Making {size:,} cases…")
        crowd.grow(size)
        with load.server() as port:
            found += [_measure(page, size, port) for page in _pages(filer, crowd)]
    _show(found)


def _pages(filer: Filer, crowd: Crowd) -> list[Page]:
    some = crowd.names(40)
    desk, search = reverse("desk"), reverse("search-cases")
    works, rents = filer.cookies_of("DOM-1"), filer.cookies_of("RENTAS-1")
    surname = some[0][1].split()[-1]
    return [
        Page("desk, untaken tasks of the unit", works, (f"{desk}?ver=unidad",)),
        Page("desk, what is due first", works, (f"{desk}?ver=plazos",)),
        Page("search by code", rents, _searches(search, [code for code, _ in some])),
        Page("search by whole name", rents, _searches(search, [name for _, name in some])),
        Page("search by two surnames", rents, _searches(search, [" ".join(name.split()[2:]) for _, name in some])),
        Page("search by the commonest surname", rents, _searches(search, ["González"])),
        Page("search by one surname", rents, _searches(search, [surname])),
    ]


def _searches(address: str, texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{address}?{urlencode({'q': text})}" for text in texts)


def _measure(page: Page, size: int, port: int) -> Measured:
    load.fetch(port, _repeated(page.paths, 20), page.cookies, clients=2)  # what is read once per process is read
    web.get(page.paths[0], cookies=page.cookies)
    with recorded() as sent:
        web.get(page.paths[0], cookies=page.cookies)
    one = load.fetch(port, _repeated(page.paths, ONE), page.cookies, clients=1)
    many = load.fetch(port, _repeated(page.paths, MANY), page.cookies, clients=CLIENTS)
    return Measured(page.name, size, len(sent), one, many)


def _repeated(paths: Sequence[str], count: int) -> list[str]:
    return [paths[number % len(paths)] for number in range(count)]


def _show(found: Sequence[Measured]) -> None:
    heads = f"{'cases':>9} {'statements':>10} {'1 client':>18} {'16 clients':>20} {'growth':>7}"
    say(f"\n{'page of an official of one unit':<34} {heads}")
    first = {each.page: each for each in reversed(found)}
    for each in sorted(found, key=lambda one: (one.page, one.cases)):
        growth = each.one.median / first[each.page].one.median
        say(
            f"{each.page:<34} {each.cases:>9,} {each.statements:>10} {each.one.median:>8.1f} ({each.one.p95:>5.1f}) ms"
            f" {each.many.median:>9.1f} ({each.many.p95:>6.1f}) ms {growth:>7.2f}"
        )
    say(
        f"median (95 of 100). Promised: growth under {GROWTH_MOST}, at most {STATEMENTS_MOST} statements, "
        f"1 client under {ONE_CLIENT_MOST_MS} ms."
    )
