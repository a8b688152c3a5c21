"""Asks how often something was tried, and answers who tried too often: 429, and when to come back."""

from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ventanilla.kernel.identity import api as identity
from ventanilla.portal.web import dates
from ventanilla.portal.web.limits import Rate

# Whoever has one address of IPv6 has as many as they like of the same network.
NETWORK_BITS = 64


def over(rate: Rate, key: str, at: datetime) -> datetime | None:
    """Count one more try; when it is one too many, the instant from which one may try again."""
    taken = identity.take(kind=rate.kind, key=key, limit=rate.times, per_seconds=rate.per_seconds, at=at)
    return taken.again_at if taken.over else None


def not_counted(rate: Rate, key: str) -> None:
    """That try was right."""
    identity.give_back(kind=rate.kind, key=key)


def too_many(request: HttpRequest, again_at: datetime, at: datetime) -> HttpResponse:
    """The page that says when to come back."""
    page = render(request, "portal/too_many.html", {"again": dates.moment(again_at)}, status=429)
    page["Retry-After"] = str(max(1, int((again_at - at).total_seconds())))
    return page


def address_of(request: HttpRequest) -> str:
    """From where it comes: the other end of the connection, or what the proxy on this machine says in its place."""
    peer = request.META.get("REMOTE_ADDR", "")
    try:
        found = ip_address(peer)
        said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if found.is_loopback and said:
            found = ip_address(said)
    except ValueError:
        return peer
    if isinstance(found, IPv6Address):
        return str(ip_network((found, NETWORK_BITS), strict=False))
    return str(found)
