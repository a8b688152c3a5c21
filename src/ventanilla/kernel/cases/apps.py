from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "ventanilla.kernel.cases"
    label = "cases"

    def ready(self) -> None:
        from ventanilla.kernel.cases.operations import receipts, rules

        rules.connect()
        receipts.connect()
