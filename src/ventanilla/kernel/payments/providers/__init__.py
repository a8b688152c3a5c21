"""Payment providers: one module each, registered in `ready()`, the active one chosen by settings.PAYMENT_PROVIDER."""

from django.conf import settings

from ventanilla.kernel.payments.errors import ProviderUnknown
from ventanilla.kernel.payments.types import PaymentProvider

_PROVIDERS: dict[str, PaymentProvider] = {}


def register(provider: PaymentProvider) -> None:
    """Make a provider known. Raises ValueError when its code or its slug is taken."""
    slugs = {each.notice_slug for each in _PROVIDERS.values()}
    if provider.code in _PROVIDERS or provider.notice_slug in slugs:
        raise ValueError(f"The payment provider {provider.code!r} is registered already.")
    _PROVIDERS[provider.code] = provider


def active() -> PaymentProvider:
    """The provider that takes new payments. Raises ProviderUnknown."""
    return _known(_PROVIDERS.get(settings.PAYMENT_PROVIDER))


def by_notice_slug(slug: str) -> PaymentProvider:
    """The provider whose notices come to this address, also one that takes no new payments. Raises ProviderUnknown."""
    return _known(next((each for each in _PROVIDERS.values() if each.notice_slug == slug), None))


def _known(provider: PaymentProvider | None) -> PaymentProvider:
    if provider is None:
        raise ProviderUnknown
    return provider
