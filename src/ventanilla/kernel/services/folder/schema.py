"""JSON Schema (2020-12) on the data of a file, told as plain sentences: what was given and what is accepted."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource

from ventanilla.kernel.services.folder.yaml_lines import Document
from ventanilla.kernel.services.types import Problem

SCHEMAS_FOLDER = Path(__file__).parent.parent / "schemas"
MAX_PROBLEMS_PER_FILE = 50
_SHOWN_CHARS = 60
_formats = FormatChecker(formats=["date"])


@_formats.checks("date-time", raises=ValueError)
def _is_instant(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@cache
def _validator(name: str) -> Draft202012Validator:
    question = Resource.from_contents(_schema("question"))
    registry = Registry().with_resource("urn:ventanilla:question", question)
    return Draft202012Validator(_schema(name), registry=registry, format_checker=_formats)


def _schema(name: str) -> dict[str, Any]:
    return json.loads((SCHEMAS_FOLDER / f"{name}.json").read_text("utf-8"))


def schema_problems(document: Document, name: str) -> tuple[Problem, ...]:
    """What in the file breaks its schema, in the order of its lines."""
    errors = list(_validator(name).iter_errors(document.data))[:MAX_PROBLEMS_PER_FILE]
    return tuple(sorted({problem for error in errors for problem in _problems(document, error)}))


def _problems(document: Document, error: ValidationError) -> Iterator[Problem]:
    place = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        for name in sorted(set(error.instance) - set(error.schema.get("properties", {}))):
            sentence = _("«%(given)s» no se acepta aquí. Se aceptan: %(accepted)s.") % {
                "given": name,
                "accepted": ", ".join(error.schema.get("properties", {})),
            }
            yield Problem(document.file, document.line((*place, name)), sentence)
        return
    yield Problem(document.file, document.line(place), _sentence(error))


def _sentence(error: ValidationError) -> str:
    name = ".".join(str(step) for step in error.absolute_path) or _("el archivo")
    accepted = _accepted(error)
    if error.validator == "required":
        missing = sorted(set(error.validator_value) - set(error.instance))
        return _("A «%(name)s» le falta: %(missing)s.") % {"name": name, "missing": ", ".join(missing)}
    return _("«%(name)s» es %(given)s. Se acepta %(accepted)s.") % {
        "name": name,
        "given": _shown(error.instance),
        "accepted": accepted,
    }


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return _("un grupo de datos")
    if isinstance(value, list):
        return _("una lista de %(count)d") % {"count": len(value)}
    if value is None:
        return _("vacío")
    text = str(value)
    return f"«{text[:_SHOWN_CHARS]}…»" if len(text) > _SHOWN_CHARS else f"«{text}»"


def _accepted(error: ValidationError) -> str:
    limit = error.validator_value
    words = {
        "enum": lambda: _("uno de estos: %(values)s") % {"values": ", ".join(str(each) for each in limit)},
        "type": lambda: _type_words(limit),
        "pattern": lambda: _("un texto con la forma %(pattern)s") % {"pattern": limit},
        "minimum": lambda: _("un número desde %(limit)s") % {"limit": limit},
        "maximum": lambda: _("un número hasta %(limit)s") % {"limit": limit},
        "minLength": lambda: _("un texto de al menos %(limit)d letras") % {"limit": limit},
        "maxLength": lambda: _("un texto de hasta %(limit)d letras") % {"limit": limit},
        "minItems": lambda: _("una lista de al menos %(limit)d") % {"limit": limit},
        "maxItems": lambda: _("una lista de hasta %(limit)d") % {"limit": limit},
        "minProperties": lambda: _("un grupo con al menos %(limit)d") % {"limit": limit},
        "format": lambda: _("una fecha que exista"),
        "uniqueItems": lambda: _("una lista sin repetidos"),
    }
    return words.get(str(error.validator), lambda: str(limit))()


def _type_words(kinds: str | list[str]) -> str:
    words = {
        "string": _("un texto"),
        "integer": _("un número entero"),
        "number": _("un número"),
        "boolean": _("true o false"),
        "array": _("una lista"),
        "object": _("un grupo de datos"),
    }
    return _(" o ").join(words[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))
