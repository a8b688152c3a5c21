"""What no library does for us: a header, and cookies that cannot be ours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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
