"""The rules of a version: what the analysis of each DMN file finds, with the line of the decision that it speaks of."""

import re
from collections.abc import Iterator

from django.utils.translation import get_language, gettext

from ventanilla.common.dmn.analysis import Finding, analyse
from ventanilla.kernel.services.checks.inspected import Inspected
from ventanilla.kernel.services.types import Problem, Severity

FOLDER = "rules/"


def check_rules(inspected: Inspected) -> Iterator[Problem]:
    """Everything about rules/*.dmn. A file may import the others of its folder."""
    files = {path: data for path, data in sorted(inspected.loaded.others.items()) if path.startswith(FOLDER)}
    for path, content in files.items():
        others = [data for other, data in files.items() if other != path]
        for finding in analyse(content, others):
            severity = Severity.WARNING if finding.is_warning else Severity.ERROR
            sentence = finding.sentence(get_language() or "es", gettext)
            where = f"{finding.where}: " if finding.where else ""
            yield Problem(inspected.loaded.place(path), line_of(content, finding), f"{where}{sentence}", severity)


def line_of(content: bytes, finding: Finding) -> int:
    """The line of the decision or function that a finding names first, 0 when it is nowhere."""
    name = finding.where.partition(" › ")[0].encode()
    found = re.search(rb'\sname="' + re.escape(name) + rb'"', content) if name else None
    return content.count(b"\n", 0, found.start()) + 1 if found else 0
