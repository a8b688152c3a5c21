"""Deadlines worked out by hand, one row each: a found error stays here as a row."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from ventanilla.common import comunas
from ventanilla.common.legal_time import Term, TermUnit, deadline

_TABLE = Path(__file__).with_name("golden_cases.csv")


def _rows() -> list[dict[str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _instant(text: str, comuna: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=comunas.get(comuna).zone)


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["case"])
def test_a_deadline_is_what_was_worked_out_by_hand(row: dict[str, str]):
    found = deadline(
        start=_instant(row["start"], row["comuna"]),
        term=Term(int(row["amount"]), TermUnit(row["unit"])),
        comuna=row["comuna"],
    )
    assert found.due_on.isoformat() == row["due_on"]
    assert found.due_at == datetime.fromisoformat(row["due_at"])


def test_the_table_has_at_least_twenty_rows():
    assert len(_rows()) >= 20
