from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "ventanilla.kernel.cases"
    label = "cases"
