"""The providers of the installation: `keys/sign-in.yaml` of the home, their secrets in files beside it (0600).

With settings.SIMULATORS, and no file, they are the two of the harness (project/simulators), whose secret is shared.
"""

from dataclasses import fields
from pathlib import Path
from typing import Any

from django.conf import settings
from ruamel.yaml import YAML, YAMLError

from ventanilla.common import keyfiles
from ventanilla.common.assertion import shared_key
from ventanilla.kernel.identity.sign_in.calls import is_safe
from ventanilla.kernel.identity.sign_in.metadata import ASYMMETRIC
from ventanilla.kernel.identity.sign_in_errors import ProviderNotFound, ProvidersNotUsable
from ventanilla.kernel.identity.types import SIMULATED_PROVIDERS, SIMULATED_SECRET_FILE, Assurance, Endpoints, Provider

FILE = "sign-in.yaml"
NEEDED = {"slug", "name", "issuer", "client_id", "run_from", "assurance"}
CHOICES = {"userinfo_by": {"GET", "POST"}, "client_by": {"client_secret_basic", "client_secret_post"}}
KNOWN = {each.name for each in fields(Provider)} - {"secret"}
KNOWN_ENDPOINTS = {each.name for each in fields(Endpoints)}


def list_providers() -> tuple[Provider, ...]:
    """In the order of the file. Raises ProvidersNotUsable with the place of what is wrong."""
    path = Path(settings.VENTANILLA_HOME) / "keys" / FILE
    try:
        text = keyfiles.find(path)
    except keyfiles.KeyFault as fault:
        raise ProvidersNotUsable(str(fault)) from fault
    if text is None:
        return _simulated() if settings.SIMULATORS else ()
    try:
        given: Any = YAML(typ="safe", pure=True).load(text.decode())
    except (YAMLError, ValueError) as error:
        raise ProvidersNotUsable(f"{path} cannot be read: {error}") from error
    if not isinstance(given, list):
        raise ProvidersNotUsable(f"{path} must be a list of providers.")
    found = tuple(_provider(each, path) for each in given)
    if len({each.slug for each in found}) != len(found):
        raise ProvidersNotUsable(f"{path} names two providers alike.")
    return found


def get_provider(*, slug: str) -> Provider:
    """Raises ProviderNotFound, ProvidersNotUsable."""
    for each in list_providers():
        if each.slug == slug:
            return each
    raise ProviderNotFound


def _simulated() -> tuple[Provider, ...]:
    secret = shared_key(Path(settings.VENTANILLA_HOME) / "keys" / SIMULATED_SECRET_FILE).hex()
    return tuple(each(settings.SIMULATORS_URL, secret) for each in SIMULATED_PROVIDERS)


def _provider(given: Any, path: Path) -> Provider:
    if not isinstance(given, dict):
        raise ProvidersNotUsable(f"{path}: each provider must be a mapping.")
    slug = str(given.get("slug", ""))
    problem = _problem(given, slug)
    if problem:
        raise ProvidersNotUsable(f"{path}, provider {slug!r}: {problem}")
    values = {name: str(value) for name, value in given.items() if name not in {"endpoints", "assurance"}}
    return Provider(
        **values,
        assurance=Assurance(given["assurance"]),
        secret=_secret(path.with_name(f"sign-in-{slug}.secret")),
        endpoints=_endpoints(given["endpoints"]) if "endpoints" in given else None,
    )


def _problem(given: dict[str, Any], slug: str) -> str:
    """What is wrong with the entry, as a sentence; "" when nothing is."""
    if missing := sorted(NEEDED - given.keys()):
        return f"it lacks {', '.join(missing)}."
    if unknown := sorted(map(str, given.keys() - KNOWN)):
        return f"it has {', '.join(unknown)}, which nobody reads; known are {', '.join(sorted(KNOWN))}."
    if not slug.replace("-", "").isalnum() or not slug.isascii() or slug != slug.lower():
        return "the slug must be of small letters, figures and hyphens."
    if not is_safe(str(given["issuer"])):
        return "the issuer must be an https:// address."
    if given["assurance"] not in set(Assurance):
        return f"assurance must be one of {', '.join(Assurance)}."
    for name, accepted in CHOICES.items():
        if given.get(name, next(iter(accepted))) not in accepted:
            return f"{name} must be one of {', '.join(sorted(accepted))}."
    return _problem_of_endpoints(given["endpoints"]) if "endpoints" in given else ""


def _problem_of_endpoints(given: Any) -> str:
    addresses = ("authorize", "token", "userinfo", "jwks")
    if not isinstance(given, dict) or not set(addresses) <= given.keys() <= KNOWN_ENDPOINTS:
        return f"endpoints must name {', '.join(addresses)}, and may name {', '.join(sorted(KNOWN_ENDPOINTS))}."
    if not all(is_safe(str(given[name])) for name in (*addresses, "end_session") if given.get(name)):
        return "each endpoint must be an https:// address."
    if not set(given.get("algorithms", ["RS256"])) <= ASYMMETRIC:
        return f"algorithms may be {', '.join(sorted(ASYMMETRIC))}."
    return ""


def _endpoints(given: dict[str, Any]) -> Endpoints:
    return Endpoints(**{**given, "algorithms": tuple(given.get("algorithms", ("RS256",)))})


def _secret(path: Path) -> str:
    try:
        found = keyfiles.find(path)
    except keyfiles.KeyFault as fault:
        raise ProvidersNotUsable(str(fault)) from fault
    if not found or not found.strip():
        raise ProvidersNotUsable(f"The secret of the client is missing: put it in {path} (mode 0600).")
    return found.decode(errors="strict").strip()
