"""The business licence: its folder is whole, its numbers are those of the law, its decrees can be printed."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import typst
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


PLAIN_LETTERHEAD = """
#let data = json(bytes(sys.inputs.data))
#let act(body) = body
#let considerando(..items) = for item in items.pos() [#metadata(item) <considered>]
#let vistos(body) = none
#let resuelvo(verb: "", ..items) = none
#let facts(rows) = none
#let communicate(body) = none
"""


def considered(definition: ServiceDefinition, document: str, data: dict, folder: Path) -> list[str]:
    """The considerandos of a decree as plain sentences: its own source, under a letterhead that only keeps them."""
    (folder / "letterhead.typ").write_text(PLAIN_LETTERHEAD)
    (folder / "decree.typ").write_text(definition.documents[document].source)
    found = typst.query(
        str(folder / "decree.typ"),
        "<considered>",
        field="value",
        root=str(folder),
        sys_inputs={"data": json.dumps(data)},
    )
    return [" ".join(words_of(content).split()) for content in json.loads(found)]


def words_of(content: dict) -> str:
    if content["func"] == "space":
        return " "
    inside = [*content.get("children", ()), *(content[name] for name in ("body", "child") if name in content)]
    return content.get("text", "") + "".join(words_of(each) for each in inside)


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

    @settings(max_examples=50)
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

    @pytest.mark.parametrize("document", ["decree-grant", "decree-reject"])
    def test_say_what_each_report_said_and_the_reasons(self, licence, tmp_path, document):
        definition, _adoption = licence
        data = self.data(*licence, "propio-aprobada")
        _filed, works, inspection, *_fee, reasons = considered(definition, document, data, tmp_path)
        assert works == (
            "Que la Dirección de Obras, respecto de la zona ZU-2 del plan regulador, informó favorablemente: "
            "el plan regulador permite esa actividad en ese lugar."
        )
        assert inspection == (
            "Que Inspección, con visita del 02/03/2026, informó favorablemente: "
            "el local y sus antecedentes están en orden."
        )
        assert reasons == data["decision"]["reasons"]

    @pytest.mark.parametrize("document", ["decree-grant", "decree-reject"])
    def test_never_say_that_an_unfavourable_report_was_favourable(self, licence, tmp_path, document):
        definition, _adoption = licence
        data = self.data(*licence, "propio-aprobada")
        data["tasks"]["works_review"] = {"outcome": "unfavorable", "zone": "ZR-1", "opinion": "Es de vivienda."}
        data["tasks"]["inspection_review"] = {"outcome": "unfavorable", "opinion": "No tiene extintor."}
        _filed, works, inspection, *_rest = considered(definition, document, data, tmp_path)
        assert works == (
            "Que la Dirección de Obras, respecto de la zona ZR-1 del plan regulador, informó desfavorablemente "
            "lo siguiente: «Es de vivienda.»"
        )
        assert inspection == "Que Inspección informó desfavorablemente lo siguiente: «No tiene extintor.»"

    @pytest.mark.parametrize("document", ["decree-grant", "decree-reject"])
    def test_a_draft_can_be_seen_before_its_reasons_are_written(self, licence, tmp_path, document):
        definition, _adoption = licence
        data = self.data(*licence, "propio-aprobada")
        with_reasons = considered(definition, document, data, tmp_path)
        del data["decision"]["reasons"]
        assert considered(definition, document, data, tmp_path) == with_reasons[:-1]

    def test_the_condition_of_the_grant_is_the_term_to_pay(self, licence):
        definition, _adoption = licence
        term = definition.service.terms["payment"]
        assert (term.length, term.unit.name) == (30, "CALENDAR_DAYS")
        assert "treinta días corridos" in definition.documents["decree-grant"].source

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
