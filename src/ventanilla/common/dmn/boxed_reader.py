"""The expressions of a model, from XML. Each knows its place, in the words of its author."""

from collections.abc import Callable

from ventanilla.common.dmn import model
from ventanilla.common.dmn.errors import UnknownLanguage
from ventanilla.common.dmn.xml import Element, attribute, child, children, text_in

_FEEL = ("", "feel")
_LANGUAGES = ("expressionLanguage", "typeLanguage")


def check_languages(root: Element) -> None:
    """Every text of a file is of FEEL, which each version of DMN names by an address with that word as a part.

    A text of another language means something else, or nothing: it is never read as FEEL (DMN 7.3).
    Raises UnknownLanguage.
    """
    waiting = [root]
    while waiting:
        element = waiting.pop()
        for name in _LANGUAGES:
            language = attribute(element, name) if element.namespace == root.namespace else ""
            if language and "feel" not in language.lower().replace(":", "/").split("/"):
                raise UnknownLanguage(language=language[:100])
        waiting.extend(element.children)


def type_ref(element: Element) -> str | None:
    """The name of the type of an element; None when it has none."""
    return without_prefix(element, attribute(element, "typeRef"))


def without_prefix(element: Element, name: str) -> str | None:
    """The name of a type without the prefix that DMN 1.1 writes: `feel:number`."""
    prefix, colon, bare = name.partition(":")
    return (bare if colon and prefix in element.prefixes else name) or None


class Reader:
    """Reads one expression and those inside it."""

    def __init__(self) -> None:
        self._readers: dict[str, Callable[[Element, str], model.Expression]] = {
            "literalExpression": self.literal,
            "decisionTable": self._table,
            "context": self._context,
            "invocation": self._invocation,
            "functionDefinition": self.function,
            "relation": self._relation,
            "list": self._list,
            "conditional": self._conditional,
            "filter": self._filter,
            "for": self._iterator,
            "some": self._iterator,
            "every": self._iterator,
        }

    def inside(self, element: Element | None, where: str) -> model.Expression | None:
        """The expression in an element; None when it has none."""
        if element is None:
            return None
        found = child(element, *self._readers)
        return None if found is None else self._readers[found.name](found, where)

    def each_inside(self, element: Element, where: str) -> tuple[model.Expression | None, ...]:
        """All the expressions in an element, in order."""
        return tuple(self._readers[item.name](item, where) for item in children(element, *self._readers))

    def literal(self, element: Element, where: str) -> model.LiteralExpression:
        text = text_in(element) or ""
        return model.LiteralExpression(attribute(element, "id"), where, type_ref(element), text)

    def _table(self, element: Element, where: str) -> model.DecisionTable:
        inputs = tuple(self._input(item, where) for item in children(element, "input"))
        outputs = tuple(self._output(item, where) for item in children(element, "output"))
        rules = children(element, "rule")
        return model.DecisionTable(
            id=attribute(element, "id"),
            where=where,
            type_ref=type_ref(element),
            inputs=inputs,
            outputs=outputs,
            rules=tuple(self._rule(item, place, where) for place, item in enumerate(rules, 1)),
            hit_policy=attribute(element, "hitPolicy") or "UNIQUE",
            aggregation=attribute(element, "aggregation") or None,
            output_label=attribute(element, "outputLabel"),
        )

    def _input(self, element: Element, where: str) -> model.InputClause:
        source = child(element, "inputExpression")
        text = "" if source is None else text_in(source) or ""
        place = f"{where} › {attribute(element, 'label') or text}"
        expression = model.LiteralExpression(
            "" if source is None else attribute(source, "id"),
            place,
            None if source is None else type_ref(source),
            text,
        )
        return model.InputClause(
            attribute(element, "label") or text, expression, text_in(child(element, "inputValues"))
        )

    def _output(self, element: Element, where: str) -> model.OutputClause:
        name = attribute(element, "name")
        default = child(element, "defaultOutputEntry")
        return model.OutputClause(
            name=name,
            label=attribute(element, "label") or name,
            type_ref=type_ref(element),
            values=text_in(child(element, "outputValues")),
            default=None if default is None else self.literal(default, f"{where} › {name or 'default'}"),
        )

    def _rule(self, element: Element, place: int, where: str) -> model.TableRule:
        outputs = children(element, "outputEntry")
        return model.TableRule(
            id=attribute(element, "id"),
            inputs=tuple(text_in(item) or "-" for item in children(element, "inputEntry")),
            outputs=tuple(self.literal(item, f"{where} › {place}") for item in outputs),
            annotations=tuple(text_in(item) or "" for item in children(element, "annotationEntry")),
        )

    def _context(self, element: Element, where: str) -> model.BoxedContext:
        entries: list[model.ContextEntry] = []
        for item in children(element, "contextEntry"):
            variable = child(item, "variable")
            named = None if variable is None else model.Variable(attribute(variable, "name"), type_ref(variable))
            place = f"{where} › {named.name}" if named else where
            entries.append(model.ContextEntry(named, self.inside(item, place)))
        return model.BoxedContext(attribute(element, "id"), where, type_ref(element), tuple(entries))

    def _invocation(self, element: Element, where: str) -> model.Invocation:
        bindings: list[model.Binding] = []
        for item in children(element, "binding"):
            parameter = child(item, "parameter")
            name = "" if parameter is None else attribute(parameter, "name")
            bindings.append(model.Binding(name, self.inside(item, f"{where} › {name}")))
        return model.Invocation(
            attribute(element, "id"), where, type_ref(element), self.inside(element, where), tuple(bindings)
        )

    def function(self, element: Element, where: str) -> model.FunctionDefinition:
        kind = attribute(element, "kind")
        return model.FunctionDefinition(
            id=attribute(element, "id"),
            where=where,
            type_ref=type_ref(element),
            kind="FEEL" if kind.lower() in _FEEL else kind,
            parameters=tuple(
                model.Variable(attribute(item, "name"), type_ref(item)) for item in children(element, "formalParameter")
            ),
            body=self.inside(element, where),
        )

    def _relation(self, element: Element, where: str) -> model.Relation:
        columns = tuple(model.Variable(attribute(item, "name"), type_ref(item)) for item in children(element, "column"))
        rows = tuple(self.each_inside(item, where) for item in children(element, "row"))
        return model.Relation(attribute(element, "id"), where, type_ref(element), columns, rows)

    def _list(self, element: Element, where: str) -> model.ListExpression:
        return model.ListExpression(
            attribute(element, "id"), where, type_ref(element), self.each_inside(element, where)
        )

    def _conditional(self, element: Element, where: str) -> model.Conditional:
        condition, positive, negative = (
            self.inside(child(element, name), f"{where} › {name}") for name in ("if", "then", "else")
        )
        return model.Conditional(attribute(element, "id"), where, type_ref(element), condition, positive, negative)

    def _filter(self, element: Element, where: str) -> model.FilterExpression:
        source, match = (self.inside(child(element, name), f"{where} › {name}") for name in ("in", "match"))
        return model.FilterExpression(attribute(element, "id"), where, type_ref(element), source, match)

    def _iterator(self, element: Element, where: str) -> model.IteratorExpression:
        source, result = (
            self.inside(child(element, *names), f"{where} › {names[0]}") for names in (("in",), ("return", "satisfies"))
        )
        inner = child(element, "in")
        return model.IteratorExpression(
            id=attribute(element, "id"),
            where=where,
            type_ref=type_ref(element),
            kind=element.name,
            variable=model.Variable(attribute(element, "iteratorVariable"), None if inner is None else type_ref(inner)),
            source=source,
            result=result,
        )
