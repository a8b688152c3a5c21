"""The front door of notices: the person's inbox, and the e-mail that points to it."""

from ventanilla.kernel.notices.delivery import deliver, send_due
from ventanilla.kernel.notices.operations import open_notice, send
from ventanilla.kernel.notices.queries import count_unread, get_notice, list_for, list_of

__all__ = [
    "count_unread",
    "deliver",
    "get_notice",
    "list_for",
    "list_of",
    "open_notice",
    "send",
    "send_due",
]
