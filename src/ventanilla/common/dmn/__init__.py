"""DMN 1.1 to 1.5: decisions, tables and functions as the standard's XML, compiled once and evaluated.

    load(content)  →  Model  →  .decide("Fee", {"capital": 5})  →  Outcome(value, remarks, steps)

Pure: no Django, no database, no network. The expressions are those of `common.feel`, and so are its limits.
"""

from ventanilla.common.dmn.engine import Model, Outcome, load
from ventanilla.common.dmn.errors import (
    DocumentType,
    EmptyModel,
    InvalidModel,
    MissingImport,
    ModelTooDeep,
    ModelTooLarge,
    NotXml,
    RepeatedId,
    RequirementCycle,
    UnknownDecision,
    UnknownLanguage,
    UnknownVersion,
    UnreadableModel,
)
from ventanilla.common.dmn.explain import Line, explain, value_in_words
from ventanilla.common.dmn.trace import Source

__all__ = [
    "DocumentType",
    "EmptyModel",
    "InvalidModel",
    "Line",
    "MissingImport",
    "Model",
    "ModelTooDeep",
    "ModelTooLarge",
    "NotXml",
    "Outcome",
    "RepeatedId",
    "RequirementCycle",
    "Source",
    "UnknownDecision",
    "UnknownLanguage",
    "UnknownVersion",
    "UnreadableModel",
    "explain",
    "load",
    "value_in_words",
]
