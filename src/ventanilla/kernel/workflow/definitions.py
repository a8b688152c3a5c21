"""Definitions in memory: parsed once per program and hash. The bytes of a running one are in the database."""

import hashlib

from ventanilla.kernel.workflow import bpmn
from ventanilla.kernel.workflow.models import FlowSource
from ventanilla.kernel.workflow.types import Definition

DEFINITIONS_IN_MEMORY_MAX = 256

_loaded: dict[str, Definition] = {}
"""By hash, which names the content for ever; the oldest leaves when it is full."""


def load(source: bytes) -> Definition:
    """The definition of a BPMN 2.0 file. Raises DefinitionRefused: the first reason; `check` gives them all."""
    sha256 = hashlib.sha256(source).hexdigest()
    found = _loaded.get(sha256)
    if found is not None:
        return found
    definition, problems = bpmn.read(source)
    if definition is None:
        raise problems[0]
    if len(_loaded) >= DEFINITIONS_IN_MEMORY_MAX:
        _loaded.pop(next(iter(_loaded)), None)
    _loaded[sha256] = definition
    return definition


def stored(sha256: str) -> Definition:
    """The definition of a running process: from memory, or by one statement the first time in this program."""
    return _loaded.get(sha256) or load(bytes(FlowSource.objects.get(sha256=sha256).source))
