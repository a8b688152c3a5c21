from django.apps import AppConfig


class MunicipalConfig(AppConfig):
    name = "ventanilla.sectors.municipal"
    label = "municipal"
