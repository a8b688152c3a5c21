from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ventanilla.kernel.ledger"
    label = "ledger"
