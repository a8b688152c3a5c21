"""What `ventanilla check` says of the providers."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error

from ventanilla.kernel.identity.sign_in.providers import list_providers
from ventanilla.kernel.identity.sign_in_errors import ProvidersNotUsable


def providers_are_usable(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """The file of providers, when there is one, says what it may, and each has its secret."""
    try:
        list_providers()
    except ProvidersNotUsable as fault:
        return [Error(str(fault), id="identity.E002")]
    return []


def providers_are_there(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """Somebody can come in. With --deploy."""
    try:
        found = list_providers()
    except ProvidersNotUsable:
        return []
    hint = "Name one in keys/sign-in.yaml of the home: docs/operating/sign-in.md."
    return [] if found else [Error("No provider of identity: no person can come in.", hint=hint, id="identity.E003")]
