"""What a model does with what is wrong in it: limits, types that cannot be read, and why a value became null."""

import time
from decimal import Decimal

import pytest

from ventanilla.common.dmn.explain import explained, no_result
from ventanilla.common.dmn.plain import from_plain, to_json
from ventanilla.common.dmn.tests.models import decision, given, literal, model, table
from ventanilla.common.feel import LimitReached
from ventanilla.common.feel.values import from_python


def doubling(levels: int) -> str:
    """Services that call the one before twice: 2 to the power of `levels` decisions."""
    content = decision("d0", literal("1")) + serving(0)
    for level in range(1, levels + 1):
        content += decision(f"d{level}", literal(f"S{level - 1}() + S{level - 1}()"), knows=f"s{level - 1}")
        content += serving(level)
    return content


def serving(level: int, *, type_ref: str = "Any", more: str = "") -> str:
    return (
        f'<decisionService id="s{level}" name="S{level}"><variable name="S{level}" typeRef="{type_ref}"/>'
        f'<outputDecision href="#d{level}"/>{more}</decisionService>'
    )


def reasons(content: str, **inputs: object) -> list[str]:
    made = model(content)
    return list(no_result(made.decide("d", from_plain(made, "d", inputs))))


class TestServices:
    def test_calls_that_double_are_stopped(self):
        started = time.process_time()
        with pytest.raises(LimitReached):
            model(doubling(29)).decide("d29", {})
        assert time.process_time() - started < 10

    def test_a_few_have_their_value(self):
        assert model(doubling(5)).decide("d5", {}).value == 32

    def test_a_chain_of_three_hundred_functions_has_its_value(self):
        content = "".join(
            f'<businessKnowledgeModel id="b{n}" name="F{n}"><variable name="F{n}"/><encapsulatedLogic>'
            f'<formalParameter name="n"/>{literal(f"F{n - 1}(n) + 1" if n else "n")}</encapsulatedLogic>'
            f'<knowledgeRequirement><requiredKnowledge href="#b{n - 1 if n else "none"}"/></knowledgeRequirement>'
            "</businessKnowledgeModel>"
            for n in range(300)
        )
        assert model(content + decision("d", literal("F299(0)"), knows="b299")).decide("d", {}).value == 299

    def test_a_function_does_not_see_an_input_that_it_does_not_declare(self):
        content = given("x") + decision("d0", literal("x = null"), needs="x") + serving(0)
        made = model(content + decision("d", literal("S0()"), knows="s0"))
        assert made.decide("d", {"x": 5}).value is True


class TestNames:
    CONTENT = decision("d", literal("1")).replace('name="d"', 'name="Price of a year" label="The price"', 1)

    def test_a_decision_is_asked_by_either_of_its_names(self):
        made = model(self.CONTENT)
        assert made.decide("d", {}).value == made.decide("Price of a year", {}).value == 1
        assert made.labels == {"d": "The price"}

    def test_many_inputs_of_one_first_word_are_read_at_once(self):
        started = time.process_time()
        model("".join(f'<inputData name="a b{n}"/>' for n in range(24_000)))
        assert time.process_time() - started < 8


class TestReasons:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (literal("x / 0"), "se divide por cero"),
            (literal("1 + x / 0"), "se divide por cero"),
            (literal("10 ** 7000"), "un número resulta demasiado grande"),
            (literal('"a" + x'), "la operación «+» no se puede hacer con esos datos"),
            (literal('@"2020-13-45"'), "una fecha, hora o duración escrita en las reglas no existe"),
            (table(["x"], ["o: 1, 2"], ["- | 3"]), "el resultado «d» no está entre los que se admiten"),
            (
                table(["x"], ["o"], ['- | "ten"']).replace("<output>", '<output label="o" typeRef="number">'),
                "el resultado «o» no es del tipo que se declaró",
            ),
            ('<functionDefinition kind="Java"/>', "se usa una función de otro lenguaje, que aquí no se admite"),
        ],
    )
    def test_what_became_null_says_why(self, content: str, reason: str):
        assert reasons(given("x") + decision("d", content, needs="x"), x=1) == [f"No hay resultado porque {reason}."]

    def test_an_input_of_another_type_says_so_to_who_reads_it(self):
        made = model(given("x", "number") + given("on", "date") + decision("d", literal("x + 1"), needs="x on"))
        outcome = made.decide("d", from_plain(made, "d", {"x": "uno", "on": "01-02-1999"}), trace=True)
        assert explained(outcome).splitlines()[-2:] == [
            "  No hay resultado porque el dato «x» no es del tipo que se pide.",
            "  No hay resultado porque el dato «on» no es del tipo que se pide.",
        ]

    def test_a_result_that_a_service_does_not_take_says_so(self):
        content = decision("d0", literal('"ten"')) + serving(0, type_ref="number")
        assert reasons(content + decision("d", literal("S0()"), knows="s0")) == [
            "No hay resultado porque «S0» no es del tipo que se declaró."
        ]

    def test_what_was_not_given_is_said_once(self):
        content = given("x", "number") + decision("d", table(["x"], ["o"], ["< 5 | 1", "> 5 | 2"]), needs="x")
        said = explained(model(content).decide("d", {}, trace=True)).splitlines()
        assert said[-2:] == ["  Las reglas 1 y 2 no se cumplen: falta «x».", "  No hay resultado porque falta «x»."]

    def test_what_a_decision_calculates_is_said_with_the_names_of_people(self):
        content = given("x").replace('id="x"', 'id="x" label="Capital propio"') + decision(
            "d", literal("x * 5 / 1000"), needs="x"
        )
        made = model(content)
        said = explained(made.decide("d", {"x": 1_000}, trace=True), labels=made.labels)
        assert "Se calcula así: «Capital propio» * 5 / 1000." in said


class TestTypes:
    def test_allowed_values_that_cannot_be_read_are_a_problem(self):
        item = (
            '<itemDefinition name="t"><typeRef>{}</typeRef><allowedValues><text>{}</text></allowedValues>'
            "</itemDefinition>"
        )
        made = model(item.format("number", "[1.."))
        assert [problem.where for problem in made.problems] == ["t"]
        assert model(item.format("nummber", "1")).unknown_types == ("nummber",)
        assert model('<itemDefinition name="t"><typeRef>t</typeRef></itemDefinition>').circular_types == ("t",)


class TestJson:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ("12345678901234567.89", "12345678901234567.89"),
            ("1e400", "1E+400"),
            ("1.50", "1.5"),
            ("1e20", "100000000000000000000"),
            ("0e100", "0"),
        ],
    )
    def test_a_number_has_all_its_digits(self, value: str, text: str):
        assert to_json({"n": [from_python(Decimal(value)), "a"]}) == f'{{"n": [{text}, "a"]}}'
