"""Fees: which value counts on a day, the steps, the words; and how long what is granted holds."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventanilla.common.errors import Fault
from ventanilla.kernel.services.definitions import definition_in_folder
from ventanilla.kernel.services.errors import NoValueInForce
from ventanilla.kernel.services.fees import fee_lines, in_unit, last_day, register_plan, value_in_force
from ventanilla.kernel.services.testing import small_folder
from ventanilla.kernel.services.types import DatedValue, ServiceDefinition

PRICE = {"price": (DatedValue(date(2025, 1, 1), Decimal(2000), "Ordenanza 7"),)}
DEFINITION = definition_in_folder(small_folder().of_version(1), 1)


@pytest.fixture
def definition() -> ServiceDefinition:
    return DEFINITION


class TestFeeLines:
    def test_adds_up_the_steps_with_the_values_of_the_day(self, definition):
        (line,) = fee_lines(definition, PRICE, {"tables": 4}, date(2026, 1, 15))
        assert line.amount.minor == 8000
        assert line.steps == {"raw": Decimal(8000), "total": Decimal(8000)}

    def test_explains_each_value_with_its_date_and_article(self, definition):
        (line,) = fee_lines(definition, PRICE, {"tables": 1}, date(2026, 1, 15))
        assert line.explanation == "Son $\u00a05.000."
        assert line.sources == (
            "Mínimo de enero de 2026: $\u00a05.000 (Tabla de prueba).",
            "Precio por mesa: $\u00a02.000, desde el 01/01/2025 (Ordenanza 7).",
        )
        assert line.in_full == " ".join([line.explanation, *line.sources])

    def test_rounds_half_a_peso_up_and_only_at_the_end(self):
        folder = small_folder(fee="tables * price → tables * price + 0.5")
        definition = definition_in_folder(folder.of_version(1), 1)
        (line,) = fee_lines(definition, PRICE, {"tables": 4}, date(2026, 1, 15))
        assert line.steps["total"] == Decimal("8000.5")
        assert line.amount.minor == 8001

    def test_without_the_value_of_the_institution_nothing_is_charged(self, definition):
        with pytest.raises(NoValueInForce) as refused:
            fee_lines(definition, {}, {"tables": 4}, date(2026, 1, 15))
        assert refused.value.params["parameter"] == "Precio por mesa"

    def test_a_step_without_result_is_a_fault_and_not_a_charge_of_zero(self, definition):
        with pytest.raises(Fault):
            fee_lines(definition, PRICE, {}, date(2026, 1, 15))


class TestValueInForce:
    def value(self, definition, on, *recorded):
        return value_in_force(definition.parameters["minimum"], recorded, on)

    def test_is_the_latest_that_has_begun(self, definition):
        assert self.value(definition, date(2026, 1, 31)).value == 5000
        assert self.value(definition, date(2026, 2, 1)).value == 6000

    def test_before_the_first_there_is_none(self, definition):
        with pytest.raises(NoValueInForce):
            self.value(definition, date(2025, 12, 31))

    def test_a_monthly_value_is_provisional_out_of_its_month(self, definition):
        assert not self.value(definition, date(2026, 1, 31)).provisional
        assert self.value(definition, date(2026, 3, 1), DatedValue(date(2026, 2, 1), Decimal(6100), "SII")).provisional

    def test_a_recorded_value_takes_the_place_of_a_provisional_one_of_its_day(self, definition):
        used = self.value(definition, date(2026, 2, 10), DatedValue(date(2026, 2, 1), Decimal(6100), "SII"))
        assert (used.value, used.provisional) == (6100, False)

    def test_a_provisional_record_does_not_take_the_place_of_a_firm_one(self, definition):
        later = DatedValue(date(2026, 1, 1), Decimal(1), "?", provisional=True)
        assert self.value(definition, date(2026, 1, 10), later).value == 5000

    @given(st.dates(min_value=date(2026, 1, 1), max_value=date(2030, 12, 31)))
    def test_never_begins_after_the_day(self, on):
        assert self.value(DEFINITION, on).starts_on <= on


class TestRegisterPlan:
    @pytest.mark.parametrize(
        ("rule", "on", "until"),
        [
            ("half_year_end", date(2026, 1, 1), date(2026, 6, 30)),
            ("half_year_end", date(2026, 6, 30), date(2026, 6, 30)),
            ("half_year_end", date(2026, 7, 1), date(2026, 12, 31)),
            ("year_end", date(2026, 2, 28), date(2026, 12, 31)),
            ("always", date(2026, 2, 28), None),
        ],
    )
    def test_holds_to_the_end_of_its_term(self, rule, on, until):
        assert last_day(rule, on) == until

    def test_carries_only_what_the_register_shows(self, definition):
        plan = register_plan(definition, "permisos", {"activity": "Café", "tables": 3}, date(2026, 3, 2))
        assert plan.data == {"activity": "Café"}
        assert (plan.valid_from, plan.valid_until) == (date(2026, 3, 2), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("72151", "CLP", "$\u00a072.151"),
        ("8000", "UTM", "8.000 UTM"),
        ("2.50", "per_thousand", "2,5 por mil"),
        ("2", "count", "2"),
    ],
)
def test_a_value_is_written_as_chile_writes_it(value: str, unit: str, words: str):
    assert in_unit(Decimal(value), unit) == words
