"""The explanation: what was considered and where from, which rule holds, what refused the others, in two languages."""

from datetime import date

from ventanilla.common.dmn import Source
from ventanilla.common.dmn.explain import LINES_MAX, explain, explained
from ventanilla.common.dmn.sentences import LANGUAGES
from ventanilla.common.dmn.tests.models import decision, given, literal, model, table
from ventanilla.common.dmn.wording import Words

TABLE = table(
    ["capital", "kind"],
    ["o"],
    ['< 1000000 | "FOOD" | 10', '>= 1000000 | "FOOD", "RETAIL" | minimum * 2', '- | not("FOOD") | minimum'],
    policy="FIRST",
)
MODEL = model(
    given("capital", "number")
    + given("kind", "string")
    + given("minimum", "number")
    + decision("d Fee", TABLE, needs="capital kind minimum", type_ref="number")
)
SOURCES = {
    "minimum": Source("parameter", "Patente mínima", date(2026, 1, 1), "art. 24"),
    "capital": Source("asked", "Capital propio"),
}


def test_it_says_in_spanish_why_a_rule_holds_and_what_refused_the_others():
    outcome = MODEL.decide(
        "d Fee", {"capital": 2_500_000, "kind": "RETAIL", "minimum": 34.5}, sources=SOURCES, trace=True
    )
    assert outcome.value == 69
    assert explained(outcome).splitlines() == [
        "«d Fee» es 69.",
        "  Se consideró «capital»: 2.500.000, según lo que se declaró (Capital propio).",
        "  Se consideró «kind»: «RETAIL».",
        "  Se consideró «minimum»: 34,5, según «Patente mínima», vigente desde el 1 de enero de 2026, art. 24.",
        "  Se cumple la regla 2: «capital» es 2.500.000 (1.000.000 o más) y «kind» es «RETAIL» («FOOD» o «RETAIL»).",
        "  Se cumple la regla 3: «kind» es «RETAIL» (que no sea «FOOD»).",
        "  El resultado es el de la regla 2.",
        "  La regla 1 no se cumple: «capital» es 2.500.000 y se pide menos de 1.000.000.",
    ]


def test_it_says_the_same_in_english():
    outcome = MODEL.decide("d Fee", {"capital": 5, "kind": "FOOD"}, trace=True)
    said = explained(outcome, "en")
    assert "“d Fee” is 10." in said
    assert "Rule 2 is not met: “capital” is 5, and what is asked is 1,000,000 or more." in said


def test_it_says_why_there_is_no_result():
    outcome = MODEL.decide("d Fee", {"capital": "many", "kind": "FOOD"}, trace=True)
    said = explained(outcome)
    assert "«d Fee» no tiene un resultado." in said
    assert "Ninguna regla de la tabla se cumple." in said


def test_knowledge_that_is_called_stands_inside_the_decision():
    knowledge = (
        '<businessKnowledgeModel id="b" name="Twice"><variable name="Twice"/><encapsulatedLogic>'
        f'<formalParameter name="n"/>{literal("n * 2")}</encapsulatedLogic></businessKnowledgeModel>'
    )
    outcome = model(knowledge + decision("d", literal("Twice(4)"), knows="b")).decide("d", {}, trace=True)
    assert [(line.depth, line.sentence) for line in explain(outcome)] == [
        (0, "«d» es 8."),
        (1, "«Twice» da 8."),
        (2, "Se consideró «n»: 4."),
    ]


def test_the_decisions_of_a_service_are_told_where_it_is_called_and_nowhere_else():
    service = (
        '<decisionService id="s" name="Serve"><variable name="Serve"/><outputDecision href="#dOut"/>'
        '<inputData href="#x"/></decisionService>'
    )
    content = given("x") + service + decision("dOut", literal("x * 2"), needs="x")
    outcome = model(content + decision("d", literal("Serve(4)"), knows="s")).decide("d", {}, trace=True)
    assert [line.sentence for line in explain(outcome) if line.depth < 3] == [
        "«d» es 8.",
        "El servicio «Serve» da 8.",
        "Se consideró «x»: 4.",
        "«dOut» es 8.",
    ]


def test_nothing_is_told_when_nobody_asked():
    assert MODEL.decide("d Fee", {"capital": 1, "kind": "FOOD"}).steps == ()


def test_a_function_in_a_long_loop_does_not_make_a_long_explanation():
    knowledge = (
        '<businessKnowledgeModel id="b" name="Twice"><variable name="Twice"/><encapsulatedLogic>'
        f'<formalParameter name="n"/>{literal("n * 2")}</encapsulatedLogic></businessKnowledgeModel>'
    )
    made = model(knowledge + decision("d", literal("sum(for i in 1..5000 return Twice(i))"), knows="b"))
    assert len(explain(made.decide("d", {}, trace=True))) <= LINES_MAX


def test_a_range_is_said_by_its_ends():
    words = Words("es")
    assert words.tests("(5..6)") == "más de 5 y menos de 6"
    assert words.tests("[5..6)") == "5 o más y menos de 6"
    assert words.tests("[5..6]") == "entre 5 y 6"
    assert words.tests("(5..5)") == "ningún valor"


def test_what_was_asked_comes_before_what_it_required():
    content = decision("d1", literal("1")) + decision("d", literal("d1 + 1"), needs="d1")
    said = [line.sentence for line in explain(model(content).decide("d", {}, trace=True)) if not line.depth]
    assert said == ["«d» es 2.", "«d1» es 1."]


def test_both_languages_have_the_same_sentences():
    assert LANGUAGES["es"].keys() == LANGUAGES["en"].keys()
