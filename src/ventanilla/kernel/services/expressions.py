"""Conditions of a definition, in FEEL."""

from collections.abc import Mapping

from ventanilla.common import feel
from ventanilla.kernel.services.decisions import Decisions

# A question, a parameter or a step may not have the name of a word or a function of the language, nor of a context.
RESERVED_NAMES = frozenset(
    {
        *("and", "or", "not", "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "between"),
        *("true", "false", "null", "instance", "of", "function", "external", "min", "max", "sum", "count", "abs"),
        *("floor", "ceiling", "round", "contains", "list", "date"),
        *("facts", "tasks", "fee", "outcome", "answers", "documents"),
    }
)


def holds(condition: str, context: Mapping[str, object], decisions: Decisions) -> bool:
    """Whether the condition is exactly true. No condition always holds; null (something is not known) does not."""
    if not condition:
        return True
    expression = feel.compile(condition)
    return expression.holds(decisions.with_values(expression.names, context))
