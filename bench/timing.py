"""Two calls timed in turns on one machine, so that what slows the machine slows both: only their ratio is read."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Paired:
    """Seconds of each pair: (ours, peer)."""

    pairs: tuple[tuple[float, float], ...]

    @property
    def ratios(self) -> list[float]:
        """peer / ours of each pair: 1 is free, 0.5 is twice the time."""
        return [peer / ours for ours, peer in self.pairs]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    @property
    def spread(self) -> tuple[float, float]:
        """The first and the third quartile of the ratios."""
        first, _, third = statistics.quantiles(self.ratios, n=4)
        return first, third

    @property
    def ours_ms(self) -> float:
        return statistics.median(ours for ours, _ in self.pairs) * 1e3

    @property
    def peer_ms(self) -> float:
        return statistics.median(peer for _, peer in self.pairs) * 1e3


def interleave(ours: Call, peer: Call, *, rounds: int, warm_up: int) -> Paired:
    """Time both in each round, the order turned from round to round. The first `warm_up` rounds do not count."""
    measured = []
    for number in range(warm_up + rounds):
        if number % 2:
            first = seconds(ours)
            measured.append((first, seconds(peer)))
        else:
            first = seconds(peer)
            measured.append((seconds(ours), first))
    return Paired(tuple(measured[warm_up:]))


def seconds(call: Call) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
