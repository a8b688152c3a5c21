"""The 346 comunas of Chile with their codes, region, province and time zone.

A module of its own, because addresses, calendars and indicators all key on the code (código único territorial,
DS 1.115 of 2018, Ministerio del Interior) and the time zone of a comuna is law that changes: it is data here.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from ventanilla.common.errors import Fault
from ventanilla.common.text import bare

__all__ = ["Comuna", "UnknownComuna", "all_comunas", "find_by_name", "get"]

_DATA = Path(__file__).with_name("comunas.csv")


class UnknownComuna(Fault):
    """No comuna has this code: what was stored did not come from this table."""


@dataclass(frozen=True, slots=True)
class Comuna:
    """`code` has five digits: region (2), province (1) and comuna (2). `time_zone` is an IANA name."""

    code: str
    name: str
    region: str
    province: str
    time_zone: str
    region_code: str
    province_code: str
    region_iso: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@cache
def _by_code() -> dict[str, Comuna]:
    with _DATA.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Comuna(**row) for row in csv.DictReader(file)}


@cache
def _by_name() -> dict[str, Comuna]:
    return {bare(comuna.name): comuna for comuna in _by_code().values()}


def get(code: str) -> Comuna:
    """The comuna with this code. Raises UnknownComuna."""
    try:
        return _by_code()[code]
    except KeyError:
        raise UnknownComuna(f"{code!r} is no comuna: a code has five digits, such as '13101' (Santiago).") from None


def all_comunas() -> tuple[Comuna, ...]:
    """All of them, from north to south as their codes go."""
    return tuple(_by_code().values())


def find_by_name(name: str) -> Comuna | None:
    """The comuna of this name, whatever its accents and capitals, or None."""
    return _by_name().get(bare(name.strip()))
