"""For any file, nothing but the typed errors is ever raised: by reading it, evaluating, analysing or explaining it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ventanilla.common.dmn import InvalidModel, load
from ventanilla.common.dmn.analysis import analyse_model
from ventanilla.common.dmn.explain import explained
from ventanilla.common.dmn.tests.models import decision, escaped, literal, xml
from ventanilla.common.dmn.tests.models import given as input_of
from ventanilla.common.feel import InvalidExpression

TEXTS = st.sampled_from(
    [
        *("1", "null", '"a"', "[1, 2]", "function(x) x", "-", "?", "< 3", "x", "1 +", '@"P1D"', "partial", "tAge", ""),
        *("not(1)", "[1..3]", "for i in 1..3 return i", "d2(x)", "x.y", "\u0001", "number"),
    ]
)
PARTS = st.sampled_from(
    [
        *("decisionTable", "context", "contextEntry", "invocation", "binding", "parameter", "list", "relation", "row"),
        *("column", "conditional", "if", "then", "for", "in", "return", "filter", "match", "input", "output", "rule"),
        *(
            "inputEntry",
            "outputEntry",
            "text",
            "literalExpression",
            "variable",
            "decision",
            "itemDefinition",
            "typeRef",
        ),
        *(
            "typeRef",
            "functionItem",
            "encapsulatedLogic",
            "businessKnowledgeModel",
            "decisionService",
            "outputDecision",
        ),
        *("informationRequirement", "requiredInput", "inputExpression", "allowedValues", "itemComponent", "import"),
    ]
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["name", "id", "typeRef", "href", "iteratorVariable", "hitPolicy", "kind", "namespace"]),
    st.sampled_from(["d", "x", "tAge", "#d", "#x", "ANY", "COLLECT", "Java", "urn:test", ""]),
    max_size=3,
)


def _element(name: str, attributes: dict[str, str], inside: list[str]) -> str:
    said = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{said}>{''.join(inside)}</{name}>"


ELEMENTS = st.recursive(
    TEXTS.map(escaped),
    lambda inner: st.tuples(PARTS, ATTRIBUTES, st.lists(inner, max_size=5)).map(lambda parts: _element(*parts)),
    max_leaves=25,
)
ANYTHING = st.one_of(ELEMENTS, st.lists(ELEMENTS, max_size=3).map("".join), st.text(max_size=80))
KNOWN = input_of("x") + decision("d2", literal("x"), needs="x")


def _try(content: str) -> None:
    try:
        made = load(xml(KNOWN + content))
        for finding in analyse_model(made):
            assert finding.sentence("es")
            assert finding.sentence("en")
        for name in (*made.decisions(), *made.services()):
            explained(made.decide(name, {"x": 1}, trace=True))
    except (InvalidModel, InvalidExpression) as refusal:
        assert str(refusal).endswith(".")


@settings(max_examples=150, deadline=None)
@given(ANYTHING)
def test_it_has_an_outcome_or_is_refused_by_type(content: str):
    _try(content)


@pytest.mark.long
@settings(max_examples=100_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(ANYTHING)
def test_it_has_an_outcome_or_is_refused_by_type_for_minutes(content: str):
    _try(content)
