"""What the web server calls.

Note [Nothing to open]
    A process that may open no file and no connection any more still answers those whose connection it has. The page of
    an error must then ask for nothing: what the way to it reads lazily is read when the process begins, and what fails
    even so is answered by `application` itself.
"""

import codecs
from collections.abc import Callable, Iterable
from typing import Any

import structlog
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest
from django.urls import get_resolver
from django.utils.translation import override

from ventanilla.common.alerts import code_of
from ventanilla.kernel.outbox.errors import describe_error
from ventanilla.project.start import start_django

_log = structlog.get_logger(__name__)


def _read_now() -> bytes:
    """The page of an error in the language of the installation. See Note [Nothing to open]."""
    codecs.lookup("unicode_escape")  # Django writes the address of what failed with it
    resolver = get_resolver()
    tuple(resolver.url_patterns)
    answer_failure = resolver.resolve_error_handler(500)
    for language, _name in settings.LANGUAGES:
        with override(language):
            answer_failure(HttpRequest())
    with override(settings.LANGUAGE_CODE):
        return bytes(answer_failure(HttpRequest()).content)


start_django()
_django = get_wsgi_application()
_page_of_failure = _read_now()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django's answer; when not even its page of an error could be made, that page in the bytes that were kept."""
    try:
        return _django(environ, start_response)
    except Exception as error:
        _log.error(code_of(error, "alert.page_failed"), error=describe_error(error))
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")]
        start_response("500 Internal Server Error", headers)
        return [_page_of_failure]
