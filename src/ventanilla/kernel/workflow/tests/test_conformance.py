"""The reference models of the BPMN Model Interchange Working Group: each one loads or is refused by name."""

from pathlib import Path

from ventanilla.kernel.workflow import api
from ventanilla.kernel.workflow.errors import DefinitionRefused


def test_each_reference_model_loads_or_is_refused_by_name(conformance: Path):
    models = sorted((conformance / "bpmn-miwg").glob("*.bpmn"))
    assert models
    loaded = set()
    for model in models:
        source = model.read_bytes()
        try:
            definition = api.load(source)
        except DefinitionRefused as refusal:
            assert refusal.element, model.name
            assert refusal.element_id.encode() in source
            assert refusal.sentence() in {problem.sentence for problem in api.check(source)}
        else:
            loaded.add(model.name)
            assert definition.source == source
    assert {"A.1.0.bpmn", "A.2.0.bpmn"} <= loaded
