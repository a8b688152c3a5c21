"""Dates, numbers and money as each language writes them; the peer is Unicode's CLDR, through babel."""

from datetime import UTC, date, datetime
from decimal import Decimal

import babel.dates
import babel.numbers
import pytest
from django.utils.formats import date_format, number_format
from django.utils.translation import override

from ventanilla.common import legal_time
from ventanilla.common.dmn.wording import Words
from ventanilla.common.money import Money
from ventanilla.kernel.services.fees import in_unit
from ventanilla.portal.web import dates

PEERS = {"es": "es_CL", "en": "en_GB", "pt-br": "pt_BR"}
"""English is that of most of the world: the day before the month, and 24 hours."""
DAYS = [date(2026, 11, 21), date(2026, 3, 1), date(2024, 2, 29), date(1999, 12, 31)]
NUMBERS = [Decimal(text) for text in ("0", "7", "2.5", "999", "8000", "1234.5", "1234567.89", "-1234.5")]


@pytest.fixture(params=PEERS)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("day", DAYS)
def test_a_day(language: str, day: date) -> None:
    with override(language):
        assert dates.day(day) == babel.dates.format_date(day, "long", locale=PEERS[language])


@pytest.mark.parametrize("day", DAYS)
def test_a_day_with_its_weekday_has_the_words_of_the_peer(language: str, day: date) -> None:
    """Each language puts the weekday where its sentences can take it; the words are the peer's."""
    with override(language):
        said = legal_time.day_in_words(day)
    weekday = babel.dates.format_date(day, "EEEE", locale=PEERS[language])
    long = babel.dates.format_date(day, "long", locale=PEERS[language])
    assert said == (f"{long} ({weekday})" if language == "pt-br" else f"{weekday} {long}")


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month(language: str, month: int) -> None:
    day = date(2026, month, 3)
    with override(language):
        said = date_format(day, "YEAR_MONTH_FORMAT")
    assert said == babel.dates.format_skeleton("yMMMM", day, locale=PEERS[language])


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("es", "21 de noviembre de 2026 a las 16:05"),
        ("en", "21 November 2026, 16:05"),
        ("pt-br", "21 de novembro de 2026 às 16:05"),
    ],
)
def test_an_instant_in_the_zone_of_the_institution(language: str, written: str) -> None:
    with override(language):
        assert dates.moment(datetime(2026, 11, 21, 19, 5, tzinfo=UTC)) == written


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number(language: str, number: Decimal) -> None:
    peer = babel.numbers.format_decimal(number, locale=PEERS[language])
    with override(language):
        assert number_format(number, use_l10n=True, force_grouping=True) == peer
    assert Words(language[:2]).number(number) == peer


@pytest.mark.parametrize(
    ("language", "written"),
    [("es", "2,5 por mil"), ("en", "2.5 per thousand"), ("pt-br", "2,5 por mil")],
)
def test_a_rate(language: str, written: str) -> None:
    with override(language):
        assert in_unit(Decimal("2.50"), "per_thousand") == written


def test_an_amount_of_pesos_is_as_chile_writes_it_in_every_language(language: str) -> None:
    peer = babel.numbers.format_currency(80_000, "CLP", locale="es_CL", format="¤ #,##0")
    with override(language):
        assert Money(80_000).display().replace("\u00a0", " ") == peer.replace("\u00a0", " ") == "$ 80.000"


@pytest.mark.parametrize(("language", "told"), [("es", "1 de marzo"), ("en", "1 March"), ("pt", "1 de março")])
def test_a_day_in_an_explanation_of_a_rule(language: str, told: str) -> None:
    words = Words(language)
    assert words.tests('date("2026-03-01")').startswith(told)
