from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "ventanilla.kernel.notices"
    label = "notices"
