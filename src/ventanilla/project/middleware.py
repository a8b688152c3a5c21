"""What no library does for us: a header, cookies that cannot be ours, and pages older than the session."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

NUL = "\0"
_DENIED = "accelerometer=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


def permissions_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Our pages ask a device for nothing, so nothing that slips into them may."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Permissions-Policy"] = _DENIED
        return response

    return middleware


def cookies_without_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A cookie with a NUL was not set by us, and no text of PostgreSQL holds one: it is not read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if NUL in value]:
            del request.COOKIES[name]
        return get_response(request)

    return middleware


class CsrfByOrigin(CsrfViewMiddleware):
    """Django's protection, which also takes what was typed into a page that is older than the session.

    Signing in replaces the token, so that a page opened before in another window carries an old one. Each browser says
    with a POST from whose page it comes, and no page can say it for another: `process_view` has compared that `Origin`
    with our address by the time it asks for the token. Without an `Origin` the token decides, as always.
    """

    def _check_token(self, request: HttpRequest) -> None:
        if "HTTP_ORIGIN" not in request.META:
            super()._check_token(request)
