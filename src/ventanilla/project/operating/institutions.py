"""Institutions by the code that an operator types."""

from ventanilla.kernel.identity import api as identity
from ventanilla.project.operating.errors import UnknownInstitution


def id_of(code: str) -> int:
    """The institution with this code. Raises UnknownInstitution, which names those that there are."""
    found = {each.code: each.id for each in identity.list_institutions()}
    if code not in found:
        raise UnknownInstitution(f"There is no institution {code!r}; there are: {', '.join(sorted(found)) or 'none'}.")
    return found[code]
