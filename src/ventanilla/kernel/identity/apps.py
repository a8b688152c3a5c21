"""The package as Django knows it, and what it checks."""

from django.apps import AppConfig
from django.core import checks


class IdentityConfig(AppConfig):
    name = "ventanilla.kernel.identity"
    label = "identity"

    def ready(self) -> None:
        """Let `check` read the providers, and `check --deploy` refuse their absence and unexplained personal data."""
        from ventanilla.kernel.identity.personal_data import check_personal_data
        from ventanilla.kernel.identity.sign_in.checks import providers_are_there, providers_are_usable

        checks.register(check_personal_data, deploy=True)
        checks.register(providers_are_usable)
        checks.register(providers_are_there, checks.Tags.security, deploy=True)
