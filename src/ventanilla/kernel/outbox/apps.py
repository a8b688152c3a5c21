from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "ventanilla.kernel.outbox"
    label = "outbox"
