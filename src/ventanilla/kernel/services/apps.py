from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "ventanilla.kernel.services"
    label = "services"
