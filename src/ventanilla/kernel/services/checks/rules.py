"""The decisions of rules/*.dmn: that they can be read, that their names are known, what their analysis finds."""

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from ventanilla.common import dmn
from ventanilla.common.dmn.analysis import analyse_model
from ventanilla.common.errors import Refusal
from ventanilla.kernel.services.checks.inspected import Inspected, join
from ventanilla.kernel.services.decisions import decisions_of
from ventanilla.kernel.services.expressions import RESERVED_NAMES
from ventanilla.kernel.services.folder.loading import LoadedVersion
from ventanilla.kernel.services.types import Problem, Severity

# What a decision may read besides questions and parameters.
GIVEN = ("facts", "tasks")


def unreadable_rules(loaded: LoadedVersion) -> Iterator[Problem]:
    """Why a file of rules/ is no model. The other checks need all of them."""
    seen: dict[str, str] = {}
    for key, content in loaded.rules().items():
        place = loaded.place(f"rules/{key}.dmn")
        try:
            model = dmn.load(content)
        except Refusal as refusal:
            yield Problem(place, 0, gettext(refusal.text) % refusal.params)
            continue
        for name in model.decisions():
            if name in seen:
                sentence = _("La decisión «%(name)s» está también en %(first)s. Cada una tiene un nombre propio.")
                yield Problem(place, 0, sentence % {"name": name, "first": seen[name]})
            seen[name] = place


def check_rules(inspected: Inspected) -> Iterator[Problem]:
    """The names that decisions have and read."""
    definition = inspected.definition
    decisions = decisions_of(definition)
    taken = {*definition.questions, *definition.parameters, *RESERVED_NAMES}
    known = {*definition.questions, *definition.parameters, *GIVEN}
    for key, model in decisions.models.items():
        place = inspected.loaded.place(f"rules/{key}.dmn")
        for name in model.decisions():
            if name in taken:
                sentence = _("«%(name)s» ya es el nombre de otra cosa.")
                yield Problem(place, 0, sentence % {"name": name})
            for read in sorted(set(model.inputs_of(name)) - known):
                sentence = _("La decisión «%(name)s» lee «%(read)s», que no es pregunta ni parámetro: %(known)s.")
                yield Problem(place, 0, sentence % {"name": name, "read": read, "known": join(sorted(known))})
        for finding in analyse_model(model):
            severity = Severity.WARNING if finding.is_warning else Severity.ERROR
            told = f"{finding.where}: {finding.sentence(inspected.definition.language)}"
            yield Problem(place, 0, told, severity)
