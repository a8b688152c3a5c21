"""The business licence: its folder is whole, its numbers are those of the law, its decrees can be printed."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.documents.types import Act, IssueTemplate
from ventanilla.kernel.identity.testing import make_commune
from ventanilla.kernel.services import api
from ventanilla.kernel.services.errors import ParameterOutOfRange
from ventanilla.kernel.services.testing import fee_lines_of
from ventanilla.kernel.services.types import AdoptionData, ServiceDefinition
from ventanilla.sectors.municipal.sector import SECTOR

FOLDER = SECTOR.services / "patente-comercial"
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
MARCH = date(2026, 3, 2)
SETUP = ActorRef.by_rule("setup")


def adopted(rate: str = "4") -> tuple[ServiceDefinition, AdoptionData]:
    version = api.import_folder(FOLDER, actor=SETUP, at=NOW)
    commune = make_commune()
    adoption = api.adopt(
        institution_id=commune.institution.id,
        slug="patente-comercial",
        unit="RENTAS",
        lanes={"obras": "DOM", "inspeccion": "INSPECCION", "jefatura": "RENTAS"},
        parameters={"rate_per_thousand": rate},
        norm="Ordenanza 12 de 2025",
        actor=SETUP,
        at=NOW,
    )
    return api.definition_of(version.id), adoption


@pytest.fixture
def licence(db) -> tuple[ServiceDefinition, AdoptionData]:
    return adopted()


def half_year(licence, capital: int, on: date = MARCH) -> int:
    definition, adoption = licence
    (line,) = api.evaluate(definition, adoption, {"own_capital": capital}, on, "half-year")
    return line.amount.minor


@cache
def definition_on_disk() -> ServiceDefinition:
    return api.read_definition(FOLDER)


def at_four_per_thousand(capital: int) -> int:
    rate = {"rate_per_thousand": Decimal(4)}
    (line,) = fee_lines_of(definition_on_disk(), rate, {"own_capital": capital}, MARCH)
    return line.amount.minor


def test_the_folder_has_no_problem():
    assert [f"{problem.place}: {problem.sentence}" for problem in api.check_folder(FOLDER)] == []


class TestFee:
    @pytest.mark.parametrize(
        ("capital", "expected"),
        [
            (0, 34_945),  # half of 1 UTM, 34,944.5, up
            (1_000_000, 34_945),
            (17_472_250, 34_945),  # where the rate reaches 1 UTM
            (40_000_000, 80_000),
            (200_000_000_000, 279_556_000),  # half of 8,000 UTM
        ],
    )
    def test_is_half_of_the_rate_between_one_and_eight_thousand_utm(self, licence, capital, expected):
        assert half_year(licence, capital) == expected

    @pytest.mark.parametrize("rate", ["2.4", "5.1", "0", "-1"])
    def test_a_rate_outside_the_law_cannot_be_adopted(self, db, rate):
        with pytest.raises(ParameterOutOfRange):
            adopted(rate)

    @pytest.mark.parametrize(("rate", "expected"), [("2.5", 50_000), ("5", 100_000)])
    def test_the_ends_of_the_range_can(self, db, rate, expected):
        assert half_year(adopted(rate), 40_000_000) == expected

    def test_uses_the_utm_of_its_month(self, licence):
        assert half_year(licence, 0, date(2026, 10, 31)) == 36_076  # 72,151 / 2, up
        assert half_year(licence, 0, date(2026, 5, 1)) == 35_294  # 70,588 / 2

    def test_says_when_the_utm_is_not_published_yet(self, licence):
        definition, adoption = licence
        for on, provisional in ((date(2026, 10, 31), False), (date(2026, 11, 22), True), (date(2027, 5, 1), True)):
            (line,) = api.evaluate(definition, adoption, {"own_capital": 0}, on)
            assert ("provisorio" in line.in_full) is provisional
            assert [used.provisional for used in line.values_used if used.key == "utm"] == [provisional]

    @settings(deadline=None, max_examples=50)
    @given(capital=st.integers(min_value=0, max_value=10**15))
    def test_never_leaves_its_bounds_and_never_falls_when_capital_grows(self, capital):
        amount, more = at_four_per_thousand(capital), at_four_per_thousand(capital + 1_000_000)
        assert 34_945 <= amount <= more <= 279_556_000


class TestRegister:
    @pytest.mark.parametrize(("on", "until"), [(MARCH, date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 12, 31))])
    def test_the_licence_holds_to_the_end_of_the_half_year(self, licence, on, until):
        definition, _adoption = licence
        plan = api.register_plan(definition, "patentes", {"activity": "Almacén", "own_capital": 5}, on)
        assert plan.valid_until == until
        assert plan.data == {"activity": "Almacén"}


class TestPrivacy:
    def test_works_never_sees_the_capital_nor_the_contact(self, licence):
        definition, _adoption = licence
        example = next(each for each in definition.examples if each.key == "alimentos-con-autorizacion")
        rows = api.task_rows(definition, "works_review", example.answers, {}, example.facts)
        assert [row.question for row in rows] == ["activity", "sii_activity", "premises_address"]

    def test_inspection_sees_the_papers_and_not_the_capital(self, licence):
        definition, _adoption = licence
        example = next(each for each in definition.examples if each.key == "alimentos-con-autorizacion")
        shown = {
            row.question for row in api.task_rows(definition, "inspection_review", example.answers, {}, example.facts)
        }
        assert {"lease_contract", "sanitary_authorisation"} <= shown
        assert not {"own_capital", "applicant_run"} & shown


class TestDecrees:
    def data(self, definition: ServiceDefinition, adoption: AdoptionData, key: str) -> dict:
        """What a template reads, made from an example; the same names as `cases` gives."""
        example = next(each for each in definition.examples if each.key == key)
        (line,) = api.evaluate(definition, adoption, example.answers, MARCH)
        plan = api.register_plan(definition, "patentes", example.answers, MARCH)
        done = {task.task: {**task.fields, "outcome": task.outcome} for task in example.tasks}
        return {
            "case": {"code": "SAUCE-2026-ABCDEF-7", "filed_on": "2026-03-02"},
            "comuna": "El Sauce",
            "on": "2026-03-02",
            "applicant": {"name": "Rosa <Painemal> #Soto", "run": "12.345.678-5", "representative": ""},
            "answers": {row.question: row.value for row in api.summary(definition, example.answers, example.facts)},
            "tasks": done,
            "decision": {**done["decide"]},
            "fees": {line.fee: {"amount": line.amount.display(), "explanation": line.in_full}},
            "registers": {"patentes": {"valid_until": plan.valid_until.isoformat() if plan.valid_until else ""}},
        }

    @pytest.mark.parametrize(
        ("document", "example"),
        [("decree-grant", "propio-aprobada"), ("decree-reject", "rechazada-por-zonificacion")],
    )
    def test_can_be_printed_from_an_example(self, licence, document, example):
        definition, adoption = licence
        issued = definition.documents[document]
        pdf = documents.preview(
            institution_id=adoption.institution_id,
            act=Act(heading=issued.heading, title=issued.title),
            template=IssueTemplate(source=issued.source),
            data=self.data(definition, adoption, example),
            at=NOW,
        )
        assert pdf.startswith(b"%PDF-")

    def test_state_the_window_to_appeal(self, licence):
        definition, _adoption = licence
        for issued in definition.documents.values():
            assert "artículo 59" in issued.source
            assert "cinco días hábiles" in issued.source.replace("\n    ", " ")
        assert definition.service.terms["appeal"].length == 5


class TestSearch:
    @pytest.mark.parametrize("text", ["patente", "abrir un negocio", "almacen", "local comercial"])
    def test_is_found_by_the_words_of_people(self, licence, text):
        _definition, adoption = licence
        assert [entry.slug for entry in api.search(text=text, lang="es", on=adoption.starts_on)] == [
            "patente-comercial"
        ]
