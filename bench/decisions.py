"""Our DMN engine beside SpiffWorkflow's and zen-engine's: one table and one context of expressions, the same in each.

SpiffWorkflow reads DMN tables whose texts are Python; zen-engine (Rust) reads its own JSON. So the rules are data here,
and each engine gets them written its way, read once before the clock starts. All must answer the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from bench.report import Line
from bench.timing import interleave

EVALUATIONS = 200
"""In one measured call: one alone is near the grain of the clock."""

KINDS = ("FOOD", "RETAIL", "OFFICE", "WORKSHOP", "BAR")
INPUTS = ("capital", "kind", "outdoors", "area")
CASE = {"capital": 3_500, "kind": "BAR", "outdoors": True, "area": 40}

RULES = [
    (place // 5 * 1_000, KINDS[place % 5], True if place % 2 else None, 50 if place < 10 else None, place * 10)
    for place in range(20)
]
"""Capital from, kind, outdoors, area below, and the fee; None is any. The case is answered by the last."""

EXPRESSIONS = {
    "base": ("capital * 0.005", "capital * 0.005", "capital * 0.005"),
    "least": ("if capital < 34 then 34 else capital", "34 if capital < 34 else capital", "capital < 34 ? 34 : capital"),
    "open": ("outdoors and area > 20", "outdoors and area > 20", "outdoors and area > 20"),
    "known": ('kind in ["FOOD", "BAR"]', 'kind in ["FOOD", "BAR"]', 'kind in ["FOOD", "BAR"]'),
    "label": ("lower case(kind)", "kind.lower()", "lower(kind)"),
    "tax": ("floor(capital * 0.19)", "capital * 19 // 100", "floor(capital * 0.19)"),
    "large": ("area between 30 and 60", "30 <= area <= 60", "area >= 30 and area <= 60"),
    "size": ("string length(kind)", "len(kind)", "len(kind)"),
    "most": ("max([capital, area, 100])", "max([capital, area, 100])", "max([capital, area, 100])"),
    "share": ("(capital - area) / 4 + area * 2", "(capital - area) / 4 + area * 2", "(capital - area) / 4 + area * 2"),
}
"""By name: in FEEL, in Python, and in the language of zen-engine."""

Decide = Callable[[], object]


def measure() -> list[Line]:
    """Ours with each peer, in turns. Raises RuntimeError when the engines do not answer the same."""
    table, context = _ours()
    spiff_table, spiff_context = _spiff()
    zen_table, zen_context = _zen()
    _check_same(table(), spiff_table(), zen_table())
    _check_same(context(), spiff_context(), zen_context())
    return [
        _line("table of 4 inputs and 20 rules / SpiffWorkflow", table, spiff_table, 10),
        _line("table of 4 inputs and 20 rules / zen-engine (Rust)", table, zen_table),
        _line("context of 10 expressions / SpiffWorkflow", context, spiff_context, 10),
        _line("context of 10 expressions / zen-engine (Rust)", context, zen_context),
    ]


def _line(name: str, ours: Decide, peer: Decide, limit: float | None = None) -> Line:
    paired = interleave(_many(ours), _many(peer), rounds=40, warm_up=5)
    return Line(f"{name}, {EVALUATIONS} times", paired, limit, (0, 0))


def _many(decide: Decide) -> Decide:
    def run() -> None:
        for _ in range(EVALUATIONS):
            decide()

    return run


def _check_same(*answers: Any) -> None:
    """Numbers as float: ours are exact, theirs are not."""
    shown = [{name: float(v) if not isinstance(v, str | bool) else v for name, v in one.items()} for one in answers]
    if any(one != shown[0] for one in shown):
        raise RuntimeError(f"The engines answer differently: {shown}")


def _ours() -> tuple[Decide, Decide]:
    from ventanilla.common.dmn import load

    table = "".join(_dmn_rule(*rule) for rule in RULES)
    columns = "".join(f"<input><inputExpression><text>{name}</text></inputExpression></input>" for name in INPUTS)
    entries = "".join(
        f'<contextEntry><variable name="{name}"/><literalExpression><text>{_escaped(texts[0])}</text>'
        "</literalExpression></contextEntry>"
        for name, texts in EXPRESSIONS.items()
    )
    needs = "".join(
        f'<informationRequirement><requiredInput href="#{name}"/></informationRequirement>' for name in INPUTS
    )
    model = load(_definitions(columns, table, entries, needs))
    return lambda: {"fee": model.decide("table", CASE).value}, lambda: model.decide("context", CASE).value


def _definitions(columns: str, table: str, entries: str, needs: str) -> bytes:
    inputs = "".join(f'<inputData id="{name}" name="{name}"/>' for name in INPUTS)
    decisions = (
        f'<decision id="t" name="table">{needs}<decisionTable hitPolicy="FIRST">{columns}<output/>{table}'
        f'</decisionTable></decision><decision id="c" name="context">{needs}<context>{entries}</context></decision>'
    )
    head = '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="bench" namespace="urn:bench">'
    return f"{head}{inputs}{decisions}</definitions>".encode()


def _dmn_rule(low: int, kind: str, outdoors: bool | None, below: int | None, fee: int) -> str:
    cells = [
        f"[{low}..{low + 1_000})",
        f'"{kind}"',
        "-" if outdoors is None else str(outdoors).lower(),
        "-" if below is None else f"< {below}",
    ]
    entries = "".join(f"<inputEntry><text>{_escaped(cell)}</text></inputEntry>" for cell in cells)
    return f"<rule>{entries}<outputEntry><text>{fee}</text></outputEntry></rule>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _spiff() -> tuple[Decide, Decide]:
    from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
    from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine

    rows = []
    for low, kind, outdoors, below, fee in RULES:
        cells = (
            f"{low} <= ? < {low + 1_000}",
            f'"{kind}"',
            None if outdoors is None else str(outdoors),
            None if below is None else f"< {below}",
        )
        rows.append((cells, {"fee": str(fee)}))
    task = SimpleNamespace(workflow=SimpleNamespace(script_engine=PythonScriptEngine()), data=dict(CASE))
    table = DMNEngine(_spiff_table(rows))
    answers = {name: texts[1] for name, texts in EXPRESSIONS.items()}
    context = DMNEngine(_spiff_table([((None,) * len(INPUTS), answers)]))
    return lambda: table.result(task), lambda: context.result(task)


def _spiff_table(rows: list[tuple[tuple[str | None, ...], Mapping[str, str]]]) -> Any:
    from SpiffWorkflow.dmn.specs import model

    table = model.DecisionTable("t", "t", "UNIQUE")
    columns = [model.Input(name, name, name, name, "") for name in INPUTS]
    for cells, outputs in rows:
        rule = model.Rule("r")
        for column, cell in zip(columns, cells, strict=True):
            entry = model.InputEntry("i", column)
            entry.lhs.append(cell)
            rule.inputEntries.append(entry)
        for name, text in outputs.items():
            answer = model.OutputEntry("o", model.Output(name, name, name, ""))
            answer.text = text
            rule.outputEntries.append(answer)
        table.rules.append(rule)
    return table


def _zen() -> tuple[Decide, Decide]:
    rules = [
        {
            "_id": str(place),
            "capital": f"[{low}..{low + 1_000})",
            "kind": f'"{kind}"',
            "outdoors": "" if outdoors is None else str(outdoors).lower(),
            "area": "" if below is None else f"< {below}",
            "fee": str(fee),
        }
        for place, (low, kind, outdoors, below, fee) in enumerate(RULES)
    ]
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in INPUTS],
        "outputs": [{"id": "fee", "name": "fee", "field": "fee"}],
        "rules": rules,
    }
    context = {"expressions": [{"id": name, "key": name, "value": texts[2]} for name, texts in EXPRESSIONS.items()]}
    return _zen_decision("decisionTableNode", table), _zen_decision("expressionNode", context)


def _zen_decision(kind: str, content: Mapping[str, object]) -> Decide:
    import zen

    place = {"position": {"x": 0, "y": 0}}
    graph = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", **place},
            {"id": "d", "type": kind, "name": "d", "content": content, **place},
            {"id": "out", "type": "outputNode", "name": "out", **place},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "d", "type": "edge"},
            {"id": "2", "sourceId": "d", "targetId": "out", "type": "edge"},
        ],
    }
    decision = zen.ZenEngine().create_decision(json.dumps(graph))
    return lambda: decision.evaluate(CASE)["result"]
