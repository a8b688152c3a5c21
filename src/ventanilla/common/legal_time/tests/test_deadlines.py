"""Properties that every deadline has, and the rules around it: extension, notification, days left, words."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ventanilla.common import comunas
from ventanilla.common.legal_time import (
    ExtensionTooLate,
    ExtensionTooLong,
    Term,
    TermUnit,
    business_days_left,
    counts_from,
    deadline,
    electronic_notification_on,
    extended_deadline,
    is_business_day,
    local_date,
)

SANTIAGO = "13101"
DAYS = TermUnit.BUSINESS_DAYS
MINUTE = timedelta(minutes=1)

instants = st.integers(0, 4 * 365 * 24 * 60).map(lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + minutes * MINUTE)
places = st.sampled_from(["13101", "15101", "16101", "16201", "12101", "11101", "05201", "10201"])
day_terms = st.builds(Term, st.integers(1, 60), st.sampled_from([TermUnit.BUSINESS_DAYS, TermUnit.CALENDAR_DAYS]))
month_terms = st.builds(Term, st.integers(1, 18), st.just(TermUnit.MONTHS))
terms = st.one_of(day_terms, month_terms)


def local(text: str, comuna: str = SANTIAGO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=comunas.get(comuna).zone)


class TestEveryDeadline:
    @given(instants, terms, places)
    def test_it_ends_on_a_business_day_with_the_last_instant_of_that_day(self, at, term, comuna):
        found = deadline(start=at, term=term, comuna=comuna)
        assert is_business_day(found.due_on, comuna)
        assert local_date(found.due_at, comuna) == found.due_on
        assert local_date(found.due_at + timedelta(microseconds=1), comuna) == found.due_on + timedelta(days=1)

    @given(instants, st.integers(1, 60), places)
    def test_a_term_of_business_days_holds_exactly_that_many(self, at, amount, comuna):
        found = deadline(start=at, term=Term(amount, DAYS), comuna=comuna)
        day, counted = local_date(found.counts_from, comuna), 0
        while day < found.due_on:
            day += timedelta(days=1)
            counted += is_business_day(day, comuna)
        assert counted == amount

    @given(instants, st.timedeltas(timedelta(0), timedelta(days=20)), terms, places)
    def test_starting_later_never_ends_earlier(self, at, later, term, comuna):
        first = deadline(start=at, term=term, comuna=comuna)
        second = deadline(start=at + later, term=term, comuna=comuna)
        assert first.due_at <= second.due_at

    @given(instants, places)
    def test_what_is_filed_counts_in_a_business_day_and_never_before_it_was_filed(self, at, comuna):
        counted = counts_from(at, comuna)
        assert counted >= at
        assert is_business_day(local_date(counted, comuna), comuna)
        assert counts_from(counted, comuna) == counted

    @given(instants, st.integers(1, 200), places)
    def test_a_term_of_hours_lasts_that_many_hours(self, at, hours, comuna):
        found = deadline(start=at, term=Term(hours, TermUnit.HOURS), comuna=comuna)
        assert found.due_at - at == timedelta(hours=hours)


class TestFiledOnANonBusinessDay:
    def test_it_counts_from_the_first_hour_of_the_next_business_day(self):
        assert counts_from(local("2026-03-07T10:00"), SANTIAGO) == local("2026-03-09T00:00")

    def test_on_a_business_day_it_counts_from_its_own_instant(self):
        assert counts_from(local("2026-03-06T23:59"), SANTIAGO) == local("2026-03-06T23:59")

    def test_hours_may_be_counted_from_there(self):
        start = counts_from(local("2026-03-07T10:00"), SANTIAGO)
        assert deadline(start=start, term=Term(24, TermUnit.HOURS), comuna=SANTIAGO).due_at == local("2026-03-10T00:00")

    def test_an_instant_without_zone_is_refused(self):
        with pytest.raises(ValueError, match="needs a time zone"):
            counts_from(datetime(2026, 3, 7), SANTIAGO)  # noqa: DTZ001 the very error


class TestExtension:
    start = local("2026-03-02T10:00")
    term = Term(5, DAYS, "Ley 19.880 art. 31")

    def extend(self, amount: int, decided_at: datetime, unit: TermUnit = DAYS):
        return extended_deadline(
            start=self.start, term=self.term, extra=Term(amount, unit), decided_at=decided_at, comuna=SANTIAGO
        )

    def test_half_of_the_original_is_granted(self):
        assert self.extend(2, local("2026-03-09T23:00")).due_on == date(2026, 3, 11)

    def test_more_than_half_is_refused_saying_how_much_may_be(self):
        with pytest.raises(ExtensionTooLong) as refusal:
            self.extend(3, local("2026-03-05T10:00"))
        assert refusal.value.params == {"limit": 2}

    def test_another_unit_is_refused(self):
        with pytest.raises(ExtensionTooLong):
            self.extend(1, local("2026-03-05T10:00"), TermUnit.MONTHS)

    def test_an_expired_term_is_not_extended(self):
        with pytest.raises(ExtensionTooLate, match="9 de marzo de 2026"):
            self.extend(2, local("2026-03-10T00:00"))


class TestElectronicNotification:
    @pytest.mark.parametrize(
        ("sent_at", "notified_on"),
        [
            ("2026-03-02T10:00", "2026-03-05"),
            ("2026-03-06T23:59", "2026-03-11"),
            ("2026-03-07T08:00", "2026-03-11"),
            ("2026-04-01T10:00", "2026-04-07"),
        ],
    )
    def test_it_is_deemed_made_three_business_days_after_sending(self, sent_at: str, notified_on: str):
        assert electronic_notification_on(local(sent_at), SANTIAGO).isoformat() == notified_on


class TestDaysLeft:
    @pytest.mark.parametrize(
        ("at", "left"),
        [("2026-03-02T10:00", 5), ("2026-03-07T10:00", 1), ("2026-03-09T23:00", 0), ("2026-03-11T01:00", -2)],
    )
    def test_business_days_are_counted_from_today(self, at: str, left: int):
        assert business_days_left(at=local(at), due_on=date(2026, 3, 9), comuna=SANTIAGO) == left


class TestTerm:
    @pytest.mark.parametrize(
        ("text", "term"),
        [
            ("PT24H", Term(24, TermUnit.HOURS)),
            ("P5D", Term(5, TermUnit.CALENDAR_DAYS)),
            ("P2W", Term(14, TermUnit.CALENDAR_DAYS)),
            ("P6M", Term(6, TermUnit.MONTHS)),
            ("P1Y", Term(12, TermUnit.MONTHS)),
        ],
    )
    def test_it_reads_an_iso_duration_of_one_part(self, text: str, term: Term):
        assert Term.from_iso(text) == term

    @pytest.mark.parametrize("text", ["", "P", "P1DT2H", "5D", "PT5M", "P0D", "P99999D"])
    def test_it_refuses_the_rest(self, text: str):
        with pytest.raises(ValueError, match=r"duration|term"):
            Term.from_iso(text)


class TestWords:
    def test_each_step_of_a_count_is_one_sentence(self):
        with translation.override("es"):
            words = deadline(
                start=local("2026-03-28T10:00"), term=Term(5, DAYS, "Ley 19.880 art. 31"), comuna=SANTIAGO
            ).in_words()
        assert words == (
            "Ocurrió el sábado 28 de marzo de 2026.",
            "Ese día no es hábil. Vale como hecho a primera hora del lunes 30 de marzo de 2026 "
            "(Ley 19.880 art. 25; DS 4 art. 7).",
            "El plazo es de 5 días hábiles (Ley 19.880 art. 31).",
            "El primer día que cuenta es el martes 31 de marzo de 2026.",
            "No cuentan los sábados, los domingos ni estos feriados: "
            "viernes 3 de abril de 2026 (Viernes Santo, Ley 2.977).",
            "Vence al terminar el martes 7 de abril de 2026.",
        )

    def test_a_moved_last_day_an_extension_and_hours_are_told(self):
        with translation.override("es"):
            moved = deadline(start=local("2026-12-02T12:00"), term=Term(30, TermUnit.CALENDAR_DAYS), comuna=SANTIAGO)
            hours = deadline(start=local("2025-09-06T12:00"), term=Term(24, TermUnit.HOURS), comuna=SANTIAGO)
            months = deadline(start=local("2025-01-31T12:00"), term=Term(1, TermUnit.MONTHS), comuna=SANTIAGO)
            extended = extended_deadline(
                start=local("2026-03-02T10:00"),
                term=Term(5, DAYS),
                extra=Term(1, DAYS),
                decided_at=local("2026-03-03T10:00"),
                comuna=SANTIAGO,
            )
            assert "El último día no es hábil. Pasa al día hábil que sigue." in moved.in_words()
            assert hours.in_words()[-1] == "Vence el domingo 7 de septiembre de 2025 a las 13:00."
            assert any("28 de febrero de 2025 (Código Civil art. 48)" in words for words in months.in_words())
            assert "Se amplió en 1 día hábil (Ley 19.880 art. 26)." in extended.in_words()


class TestMidnightsThatDoNotExist:
    def test_the_day_begins_where_the_clock_lands(self):
        """Santiago goes from Saturday 24:00 to Sunday 01:00; a day ends once, whatever the clock says."""
        zone = ZoneInfo("America/Santiago")
        saturday_noon = datetime(2025, 9, 6, 12, tzinfo=zone)
        assert local_date(saturday_noon + timedelta(hours=12), SANTIAGO) == date(2025, 9, 7)
