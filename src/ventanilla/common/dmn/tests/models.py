"""Models for the tests, written as short as possible."""

from ventanilla.common.dmn.engine import Model, load

NAMESPACES = {
    "1.1": "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "1.2": "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "1.3": "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "1.4": "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "1.5": "https://www.omg.org/spec/DMN/20230324/MODEL/",
}


def xml(content: str, *, version: str = "1.5", name: str = "test", namespace: str = "urn:test") -> bytes:
    """A whole file around some elements."""
    head = f'<definitions xmlns="{NAMESPACES[version]}" xmlns:feel="urn:feel" name="{name}" namespace="{namespace}">'
    return f"{head}{content}</definitions>".encode()


def model(content: str, **kinds: str) -> Model:
    return load(xml(content, **kinds))


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def literal(text: str, type_ref: str = "") -> str:
    kind = f' typeRef="{type_ref}"' if type_ref else ""
    return f"<literalExpression{kind}><text>{escaped(text)}</text></literalExpression>"


def given(name: str, type_ref: str = "Any") -> str:
    """An input."""
    return f'<inputData id="{name}" name="{name}"><variable name="{name}" typeRef="{type_ref}"/></inputData>'


def decision(name: str, expression: str, *, needs: str = "", knows: str = "", type_ref: str = "Any") -> str:
    """A decision. `needs` and `knows` are ids between blanks; those that begin with `d` are decisions."""
    required = "".join(
        f'<informationRequirement><required{"Decision" if id_.startswith("d") else "Input"} href="#{id_}"/>'
        "</informationRequirement>"
        for id_ in needs.split()
    )
    known = "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#{id_}"/></knowledgeRequirement>' for id_ in knows.split()
    )
    variable = f'<variable name="{name}" typeRef="{type_ref}"/>'
    return f'<decision id="{name}" name="{name}">{variable}{required}{known}{expression}</decision>'


def table(inputs: list[str], outputs: list[str], rules: list[str], *, policy: str = "UNIQUE", more: str = "") -> str:
    """A table. An output is `name` or `name: values`; a rule has its cells between `|`."""
    columns = "".join(
        f'<input label="{escaped(text)}"><inputExpression><text>{escaped(text)}</text></inputExpression></input>'
        for text in inputs
    )
    answers = "".join(_output(text, alone=len(outputs) == 1) for text in outputs)
    rows = "".join(_rule(text, len(inputs)) for text in rules)
    return f'<decisionTable hitPolicy="{policy}" {more}>{columns}{answers}{rows}</decisionTable>'


def _output(text: str, *, alone: bool) -> str:
    name, _, values = text.partition(": ")
    values, _, default = values.partition(" default ")
    inner = f"<outputValues><text>{escaped(values)}</text></outputValues>" if values else ""
    inner += f"<defaultOutputEntry><text>{escaped(default)}</text></defaultOutputEntry>" if default else ""
    return f"<output>{inner}</output>" if alone else f'<output name="{name}">{inner}</output>'


def _rule(text: str, inputs: int) -> str:
    cells = [escaped(cell.strip()) for cell in text.split("|")]
    entries = "".join(f"<inputEntry><text>{cell}</text></inputEntry>" for cell in cells[:inputs])
    return (
        f"<rule>{entries}{''.join(f'<outputEntry><text>{cell}</text></outputEntry>' for cell in cells[inputs:])}</rule>"
    )
