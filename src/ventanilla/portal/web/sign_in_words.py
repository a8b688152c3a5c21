"""How the page of entry shows each provider of identity."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ventanilla.kernel.identity.types import Assurance, Provider


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to come in."""

    name: str
    title: str
    text: str
    href: str


def choice_of(provider: Provider, target: str) -> Choice:
    """The provider as a choice that leads to `target` in the end."""
    enough = provider.assurance.reaches(Assurance.SUBSTANTIAL)
    return Choice(
        name=provider.name,
        title=_("Entrar con %(name)s") % {"name": provider.name},
        text="" if enough else _("Sirve para mirar. Algunos trámites piden entrar de una manera más segura."),
        href=f"{reverse('sign-in-with', args=[provider.slug])}?{urlencode({'next': target})}",
    )
