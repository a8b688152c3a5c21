"""The background of notices: one job per e-mail, one sweep a minute."""

from uuid import UUID

from ventanilla.common import clock
from ventanilla.kernel.notices import delivery
from ventanilla.kernel.notices.operations import SEND_JOB
from ventanilla.kernel.outbox.api import register_job, register_periodic

SWEEP_SECONDS = 60


def register() -> None:
    """Make the jobs known; called in `ready()`."""

    @register_job(SEND_JOB)
    def send(*, notice_uuid: UUID) -> None:
        delivery.deliver(notice_uuid=notice_uuid, at=clock.now())

    @register_periodic("notices.send_due", seconds=SWEEP_SECONDS)
    def send_due() -> None:
        delivery.send_due(at=clock.now())
