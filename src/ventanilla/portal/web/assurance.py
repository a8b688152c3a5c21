"""A service asks how sure it must be who files; a session that is not sure enough is sent to a safer way in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from ventanilla.kernel.identity.types import Assurance
from ventanilla.kernel.services.types import ServiceDefinition
from ventanilla.portal.web.requests import SignedRequest

PARAMETER = "nivel"


def asked_by(definition: ServiceDefinition) -> Assurance:
    """What the service asks (`assurance` in its service.yaml)."""
    return Assurance(definition.service.assurance.upper())


def asked_in(request: HttpRequest) -> Assurance:
    """What the address of the page of entry asks; the least when it asks nothing that there is."""
    found = request.GET.get(PARAMETER, "")
    return Assurance(found) if found in set(Assurance) else Assurance.LOW


def sign_in_href(target: str, asked: Assurance) -> str:
    """The page of entry with what is sure enough, and back to `target`."""
    level = {} if asked is Assurance.LOW else {PARAMETER: asked.value}
    return f"{reverse('sign-in')}?{urlencode({'next': target, **level})}"


def too_low(request: SignedRequest, definition: ServiceDefinition, *, back: str) -> HttpResponse | None:
    """The way to a safer entry and back to `back`; None when the session is sure enough for the service."""
    asked = asked_by(definition)
    return None if request.kept.reaches(asked) else redirect(sign_in_href(back, asked))
