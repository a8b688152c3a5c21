"""The components as they are in `components/`: what each takes, and examples of it.

`example.yaml` is the reference: a parameter that it does not name is refused, so that a wrong word fails where it is
written and not as an empty space on a page.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).parent / "components"


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: what it means and whether a call without it is refused."""

    name: str
    doc: str
    required: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A call of the component with invented data."""

    name: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Component:
    """One folder of `components/`."""

    name: str
    doc: str
    params: tuple[Param, ...]
    examples: tuple[Example, ...]

    def problem_with(self, given: set[str]) -> str:
        """What is wrong with a call that gives these parameters; "" when nothing is."""
        known = {param.name for param in self.params}
        if unknown := sorted(given - known):
            return f"{self.name} has no parameter {', '.join(unknown)}; it has {', '.join(sorted(known))}."
        missing = sorted(param.name for param in self.params if param.required and param.name not in given)
        return f"{self.name} needs {', '.join(missing)}." if missing else ""


def reference_row(shown: Component) -> str:
    """The component as a row of `components/README.md`. A parameter with a star has to be given."""
    described = [f"`{param.name}`{'*' if param.required else ''} {param.doc}" for param in shown.params]
    return f"| `{shown.name}` | {shown.doc} | {'<br>'.join(described) or 'none'} |"


def names() -> tuple[str, ...]:
    """All components, by name."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/template.html")))


@cache
def component(name: str) -> Component:
    """The component of that name. Raises LookupError with the names there are."""
    path = FOLDER / f"{name}/example.yaml"
    if name not in names():
        raise LookupError(f"There is no component {name!r}; there are {', '.join(names())}.")
    read: dict[str, Any] = YAML(typ="safe").load(path)  # pyright: ignore[reportUnknownMemberType]
    described: dict[str, dict[str, Any]] = read["params"]
    return Component(
        name=name,
        doc=read["doc"],
        params=tuple(Param(key, said["doc"], bool(said.get("required"))) for key, said in described.items()),
        examples=tuple(Example(example["name"], example["params"]) for example in read["examples"]),
    )
