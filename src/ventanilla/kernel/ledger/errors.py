"""What the ledger raises.

Refusal
├── VerificationError   a proof, a note or an entry is not what it claims to be
└── NotPublished        the log has no such tile, bundle or checkpoint (yet)
Fault
├── MalformedEntry      a caller of ours asked for an entry that the form does not allow
├── LogDamaged          what is stored contradicts what was signed: the sequencer stops
│   └── LogRewound      the database is behind the checkpoint that was published, or has another history
└── ForeignCheckpoint   a checkpoint that an operator gave was signed by no key of this log
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import ClassVar

from django.utils.translation import gettext_noop

from ventanilla.common.errors import Fault, NotVisible, Refusal


class VerificationError(Refusal):
    """The only error that a verifier raises.

    `step` is the numbered step of the verifier's docstring, "1.4" being step 4 of the verifier that its step 1 calls.
    `reason` is for experts; the person reads `text`.
    """

    code: ClassVar[str] = "ledger.not_verified"
    text: ClassVar[str] = gettext_noop("La prueba no coincide con lo que se publicó en el registro.")
    next_step: ClassVar[str] = gettext_noop("Pida una prueba nueva. Si vuelve a fallar, avise a la institución.")
    http_status: ClassVar[int] = 422

    def __init__(self, *, step: int | str, reason: str) -> None:
        super().__init__(step=step, reason=reason)
        self.step = str(step)
        self.reason = reason

    def __str__(self) -> str:
        return f"Step {self.step}: {self.reason}"


@contextmanager
def under(step: int) -> Generator[None]:
    """Call another verifier as step `step` of this one."""
    try:
        yield
    except VerificationError as error:
        raise VerificationError(step=f"{step}.{error.step}", reason=error.reason) from error


class NotPublished(NotVisible):
    """The public log does not have this resource."""

    code: ClassVar[str] = "ledger.not_published"
    text: ClassVar[str] = gettext_noop("El registro público todavía no tiene este dato.")
    next_step: ClassVar[str] = gettext_noop("Vuelva a intentarlo en un minuto.")


class MalformedEntry(Fault):
    """The entry form (DESIGN §7) does not allow what was asked. The message says what is accepted."""


class LogDamaged(Fault):
    """Stored tiles, signed checkpoint and key do not agree. Nothing more is signed until an operator looks."""


class LogRewound(LogDamaged):
    """The database is not what the last published checkpoint says. Nothing is signed until an operator explains it."""


class ForeignCheckpoint(Fault):
    """A checkpoint that is to be cited has to be one of this log."""
