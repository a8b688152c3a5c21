"""The application: it registers the upkeep of its own tables."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "ventanilla.kernel.outbox"
    label = "outbox"

    def ready(self) -> None:
        """Register the outbox's own upkeep."""
        from ventanilla.common import clock
        from ventanilla.kernel.outbox.api import forget_ended_errors, purge_delivered, register_periodic

        @register_periodic("outbox.purge_delivered", seconds=3600)
        def purge() -> None:
            purge_delivered(at=clock.now())
            forget_ended_errors()
