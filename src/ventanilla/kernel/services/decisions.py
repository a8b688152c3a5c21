"""The decisions of a version: what its rules/*.dmn decide, by the name of each decision, pure.

Note [Names that decisions read]
    The input data of a decision have the names of everything else in a definition: a question or a parameter by its
    key, `facts`, `tasks`. What was not answered, or stands below the condition that asks, is null. A decision is
    read by its own name: a condition (`when`) names it as if it were an answer, a fee names it as its amount.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial

from ventanilla.common import dmn
from ventanilla.common.dmn import Model, Outcome, Source
from ventanilla.kernel.services.types import ServiceDefinition

Files = tuple[tuple[str, bytes], ...]
VERSIONS_KEPT = 64


class Decisions:
    """Every decision of a version by its name. Immutable: one serves every request of the process."""

    def __init__(self, models: Mapping[str, Model]) -> None:
        self.models = models
        self._model_of = {name: model for model in models.values() for name in model.decisions()}

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._model_of)

    def __iter__(self) -> Iterator[str]:
        """The names in the order of the files and of what stands in them."""
        return iter(self._model_of)

    def inputs_of(self, name: str) -> tuple[str, ...]:
        """The names of the data that a decision reads, its own and those of the decisions that it requires."""
        return self._model_of[name].inputs_of(name)

    @property
    def ends(self) -> tuple[str, ...]:
        """Those that no other requires, in order: what a version decides in the end."""
        required = {before for name in self for before in self._model_of[name].required_by(name)}
        return tuple(name for name in self if name not in required)

    def behind(self, names: Iterable[str]) -> frozenset[str]:
        """These decisions and all that they require."""
        found: set[str] = set()
        for name in names:
            found |= {name, *self._model_of[name].required_by(name)}
        return frozenset(found)

    def decide(
        self,
        name: str,
        context: Mapping[str, object],
        *,
        sources: Mapping[str, Source] | None = None,
        trace: bool = False,
    ) -> Outcome:
        """The value of a decision; with `trace`, how it was reached. Raises feel.LimitReached."""
        model = self._model_of[name]
        given = {key: context.get(key) for key in model.inputs_of(name)}
        return model.decide(name, given, sources=sources, trace=trace)

    def with_values(self, names: frozenset[str], context: Mapping[str, object]) -> Mapping[str, object]:
        """`context` with the value of each decision that `names` name."""
        wanted = self.names & {name.split(".")[0] for name in names}
        return {**context, **{name: self.decide(name, context).value for name in wanted}} if wanted else context


def decisions_of(definition: ServiceDefinition) -> Decisions:
    """Those of a version that was checked. Raises dmn.InvalidModel for another one."""
    return _decisions(definition.rules)


@lru_cache(maxsize=VERSIONS_KEPT)
def _decisions(files: Files) -> Decisions:
    return Decisions({name: load() for name, load in load_all(files)})


def load_all(files: Files) -> Iterator[tuple[str, Callable[[], Model]]]:
    """Each file by name with how it is loaded, which raises dmn.InvalidModel. It may import the others."""
    for name, content in files:
        yield name, partial(dmn.load, content, [other for beside, other in files if beside != name])
