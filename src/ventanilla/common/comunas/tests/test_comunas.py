"""The table of comunas: complete, unique, and found as people write names."""

from collections import Counter
from zoneinfo import available_timezones

import pytest

from ventanilla.common import comunas


class TestTable:
    def test_it_has_the_346_comunas_in_16_regions(self):
        assert len(comunas.all_comunas()) == 346
        assert len({comuna.region_code for comuna in comunas.all_comunas()}) == 16

    def test_each_code_begins_with_its_province_and_its_region(self):
        for comuna in comunas.all_comunas():
            assert len(comuna.code) == 5
            assert comuna.code.startswith(comuna.province_code)
            assert comuna.province_code.startswith(comuna.region_code)

    def test_no_two_comunas_share_a_name_once_accents_are_ignored(self):
        names = Counter(comunas.bare(comuna.name) for comuna in comunas.all_comunas())
        assert [name for name, times in names.items() if times > 1] == []

    def test_time_zones_exist_and_differ_only_where_the_law_says(self):
        assert {comuna.time_zone for comuna in comunas.all_comunas()} <= available_timezones()
        others = Counter(c.time_zone for c in comunas.all_comunas() if c.time_zone != "America/Santiago")
        assert others == {"America/Coyhaique": 10, "America/Punta_Arenas": 11, "Pacific/Easter": 1}


class TestLookUp:
    def test_get_answers_the_whole_row(self):
        easter = comunas.get("05201")
        assert (easter.name, easter.region, easter.province) == ("Isla de Pascua", "Valparaíso", "Isla de Pascua")
        assert easter.zone.key == "Pacific/Easter"

    def test_get_of_an_unknown_code_says_what_a_code_is(self):
        with pytest.raises(comunas.UnknownComuna, match="five digits"):
            comunas.get("99999")

    @pytest.mark.parametrize("typed", ["Ñuñoa", "nunoa", " ÑUÑOA ", "NuÑoa"])
    def test_a_name_is_found_whatever_its_accents_and_capitals(self, typed: str):
        found = comunas.find_by_name(typed)
        assert found is not None
        assert found.code == "13120"

    def test_a_name_that_is_no_comuna_finds_nothing(self):
        assert comunas.find_by_name("Ventanilla") is None
