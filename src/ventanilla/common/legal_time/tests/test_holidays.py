"""The holiday table against the rules of its laws, and against the `holidays` package."""

from datetime import date, timedelta

import holidays
import pytest

from ventanilla.common import comunas
from ventanilla.common.legal_time import CalendarMissing, find_holiday, is_business_day, list_holidays
from ventanilla.common.legal_time.business_days import _table
from ventanilla.common.legal_time.names import HOLIDAY_NAMES

YEARS = range(2023, 2031)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


def _days(code: str) -> set[date]:
    return {holiday.on for holiday in _table() if holiday.code == code}


class TestTable:
    def test_each_row_has_a_name_and_a_law_and_stands_in_order(self):
        table = _table()
        assert [holiday for holiday in table if holiday.code not in HOLIDAY_NAMES or not holiday.law] == []
        assert [holiday.on for holiday in table] == sorted(holiday.on for holiday in table)

    def test_each_scope_is_a_territory(self):
        places = comunas.all_comunas()
        codes = {"CL"} | {code for c in places for code in (c.code, c.province_code, c.region_code)}
        assert {holiday.scope for holiday in _table()} <= codes

    def test_ley_19668_moves_two_holidays_to_a_monday(self):
        for code, month, day in (("SAINT_PETER_AND_PAUL", 6, 29), ("TWO_WORLDS", 10, 12)):
            for year in YEARS:
                fixed = date(year, month, day)
                weekday = fixed.weekday()
                back = weekday if weekday in (TUESDAY, WEDNESDAY, THURSDAY) else 0
                forward = 3 if weekday == FRIDAY else 0
                assert fixed + timedelta(days=forward - back) in _days(code)

    def test_ley_20299_moves_31_october_from_tuesday_and_wednesday_to_a_friday(self):
        for year in YEARS:
            fixed = date(year, 10, 31)
            move = {TUESDAY: -4, WEDNESDAY: 2}.get(fixed.weekday(), 0)
            assert fixed + timedelta(days=move) in _days("EVANGELICAL_CHURCHES")

    def test_leyes_20215_and_20983_add_a_day_around_18_september(self):
        expected = {
            day
            for year in YEARS
            for weekday, day in (
                (TUESDAY, date(year, 9, 17)),
                (WEDNESDAY, date(year, 9, 20)),
                (SATURDAY, date(year, 9, 17)),
            )
            if date(year, 9, 18).weekday() == weekday
        }
        assert _days("INDEPENDENCE_BRIDGE") == expected

    def test_ley_20983_adds_monday_2_january(self):
        assert _days("NEW_YEAR_BRIDGE") == {date(year, 1, 2) for year in YEARS if date(year, 1, 2).weekday() == MONDAY}

    def test_ley_21357_falls_on_the_day_of_the_solstice(self):
        days = [20, 20, 21, 21, 20]
        assert [find_holiday(date(2024 + n, 6, day), "13101").code for n, day in enumerate(days)] == [
            "INDIGENOUS_PEOPLES"
        ] * 5

    def test_elections_fall_on_a_sunday_so_they_never_change_a_count(self):
        assert {day.weekday() for day in _days("ELECTION")} == {SUNDAY}

    def test_names_are_texts(self):
        assert find_holiday(date(2026, 6, 29), "13101").name == "San Pedro y San Pablo"

    def test_the_holidays_of_a_year_are_listed_for_a_comuna(self):
        chillan, santiago = list_holidays("16101", 2026), list_holidays("13101", 2026)
        assert {holiday.code for holiday in chillan} - {holiday.code for holiday in santiago} == {"OHIGGINS"}


class TestYearsOutside:
    @pytest.mark.parametrize("day", [date(2022, 12, 31), date(2031, 1, 1)])
    def test_a_year_without_calendar_is_refused_rather_than_guessed(self, day: date):
        with pytest.raises(CalendarMissing, match="2023 to 2030"):
            is_business_day(day, "13101")


class TestAgainstTheHolidaysPackage:
    """Each difference that can change a count, and why ours stands."""

    def test_the_only_differences_on_weekdays_are_20_august_outside_chillan(self):
        differences = {
            (comuna.name, day.isoformat())
            for comuna in comunas.all_comunas()
            for day in _differences(comuna)
            if day.weekday() < SATURDAY
        }
        # Ley 20.768 gives the day to Chillán and Chillán Viejo; the package gives it to all of Ñuble.
        rest = [c.name for c in comunas.all_comunas() if c.region_code == "16" and c.code not in ("16101", "16103")]
        years = [year for year in YEARS if date(year, 8, 20).weekday() < SATURDAY]
        assert differences == {(name, f"{year}-08-20") for name in rest for year in years}

    def test_the_differences_at_weekends_are_elections_and_the_strait_of_magellan(self):
        codes = {
            ours.code
            for comuna in comunas.all_comunas()
            for day in _differences(comuna)
            if day.weekday() >= SATURDAY and (ours := find_holiday(day, comuna.code))
        }
        assert codes == {"ELECTION", "STRAIT_OF_MAGELLAN"}


_THEIRS = {
    iso: set(holidays.country_holidays("CL", subdiv=iso.removeprefix("CL-"), years=YEARS))
    for iso in {comuna.region_iso for comuna in comunas.all_comunas()}
}


def _differences(comuna: comunas.Comuna) -> set[date]:
    ours = {holiday.on for year in YEARS for holiday in list_holidays(comuna.code, year)}
    return ours ^ _THEIRS[comuna.region_iso]
