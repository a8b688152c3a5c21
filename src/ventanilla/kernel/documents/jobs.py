"""What documents does by itself."""

from ventanilla.common import clock
from ventanilla.kernel.documents.operations.sweep import sweep_orphans
from ventanilla.kernel.outbox.api import register_periodic

DAY_SECONDS = 86_400


def register() -> None:
    """Called in `ready()`."""

    @register_periodic("documents.sweep_orphans", seconds=DAY_SECONDS)
    def _sweep_orphans() -> None:
        sweep_orphans(at=clock.now())
