"""The catalogue: lists and search, with and without accents, in constant queries."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.identity.testing import Commune, make_commune, make_second
from ventanilla.kernel.services import api
from ventanilla.kernel.services.search import query_text
from ventanilla.kernel.services.testing import SLUG, write_small_service

NOW = datetime(2026, 1, 15, 15, tzinfo=UTC)
TODAY = date(2026, 1, 15)
SETUP = ActorRef.by_rule("setup")


def offer(
    parent: Path,
    commune: Commune,
    slug: str,
    title: str,
    summary: str = "Un permiso cualquiera.",
    keywords: str = "nada",
) -> None:
    """Publish the small service under another name and words, and adopt it."""
    folder = write_small_service(
        parent / slug,
        identity=f"slug: {SLUG} → slug: {slug}",
        es=f"title: Permiso de prueba para la circulación → title: {title}",
    )
    texts = folder / "1" / "texts" / "es.yaml"
    changed = texts.read_text().replace("Un permiso que no existe, para poner mesas en la calle.", summary)
    texts.write_text(changed.replace("keywords: mesas terraza vereda", f"keywords: {keywords}"))
    identity = folder / "identity.yaml"
    identity.write_text(identity.read_text().replace("3b0c7c0e-6a1b-4a52-9a57-0f4f6f0d8a11", str(uuid4())))
    folder = folder.rename(folder.parent / slug)
    api.import_folder(folder, actor=SETUP, at=NOW)
    api.adopt(
        institution_id=commune.institution.id,
        slug=slug,
        unit="RENTAS",
        lanes={"oficina": "RENTAS"},
        parameters={"price": 2000},
        actor=SETUP,
        at=NOW,
    )


@pytest.fixture
def commune(tmp_path) -> Commune:
    commune = make_commune()
    offer(
        tmp_path, commune, "circulacion", "Permiso de circulación", "Para que su auto pueda andar.", "vehículo padrón"
    )
    offer(tmp_path, commune, "patente", "Patente comercial", "Para abrir un negocio en la comuna.", "almacén tienda")
    offer(tmp_path, commune, "aseo", "Derecho de aseo", "Por retirar la basura de su negocio.", "basura")
    return commune


def found(text: str, lang: str = "es", institution_id: int | None = None) -> list[str]:
    return [entry.slug for entry in api.search(text=text, lang=lang, on=TODAY, institution_id=institution_id)]


@pytest.mark.django_db
class TestSearch:
    @pytest.mark.parametrize(
        "text", ["circulacion", "circulación", "CIRCULACIÓN", "circulaciones", "circul", "circulació"]
    )
    def test_finds_with_and_without_accents_and_from_the_beginning(self, commune, text):
        assert found(text) == ["circulacion"]

    def test_finds_words_of_the_summary_and_the_keywords(self, commune):
        assert found("auto") == ["circulacion"]
        assert found("almacen") == ["patente"]
        assert found("vehiculos") == ["circulacion"]

    def test_any_word_is_enough_and_the_title_comes_first(self, commune):
        assert found("comercial negocio") == ["patente", "aseo"]
        assert sorted(found("patente circulación")) == ["circulacion", "patente"]

    @pytest.mark.parametrize(
        "text", ["", "   ", "de la", "!!! & | :* ()", "zzzz", "'; DROP TABLE services_service; --"]
    )
    def test_nothing_to_look_for_finds_nothing(self, commune, text):
        assert found(text) == []

    def test_shows_only_what_the_institution_offers(self, commune):
        other = make_second()
        assert found("patente", institution_id=commune.institution.id) == ["patente"]
        assert found("patente", institution_id=other.institution.id) == []

    def test_is_in_the_language_asked_for(self, commune):
        assert sorted(found("permits", lang="en")) == ["aseo", "circulacion", "patente"]
        assert found("permits", lang="es") == []

    @pytest.mark.parametrize("lang", ["pt", "pt-br"])
    def test_a_service_without_texts_in_a_language_is_found_in_spanish(self, commune, lang):
        assert found("circulaciones", lang=lang) == ["circulacion"]
        assert len(api.list_catalogue(lang=lang, on=TODAY)) == 3

    def test_the_region_of_a_language_does_not_matter(self, commune):
        assert sorted(found("permits", lang="en-gb")) == ["aseo", "circulacion", "patente"]

    def test_costs_the_same_queries_however_many_services(self, commune, tmp_path, django_assert_num_queries):
        for number in range(4):
            offer(tmp_path, commune, f"permiso-{number}", f"Permiso número {number}")
        with django_assert_num_queries(3):
            assert len(found("permiso")) == 5


@pytest.mark.django_db
class TestLists:
    def test_are_in_the_order_of_the_titles(self, commune, django_assert_num_queries):
        with django_assert_num_queries(2):
            entries = api.list_catalogue(lang="es", on=TODAY)
        assert [entry.title for entry in entries] == ["Derecho de aseo", "Patente comercial", "Permiso de circulación"]
        assert entries[0].institution_ids == (commune.institution.id,)

    def test_by_life_event(self, commune):
        assert len(api.list_by_life_event(life_event="probar", lang="es", on=TODAY)) == 3
        assert api.list_by_life_event(life_event="morir", lang="es", on=TODAY) == ()

    def test_what_nobody_offers_any_more_is_not_there(self, commune):
        (adoption,) = api.list_adoptions(slug="aseo", on=TODAY)
        api.end_adoption(adoption_id=adoption.id, ends_on=TODAY, actor=SETUP, at=NOW)
        assert "aseo" not in [entry.slug for entry in api.list_catalogue(lang="es", on=TODAY)]
        assert found("basura") == []
        assert api.list_adoptions(slug="aseo", on=TODAY) == ()


class TestQueryText:
    def test_joins_words_by_or_with_the_last_one_as_a_beginning(self):
        assert query_text("Permiso circulación") == (
            "permiso | circulación | circulacion | circulación:* | circulacion:*"
        )

    @given(st.text(max_size=200))
    def test_nothing_typed_is_an_operator(self, text: str):
        for term in filter(None, query_text(text).split(" | ")):
            assert term.removesuffix(":*").isalnum()
