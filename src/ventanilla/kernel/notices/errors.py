"""The refusals and faults of notices.

Refusal
└── NotVisible ── NoticeNotFound
Fault
└── MalformedNotice     a caller of ours asked for a notice that cannot be
"""

from django.utils.translation import gettext_noop as _

from ventanilla.common.errors import Fault, NotVisible


class NoticeNotFound(NotVisible):
    code = "notices.not_found"
    text = _("No encontramos ese aviso.")
    next_step = _("Búsquelo en “Mis avisos”.")


class MalformedNotice(Fault):
    """The message says what was given and what is accepted."""
