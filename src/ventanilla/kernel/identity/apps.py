from django.apps import AppConfig
from django.core import checks


class IdentityConfig(AppConfig):
    name = "ventanilla.kernel.identity"
    label = "identity"

    def ready(self) -> None:
        """Let `check --deploy` refuse personal data that nobody explained."""
        from ventanilla.kernel.identity.personal_data import check_personal_data

        checks.register(check_personal_data, deploy=True)
