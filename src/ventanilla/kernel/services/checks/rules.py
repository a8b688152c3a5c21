"""The decisions of rules/*.dmn: that they can be read, that their names are known, what their analysis finds."""

import re
from collections.abc import Iterator

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from ventanilla.common.dmn.analysis import Finding, analyse_model
from ventanilla.common.errors import Refusal
from ventanilla.kernel.services.checks.inspected import Inspected, join
from ventanilla.kernel.services.decisions import decisions_of, load_all
from ventanilla.kernel.services.expressions import RESERVED_NAMES
from ventanilla.kernel.services.folder.loading import SOURCE_LANGUAGE, LoadedVersion
from ventanilla.kernel.services.types import Problem, Severity

# What a decision may read besides questions and parameters.
GIVEN = ("facts", "tasks")


def unreadable_rules(loaded: LoadedVersion) -> Iterator[Problem]:
    """Why a file of rules/ is no model. The other checks need all of them."""
    seen: dict[str, str] = {}
    for key, load in load_all(tuple(loaded.rules().items())):
        place = _place(loaded, key)
        try:
            model = load()
        except Refusal as refusal:
            yield Problem(place, 0, gettext(refusal.text) % refusal.params)
            continue
        for name in model.decisions():
            if name in seen:
                sentence = _("La decisión «%(name)s» está también en %(first)s. Cada una tiene un nombre propio.")
                yield Problem(place, 0, sentence % {"name": name, "first": seen[name]})
            seen[name] = place


def check_rules(inspected: Inspected) -> Iterator[Problem]:
    """Everything about rules/*.dmn that were read. A file may import the others of its folder."""
    definition = inspected.definition
    taken = {*definition.questions, *definition.parameters, *RESERVED_NAMES}
    known = {*definition.questions, *definition.parameters, *GIVEN}
    contents = inspected.loaded.rules()
    for key, model in decisions_of(definition).models.items():
        place, content = _place(inspected.loaded, key), contents[key]
        for name in model.decisions():
            line = _line_of(content, name)
            if name in taken:
                yield Problem(place, line, _("«%(name)s» ya es el nombre de otra cosa.") % {"name": name})
            for read in sorted(set(model.inputs_of(name)) - known):
                sentence = _("La decisión «%(name)s» lee «%(read)s», que no es pregunta ni parámetro: %(known)s.")
                told = sentence % {"name": name, "read": read, "known": join(sorted(known))}
                yield Problem(place, line, told)
        for finding in analyse_model(model):
            yield _problem(place, content, finding)


def _problem(place: str, content: bytes, finding: Finding) -> Problem:
    severity = Severity.WARNING if finding.is_warning else Severity.ERROR
    where = f"{finding.where}: " if finding.where else ""
    sentence = finding.sentence(get_language() or SOURCE_LANGUAGE, gettext)
    return Problem(place, _line_of(content, finding.where.partition(" › ")[0]), f"{where}{sentence}", severity)


def _line_of(content: bytes, name: str) -> int:
    """The line of the decision or function with this name, 0 when it is nowhere."""
    found = re.search(rb'\sname="' + re.escape(name.encode()) + rb'"', content) if name else None
    return content.count(b"\n", 0, found.start()) + 1 if found else 0


def _place(loaded: LoadedVersion, key: str) -> str:
    return loaded.place(f"rules/{key}.dmn")
