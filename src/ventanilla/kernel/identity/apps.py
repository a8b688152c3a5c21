from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "ventanilla.kernel.identity"
    label = "identity"
