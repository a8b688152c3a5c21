"""The front door of payments: what is charged, tried, paid."""

from ventanilla.kernel.payments.gateway import receive_notice, record_result, start_attempt
from ventanilla.kernel.payments.operations import cancel, charge, expire, postpone
from ventanilla.kernel.payments.providers import register as register_provider
from ventanilla.kernel.payments.queries import get_attempt, get_charge, list_of

__all__ = [
    "cancel",
    "charge",
    "expire",
    "get_attempt",
    "get_charge",
    "list_of",
    "postpone",
    "receive_notice",
    "record_result",
    "register_provider",
    "start_attempt",
]
