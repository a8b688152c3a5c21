"""Adoption: lanes to units, rates inside the law, shorter terms, one at a time, two institutions apart."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.identity.errors import RightMissing
from ventanilla.kernel.identity.testing import Commune, make_commune, make_second
from ventanilla.kernel.services import api
from ventanilla.kernel.services.errors import (
    LaneWithoutUnit,
    NotAdopted,
    ParameterOutOfRange,
    TermTooLong,
    UnknownService,
)
from ventanilla.kernel.services.models import Adoption, ParameterValue
from ventanilla.kernel.services.testing import SLUG, write_small_service
from ventanilla.kernel.services.types import DatedValue

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 1, 15, 15, tzinfo=UTC)
SETUP = ActorRef.by_rule("setup")


@pytest.fixture
def commune(tmp_path) -> Commune:
    api.import_folder(write_small_service(tmp_path), actor=SETUP, at=NOW)
    return make_commune()


def adopt(commune: Commune, **changes):
    values = {
        "institution_id": commune.institution.id,
        "slug": SLUG,
        "unit": "RENTAS",
        "lanes": {"oficina": "RENTAS"},
        "parameters": {"price": "2000"},
        "norm": "Ordenanza 7",
        "actor": commune.officials["ADMIN-1"].actor(NOW).ref(),
        "at": NOW,
    }
    return api.adopt(**{**values, **changes})


class TestAdopt:
    def test_says_which_unit_does_each_lane(self, commune):
        adoption = adopt(commune)
        assert adoption.lanes == {"oficina": commune.units["RENTAS"].id}
        assert adoption.unit_id == commune.units["RENTAS"].id
        assert api.get_adoption(adoption.id) == adoption
        assert api.adoption_of(institution_id=commune.institution.id, slug=SLUG, at=NOW) == adoption

    def test_a_fee_is_counted_with_the_rate_of_each_institution(self, commune):
        other = make_second()
        ours, theirs = adopt(commune), adopt(other, parameters={"price": "3000"})
        definition = api.definition_of(ours.version_id)
        amounts = [
            api.evaluate(definition, adoption, {"tables": 4}, date(2026, 1, 15))[0].amount.minor
            for adoption in (ours, theirs)
        ]
        assert amounts == [8000, 12000]

    def test_a_lane_without_unit_is_refused(self, commune):
        with pytest.raises(LaneWithoutUnit):
            adopt(commune, lanes={})
        with pytest.raises(LaneWithoutUnit):
            adopt(commune, unit="NOWHERE")

    @pytest.mark.parametrize("value", ["999", "9001", "NaN", "Infinity", "cheap"])
    def test_a_rate_outside_the_law_is_refused(self, commune, value):
        with pytest.raises(ParameterOutOfRange):
            adopt(commune, parameters={"price": value})
        assert not ParameterValue.objects.exists()

    def test_a_rate_that_is_missing_is_refused(self, commune):
        with pytest.raises(ParameterOutOfRange):
            adopt(commune, parameters={})

    def test_a_number_that_the_law_fixes_cannot_be_set(self, commune):
        with pytest.raises(ParameterOutOfRange):
            adopt(commune, parameters={"price": "2000", "minimum": "1"})

    def test_a_term_can_be_shorter_and_not_longer(self, commune):
        assert adopt(commune, terms={"decision": 15}).terms == {"decision": 15}
        for terms in ({"decision": 21}, {"decision": 0}, {"correction": 3}, {"nothing": 1}):
            with pytest.raises(TermTooLong):
                adopt(commune, terms=terms)

    def test_needs_the_right_at_that_institution(self, commune):
        other = make_second()
        with pytest.raises(RightMissing):
            adopt(commune, actor=other.officials["ADMIN-1"].actor(NOW).ref())
        with pytest.raises(RightMissing):
            adopt(commune, actor=commune.officials["RENTAS-1"].actor(NOW).ref())

    def test_a_service_that_is_not_there_is_refused(self, commune):
        with pytest.raises(UnknownService):
            adopt(commune, slug="nothing")


class TestPeriods:
    def test_a_new_adoption_ends_the_one_before(self, commune):
        first = adopt(commune)
        second = adopt(commune, parameters={"price": "4000"}, starts_on=date(2026, 2, 1))
        at_end_of_january = datetime(2026, 2, 1, 2, tzinfo=UTC)  # still 31 January in the comuna
        assert api.adoption_of(institution_id=commune.institution.id, slug=SLUG, at=at_end_of_january).id == first.id
        assert (
            api.adoption_of(
                institution_id=commune.institution.id, slug=SLUG, at=datetime(2026, 2, 1, 12, tzinfo=UTC)
            ).id
            == second.id
        )
        assert api.get_adoption(first.id).is_open(at_end_of_january)
        assert not api.get_adoption(first.id).is_open(datetime(2026, 2, 1, 12, tzinfo=UTC))

    def test_before_it_begins_and_after_it_ends_there_is_none(self, commune):
        adoption = adopt(commune, starts_on=date(2026, 1, 10))
        api.end_adoption(adoption_id=adoption.id, ends_on=date(2026, 1, 20), actor=SETUP, at=NOW)
        for day in (9, 20):
            with pytest.raises(NotAdopted):
                api.adoption_of(
                    institution_id=commune.institution.id, slug=SLUG, at=datetime(2026, 1, day, 15, tzinfo=UTC)
                )

    def test_the_database_refuses_two_at_once(self, commune):
        adoption = adopt(commune)
        row = Adoption.objects.get(id=adoption.id)
        row.pk, row.uuid = None, uuid4()
        with pytest.raises(IntegrityError, match="one_at_a_time"):
            row.save()

    def test_the_database_refuses_a_unit_of_another_institution(self, commune):
        other = make_second()
        adoption = adopt(commune)
        with pytest.raises(IntegrityError, match="same_institution"):
            Adoption.objects.filter(id=adoption.id).update(unit_id=other.units["RENTAS"].id)


class TestRecordValue:
    def test_next_years_rate_counts_from_its_day(self, commune):
        adopt(commune)
        value = DatedValue(date(2026, 7, 1), Decimal(2500), "Ordenanza 9")
        api.record_value(
            institution_id=commune.institution.id, slug=SLUG, parameter="price", value=value, actor=SETUP, at=NOW
        )
        adoption = api.adoption_of(institution_id=commune.institution.id, slug=SLUG, at=NOW)
        definition = api.definition_of(adoption.version_id)
        amounts = [
            api.evaluate(definition, adoption, {"tables": 10}, on)[0].amount.minor
            for on in (date(2026, 6, 30), date(2026, 7, 1))
        ]
        assert amounts == [20_000, 25_000]

    def test_outside_the_law_is_refused(self, commune):
        adopt(commune)
        value = DatedValue(date(2026, 7, 1), Decimal(99_999), "Ordenanza 9")
        with pytest.raises(ParameterOutOfRange):
            api.record_value(
                institution_id=commune.institution.id, slug=SLUG, parameter="price", value=value, actor=SETUP, at=NOW
            )

    def test_what_another_institution_recorded_is_not_ours(self, commune):
        other = make_second()
        ours = adopt(commune)
        adopt(other, parameters={"price": "3000"})
        assert [value.value for value in api.get_adoption(ours.id).values["price"]] == [Decimal(2000)]

    def test_costs_the_same_queries_however_many_values(self, commune, django_assert_num_queries):
        adoption = adopt(commune)
        for month in range(2, 9):
            value = DatedValue(date(2026, month, 1), Decimal(2000 + month), "Ordenanza 9")
            api.record_value(
                institution_id=commune.institution.id, slug=SLUG, parameter="price", value=value, actor=SETUP, at=NOW
            )
        with django_assert_num_queries(2):
            assert len(api.get_adoption(adoption.id).values["price"]) == 8
