from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "ventanilla.kernel.registers"
    label = "registers"
