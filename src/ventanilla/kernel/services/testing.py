"""A small whole service for tests: one page of each kind, two tasks, one fee, one document. Nothing of it is law."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from ventanilla.common.canonical import Json
from ventanilla.kernel.services.fees import fee_lines
from ventanilla.kernel.services.folder.files import Folder
from ventanilla.kernel.services.types import DatedValue, FeeLine, ServiceDefinition

SLUG = "permiso-de-prueba"

_FILES: Mapping[str, str] = {
    "identity.yaml": """\
uuid: 3b0c7c0e-6a1b-4a52-9a57-0f4f6f0d8a11
slug: permiso-de-prueba
institution_kind: MUNICIPALITY
legal_basis:
  norm: Ordenanza de prueba, art. 1
""",
    "CHANGES.md": "# Cambios\n\n## 1\n\nPrimera.\n",
    "1/service.yaml": """\
audience: [natural_person]
life_events: [probar]
assurance: low
channels: [online]
sensitive: false
lanes: [oficina]
decision_term: decision
terms:
  decision: {length: 20, calendar: business_days, norm: "Ley 19.880, art. 24", may_shorten: true}
  correction: {length: 5, calendar: business_days, norm: "Ley 19.880, art. 31"}
silence: {effect: NONE, norm: Ordenanza de prueba}
fees:
  base:
    norm: Ordenanza de prueba, art. 2
    decision: total
    due_term: decision
documents:
  permit: {series: permiso}
registers:
  permisos: {holds_until: year_end, shows: [activity], norm: Ordenanza de prueba}
states:
  - {key: reviewing, nodes: [review]}
  - {key: fixing, nodes: [fix]}
  - {key: issuing, nodes: [issue_permit, charge_base, register_permit, tell]}
  - {key: granted, nodes: [granted]}
  - {key: closed, nodes: [closed]}
baseline: {visits: 1, days: 1, pages: 1, cost_clp: 0, source: Prueba}
""",
    "1/form.yaml": """\
pages:
  - key: who
    questions:
      - key: name
        type: text
        source: identity
        fact: name
        data: {purpose: decide, retention: P1Y, seen_by: [oficina]}
  - key: what
    questions:
      - key: activity
        type: text
        data: {purpose: decide, retention: P1Y, seen_by: [oficina]}
      - {key: outdoors, type: yes_no, data: {purpose: decide, retention: P1Y, seen_by: [oficina]}}
  - key: street
    when: outdoors = true
    questions:
      - {key: place, type: address, data: {purpose: decide, retention: P1Y, seen_by: [oficina]}}
      - key: plan
        type: file
        required: false
        data: {purpose: decide, retention: P1Y, seen_by: [oficina]}
  - key: numbers
    questions:
      - key: tables
        type: integer
        minimum: 1
        maximum: 50
        data: {purpose: decide, retention: P1Y, seen_by: [oficina]}
""",
    "1/tasks.yaml": """\
tasks:
  review:
    lane: oficina
    action: cases.decide
    term: decision
    shows: [name, activity, documents, tasks.fix.answer]
    outcomes: [approve, missing]
    asks:
      - key: missing_text
        type: long_text
        when: outcome = "missing"
        data: {purpose: decide, retention: P1Y, seen_by: [oficina, applicant]}
  fix:
    lane: applicant
    action: cases.correct
    term: correction
    shows: [tasks.review.missing_text]
    outcomes: [corrected]
    asks:
      - {key: answer, type: long_text, data: {purpose: decide, retention: P1Y, seen_by: [oficina]}}
""",
    "1/flow.bpmn": """\
<?xml version="1.0" encoding="UTF-8"?>
<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:v="https://ventanilla.dev/bpmn" id="d">
  <b:process id="p">
    <b:startEvent id="start" />
    <b:sequenceFlow id="f0" sourceRef="start" targetRef="again" />
    <b:exclusiveGateway id="again" />
    <b:sequenceFlow id="f1" sourceRef="again" targetRef="review" />
    <b:userTask id="review" />
    <b:sequenceFlow id="f2" sourceRef="review" targetRef="ok" />
    <b:exclusiveGateway id="ok" default="f3" />
    <b:sequenceFlow id="f3" sourceRef="ok" targetRef="issue_permit" />
    <b:sequenceFlow id="f4" sourceRef="ok" targetRef="fix">
      <b:conditionExpression>tasks.review.outcome = "missing"</b:conditionExpression>
    </b:sequenceFlow>
    <b:userTask id="fix" />
    <b:sequenceFlow id="f5" sourceRef="fix" targetRef="again" />
    <b:boundaryEvent id="late" attachedToRef="fix">
      <b:timerEventDefinition id="t"><b:timeDuration>correction</b:timeDuration></b:timerEventDefinition>
    </b:boundaryEvent>
    <b:sequenceFlow id="f6" sourceRef="late" targetRef="closed" />
    <b:endEvent id="closed" />
    <b:serviceTask id="issue_permit" v:effect="issue" v:document="permit" />
    <b:sequenceFlow id="f7" sourceRef="issue_permit" targetRef="charge_base" />
    <b:serviceTask id="charge_base" v:effect="charge" v:fee="base" />
    <b:sequenceFlow id="f8" sourceRef="charge_base" targetRef="register_permit" />
    <b:serviceTask id="register_permit" v:effect="register" v:register="permisos" />
    <b:sequenceFlow id="f9" sourceRef="register_permit" targetRef="tell" />
    <b:serviceTask id="tell" v:effect="notify" v:text="done" />
    <b:sequenceFlow id="f10" sourceRef="tell" targetRef="granted" />
    <b:endEvent id="granted" />
  </b:process>
</b:definitions>
""",
    "1/parameters/price.yaml": """\
key: price
unit: CLP
set_by: institution
minimum: 1000
maximum: 9000
norm: Ordenanza de prueba, art. 2
""",
    "1/parameters/minimum.yaml": """\
key: minimum
unit: CLP
set_by: law
monthly: true
norm: Ordenanza de prueba, art. 3
values:
  - {from: 2026-01-01, value: 5000, norm: Tabla de prueba}
  - {from: 2026-02-01, value: 6000, norm: Tabla de prueba, provisional: true}
""",
    "1/rules/fee.dmn": """\
<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="fee" name="fee" namespace="prueba">
  <inputData id="i1" name="tables"><variable name="tables" typeRef="number"/></inputData>
  <inputData id="i2" name="price"><variable name="price" typeRef="number"/></inputData>
  <inputData id="i3" name="minimum"><variable name="minimum" typeRef="number"/></inputData>
  <decision id="d1" name="raw">
    <variable name="raw" typeRef="number"/>
    <informationRequirement id="r1"><requiredInput href="#i1"/></informationRequirement>
    <informationRequirement id="r2"><requiredInput href="#i2"/></informationRequirement>
    <literalExpression><text>tables * price</text></literalExpression>
  </decision>
  <decision id="d2" name="total">
    <variable name="total" typeRef="number"/>
    <informationRequirement id="r3"><requiredInput href="#i3"/></informationRequirement>
    <informationRequirement id="r4"><requiredDecision href="#d1"/></informationRequirement>
    <literalExpression><text>max(minimum, raw)</text></literalExpression>
  </decision>
</definitions>
""",
    "1/documents/permit.typ": '#import "/letterhead.typ": *\n#show: act\nPermiso para #data.answers.activity.\n',
    "1/texts/es.yaml": """\
title: Permiso de prueba para la circulación
summary: Un permiso que no existe, para poner mesas en la calle.
keywords: mesas terraza vereda
life_events: {probar: Probar}
purposes: {decide: Decidir.}
pages:
  who: {title: Quién es}
  what: {title: Qué hará}
  street: {title: Dónde}
  numbers: {title: Cuántas mesas}
questions:
  name: {label: Nombre}
  activity: {label: Actividad}
  outdoors: {label: "¿Es en la calle?"}
  place: {label: Lugar}
  plan: {label: Plano}
  tables: {label: Mesas}
tasks:
  review:
    title: Revisar
    outcomes: {approve: {label: Aprobar}, missing: {label: Falta algo}}
    questions: {missing_text: {label: Qué falta}}
  fix:
    title: Completar
    outcomes: {corrected: {label: Enviar}}
    questions: {answer: {label: Respuesta}}
terms: {decision: Decidir, correction: Completar}
fees: {base: {concept: Permiso, explanation: "Son {total}."}}
decisions: {raw: Precio de las mesas, total: Total}
parameters: {price: Precio por mesa, minimum: Mínimo}
documents: {permit: {heading: Permiso, title: Permiso de prueba}}
registers: {permisos: Permiso}
states:
  reviewing: {label: En revisión, explanation: Se revisa., who: Oficina}
  fixing: {label: Falta algo, explanation: Complete., who: Usted}
  issuing: {label: Por emitir, explanation: Se emite., who: Oficina}
  granted: {label: Otorgado, explanation: Listo., who: Nadie}
  closed: {label: Cerrado, explanation: Cerrado., who: Nadie}
outcomes: {granted: Otorgado, closed: Cerrado}
notices: {done: {subject: "Su permiso {code}", body: Ya está.}}
""",
}

_ENGLISH = {
    "title: Permiso de prueba para la circulación": "title: Test permit for traffic",
    "summary: Un permiso que no existe, para poner mesas en la calle.": "summary: A permit that does not exist.",
    "label: Actividad": "label: Activity",
    "label: Aprobar": "label: Approve",
}

_EXAMPLE = """\
title: Ejemplo de prueba número {number}
situation:
  filed_at: 2026-01-0{number}T15:00:00Z
  comuna: "13101"
  facts: {{name: Ana}}
  parameters: {{price: 2000}}
  answers: {{activity: Café, outdoors: false, tables: {number}}}
tasks:
  - {{task: review, outcome: approve}}
expect:
  path: [review, issue_permit, charge_base, register_permit, tell, granted]
  outcome: granted
  documents: [permit]
  deadlines: {{}}
  fees: {{base: {fee}}}
"""


def small_service(**replaced: str) -> dict[str, bytes]:
    """The files of the small service by path. `replaced` changes texts: `form="old → new"` in 1/form.yaml, and so on.

    The keys are names of files without ending (`service`, `form`, `tasks`, `flow`, `fee`, `es`, `minimum`).
    """
    files = dict(_FILES)
    files["1/texts/en.yaml"] = files["1/texts/es.yaml"]
    for spanish, english in _ENGLISH.items():
        files["1/texts/en.yaml"] = files["1/texts/en.yaml"].replace(spanish, english)
    for number in range(1, 7):
        example = _EXAMPLE.format(number=number, fee=max(5000, 2000 * number))
        files[f"1/examples/ejemplo-{number}.yaml"] = example
    for name, change in replaced.items():
        path = next(path for path in files if path.rsplit("/", 1)[-1].split(".")[0] == name)
        old, new = change.split(" → ")
        if old not in files[path]:
            raise ValueError(f"{old!r} is not in {path}.")
        files[path] = files[path].replace(old, new)
    return {path: text.encode() for path, text in files.items()}


def small_folder(**replaced: str) -> Folder:
    """The small service as a folder already read."""
    return Folder(SLUG, small_service(**replaced))


def write_small_service(parent: Path, **replaced: str) -> Path:
    """Write the folder of the small service inside `parent`, and answer its path."""
    folder = parent / SLUG
    for name, content in small_service(**replaced).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def fee_lines_of(
    definition: ServiceDefinition, parameters: Mapping[str, Decimal], answers: Mapping[str, Json], on: date
) -> tuple[FeeLine, ...]:
    """The fees with these values of an institution, without a database."""
    values = {key: (DatedValue(on, value, "Prueba"),) for key, value in parameters.items()}
    return fee_lines(definition, values, answers, on)
