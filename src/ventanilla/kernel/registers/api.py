"""The front door of registers: what cases grant, and how it stands today."""

from ventanilla.kernel.registers.operations import enter, reinstate, renew, revoke, suspend
from ventanilla.kernel.registers.queries import (
    access_entry,
    find_standing,
    get_entry,
    list_by_dossier,
    list_by_holder,
    list_entries,
    state_of,
    visible_to,
)

__all__ = [
    "access_entry",
    "enter",
    "find_standing",
    "get_entry",
    "list_by_dossier",
    "list_by_holder",
    "list_entries",
    "reinstate",
    "renew",
    "revoke",
    "state_of",
    "suspend",
    "visible_to",
]
