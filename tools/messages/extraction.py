"""What the source asks to translate: gettext calls in Python, translation tags in Django's templates."""

import ast
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

from tools.messages.message import Message, Messages, together
from tools.messages.packages import ROOT, Package

CONTEXT, SINGULAR, PLURAL = "context", "singular", "plural"
FUNCTIONS: dict[str, tuple[str, ...]] = {
    "_": (SINGULAR,),
    "gettext": (SINGULAR,),
    "gettext_lazy": (SINGULAR,),
    "gettext_noop": (SINGULAR,),
    "ngettext": (SINGULAR, PLURAL),
    "ngettext_lazy": (SINGULAR, PLURAL),
    "pgettext": (CONTEXT, SINGULAR),
    "pgettext_lazy": (CONTEXT, SINGULAR),
    "npgettext": (CONTEXT, SINGULAR, PLURAL),
    "npgettext_lazy": (CONTEXT, SINGULAR, PLURAL),
}
"""What the first arguments of each function are. A call with a variable translates a text marked elsewhere."""


def extract(package: Package) -> Messages:
    """The messages of a package, in the order of its files, each once with all its files."""
    return together(message for path in package.sources() for message in _of_file(path))


def _of_file(path: Path) -> Iterator[Message]:
    text = path.read_text("utf-8")
    place = path.relative_to(ROOT).as_posix()
    calls = _calls_of_python(text) if path.suffix == ".py" else _calls_of_template(text, place)
    for function, arguments in calls:
        values = dict(zip(FUNCTIONS[function], arguments, strict=False))
        if len(values) == len(FUNCTIONS[function]) and all(values.values()):
            yield Message(values[SINGULAR], values.get(PLURAL, ""), values.get(CONTEXT, ""), places=(place,))


def _calls_of_python(text: str) -> Iterator[tuple[str, Sequence[str]]]:
    if "gettext" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
            given = node.args[: len(FUNCTIONS[node.func.id])]
            if all(isinstance(each, ast.Constant) for each in given):
                yield node.func.id, [str(each.value) for each in given if isinstance(each, ast.Constant)]
            elif any(isinstance(inner, ast.Constant) for each in given for inner in ast.walk(each)):
                raise SyntaxError(f"{node.func.id}({ast.unparse(node.args[0])}): give it one plain sentence.")


def _calls_of_template(text: str, place: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Django turns the tags of a template into calls; the rest of a line, and how far it is indented, mean nothing."""
    if "trans" not in text and "_(" not in text:
        return
    if not settings.configured:
        settings.configure()
    calls = "\n".join(line.strip() for line in templatize(text, origin=place).split("\n"))
    for _, function, arguments, _ in extract_python(io.BytesIO(calls.encode()), FUNCTIONS, (), {}):
        yield function or "_", [arguments] if isinstance(arguments, str) else [each or "" for each in arguments]
