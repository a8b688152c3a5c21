"""From the XML of DMN 1.1 to 1.5 to the model. What was renamed is read by both names."""

from ventanilla.common.dmn import model
from ventanilla.common.dmn.boxed_reader import Reader, check_languages, type_ref, without_prefix
from ventanilla.common.dmn.errors import UnknownVersion
from ventanilla.common.dmn.xml import Element, attribute, child, children, root_of, text_in

NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    }
)
"""Of DMN 1.1, 1.2, 1.3, 1.4 and 1.5."""

DEPTH_OF_TYPES_MAX = 30


def read(content: bytes) -> model.Definitions:
    """The model of a file. Raises InvalidModel (see `errors`)."""
    root = root_of(content)
    if root.name != "definitions" or root.namespace not in NAMESPACES:
        raise UnknownVersion
    namespace = attribute(root, "namespace")
    check_languages(root)
    return model.Definitions(
        name=attribute(root, "name"),
        namespace=namespace,
        imports=tuple(_import(item) for item in children(root, "import")),
        items=tuple(_item(item, 0) for item in children(root, "itemDefinition")),
        inputs=tuple(_input(item, namespace) for item in children(root, "inputData")),
        decisions=tuple(_decision(item, namespace) for item in children(root, "decision")),
        knowledge=tuple(_knowledge(item, namespace) for item in children(root, "businessKnowledgeModel")),
        services=tuple(_service(item, namespace) for item in children(root, "decisionService")),
    )


def _import(element: Element) -> model.Import:
    name, namespace, location, kind = (
        attribute(element, key) for key in ("name", "namespace", "locationURI", "importType")
    )
    return model.Import(name, namespace, location, kind)


def _id(element: Element, namespace: str) -> str:
    return f"{namespace}#{attribute(element, 'id') or attribute(element, 'name')}"


def _variable_of(element: Element) -> model.Variable:
    """Of an input, a decision…: the variable has the name that other expressions use; without one, the element's."""
    variable = child(element, "variable")
    name = attribute(element, "name")
    if variable is None:
        return model.Variable(name)
    return model.Variable(attribute(variable, "name") or name, type_ref(variable))


def _input(element: Element, namespace: str) -> model.InputData:
    name, label = attribute(element, "name"), attribute(element, "label")
    return model.InputData(_id(element, namespace), _variable_of(element), name, label)


def _type_of_item(element: Element) -> str | None:
    """An item names its type in an element of its own."""
    return type_ref(element) or without_prefix(element, text_in(element, "typeRef") or "")


def _item(element: Element, depth: int) -> model.ItemDefinition:
    function = child(element, "functionItem")
    parts = children(element, "itemComponent") if depth < DEPTH_OF_TYPES_MAX else []
    return model.ItemDefinition(
        name=attribute(element, "name"),
        type_ref=_type_of_item(element),
        allowed=text_in(child(element, "allowedValues")),
        constraint=text_in(child(element, "typeConstraint")),
        is_collection=attribute(element, "isCollection") in ("true", "1"),
        components=tuple(_item(part, depth + 1) for part in parts),
        function=None if function is None else _function_item(function),
    )


def _function_item(element: Element) -> model.FunctionItem:
    parameters = tuple(
        model.Variable(attribute(item, "name"), type_ref(item)) for item in children(element, "parameters")
    )
    return model.FunctionItem(parameters, attribute(element, "outputTypeRef") or None)


def _reference(element: Element, namespace: str) -> str:
    href = attribute(element, "href")
    return f"{namespace}{href}" if href.startswith("#") else href


def _references(element: Element, namespace: str, requirement: str, *names: str) -> tuple[str, ...]:
    return tuple(
        _reference(target, namespace) for item in children(element, requirement) for target in children(item, *names)
    )


def _knows(element: Element, namespace: str) -> tuple[str, ...]:
    return _references(element, namespace, "knowledgeRequirement", "requiredKnowledge")


def _decision(element: Element, namespace: str) -> model.Decision:
    variable = _variable_of(element)
    name = attribute(element, "name")
    return model.Decision(
        id=_id(element, namespace),
        variable=variable if variable.name else model.Variable(name, variable.type_ref),
        question=text_in(element, "question") or "",
        requires=_references(element, namespace, "informationRequirement", "requiredDecision", "requiredInput"),
        knows=_knows(element, namespace),
        expression=Reader().inside(element, name),
        name=name,
        label=attribute(element, "label"),
    )


def _knowledge(element: Element, namespace: str) -> model.KnowledgeModel:
    variable = _variable_of(element)
    logic = child(element, "encapsulatedLogic")
    return model.KnowledgeModel(
        id=_id(element, namespace),
        variable=variable,
        knows=_knows(element, namespace),
        function=None if logic is None else Reader().function(logic, attribute(element, "name")),
        name=attribute(element, "name"),
        label=attribute(element, "label"),
    )


def _service(element: Element, namespace: str) -> model.DecisionService:
    def targets(name: str) -> tuple[str, ...]:
        return tuple(_reference(item, namespace) for item in children(element, name))

    return model.DecisionService(
        id=_id(element, namespace),
        variable=_variable_of(element),
        outputs=targets("outputDecision"),
        encapsulated=targets("encapsulatedDecision"),
        input_decisions=targets("inputDecision"),
        inputs=targets("inputData"),
        name=attribute(element, "name"),
        label=attribute(element, "label"),
    )
