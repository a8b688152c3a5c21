"""An official finds a case of their units by code, name or RUN, and nobody else's; who was named knows it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from ventanilla.kernel.cases import api, errors, finding
from ventanilla.kernel.cases.events import CaseFiled
from ventanilla.kernel.cases.models import SearchWord
from ventanilla.kernel.cases.operations.indexing import index_case
from ventanilla.kernel.cases.testing import SHOP, Play, make_play, offer_licence
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import make_second
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.ledger import api as ledger

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)


@pytest.fixture
def play(db: None) -> Iterator[Play]:
    with override_settings(SIMULATORS=True):
        play = make_play(at=AT)
        play.file(SHOP)
        yield play


def clerk(play: Play) -> Actor:
    return play.commune.officials["RENTAS-1"].actor(play.at)


def found(actor: Actor, text: str, at: datetime) -> list[str]:
    return [row.code for row in api.search_cases(actor=actor, at=at, text=text).rows]


class TestWords:
    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("12.345.678-5", ("123456785",)),
            ("sauce-2026-7K3M9QD-X", ("sauce20267k3m9qdx",)),
            ("  Rosa   de la Peña ", ("rosa", "pena")),
            ("Pérez-Cotapos", ("perezcotapos",)),
            ("a . - ñ", ()),
            ("uno dos tres cuatro cinco seis siete", ("uno", "dos", "tres", "cuatro", "cinco", "seis")),
        ],
    )
    def test_what_is_typed_becomes_words_of_one_form(self, typed: str, words: tuple[str, ...]) -> None:
        assert finding.query_words(typed) == words

    def test_a_compound_name_is_found_by_its_parts_and_whole(self) -> None:
        assert finding.name_words("Ana Pérez-Cotapos") == {"ana", "perez", "cotapos", "perezcotapos"}

    def test_no_text_is_longer_than_the_column(self) -> None:
        assert all(len(word) <= finding.WORD_CHARACTERS for word in finding.query_words("x" * 5_000 + " ñandú"))


class TestSearch:
    def test_by_code_name_and_run_in_any_writing(self, play: Play) -> None:
        person, code = play.person, play.case.code
        body = code.split("-")[2]
        run = person.run.replace("-", "")
        for text in (code, code.lower(), body, run, person.run, person.name, person.name.upper(), run[:-1]):
            assert found(clerk(play), text, play.at) == [code], text

    def test_every_word_must_be_there(self, play: Play) -> None:
        assert found(clerk(play), f"{play.person.name} nadie", play.at) == []
        assert found(clerk(play), "", play.at) == []

    def test_newest_first_page_after_page(self, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ventanilla.kernel.cases.queries.search.PAGE_SIZE_ROWS", 3)
        codes = [play.case.code]
        for _ in range(4):
            play.file(SHOP)
            codes.insert(0, play.case.code)
        first = api.search_cases(actor=clerk(play), at=play.at, text=play.person.name)
        assert first.next_after
        second = api.search_cases(actor=clerk(play), at=play.at, text=play.person.name, after=first.next_after)
        assert [row.code for row in (*first.rows, *second.rows)] == codes

    def test_other_units_and_other_institutions_find_nothing(self, play: Play) -> None:
        second = make_second()
        offer_licence(second)
        for other in (play.commune.officials["DOM-1"], second.officials["RENTAS-1"]):
            actor = other.actor(play.at)
            assert found(actor, play.case.code, play.at) == []
            with pytest.raises(errors.CaseNotFound):
                api.access_case_of_unit(actor=actor, at=play.at, case_uuid=play.case.uuid)

    def test_a_person_without_a_post_finds_nothing(self, play: Play) -> None:
        assert found(play.person, play.case.code, play.at) == []

    def test_each_page_is_one_read_that_names_who_was_shown(self, play: Play) -> None:
        found(clerk(play), "nadie", play.at)
        assert not ledger.list_reads(subject=play.person.person_uuid).rows
        found(clerk(play), play.case.code, play.at)
        (read,) = ledger.list_reads(subject=play.person.person_uuid).rows
        assert (read.purpose, read.what) == ("cases.search", "cases.found")

    def test_the_case_of_a_unit_is_opened_with_a_read(self, play: Play) -> None:
        view = api.access_case_of_unit(actor=clerk(play), at=play.at, case_uuid=play.case.uuid)
        assert (view.code, view.applicant_name) == (play.case.code, play.person.name)
        (read,) = ledger.list_reads(subject=play.person.person_uuid).rows
        assert (read.what, read.dossier) == ("cases.progress", play.case.uuid)

    def test_an_official_does_not_find_their_own_case(self, play: Play) -> None:
        own = Play(play.commune, clerk_as_person(play), play.at)
        own.file(SHOP)
        assert found(clerk(play), own.case.code, own.at) == []
        with pytest.raises(errors.OwnCase):
            api.access_case_of_unit(actor=clerk(play), at=own.at, case_uuid=own.case.uuid)

    def test_the_number_of_statements_does_not_grow(self, play: Play) -> None:
        def statements() -> int:
            with CaptureQueriesContext(connection) as asked:
                found(clerk(play), play.person.name, play.at)
            return len(asked)

        before = statements()
        for _ in range(3):
            play.file(SHOP)
        assert statements() == before <= 10

    def test_the_event_delivered_twice_makes_the_words_once(self, play: Play) -> None:
        before = SearchWord.objects.count()
        index_case(CaseFiled(subject=play.case.uuid, filing=play.case.uuid), play.at)
        assert SearchWord.objects.count() == before


def clerk_as_person(play: Play) -> Actor:
    """The official of Rentas, acting for themselves."""
    account = play.commune.officials["RENTAS-1"].account_id
    return identity.actor_of(account_id=account, post_id=None, at=play.at)
