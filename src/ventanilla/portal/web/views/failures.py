"""The page of an error of ours. It is made once, before anything fails: then even a template may not open."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, override


def server_error(_request: HttpRequest) -> HttpResponse:
    """That it is not known whether what was sent was kept, and that it may be sent again. Asks for nothing at all."""
    language = get_language()
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    response = HttpResponse(_page(str(known)), status=500)
    response["Cache-Control"] = "no-store"
    return response


@cache
def _page(language: str) -> str:
    with override(language):
        return render_to_string("500.html")
