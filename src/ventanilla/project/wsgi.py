"""What the web server calls."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest
from django.urls import get_resolver
from django.utils.translation import override

from ventanilla.project.start import start_django


def warm_up() -> None:
    """Read now what the first requests would read: addresses with their views, and the page of an error in each
    language. When no file can be opened any more, that page can still be answered.
    """
    resolver = get_resolver()
    answer_failure = resolver.resolve_error_handler(500)
    for language, _name in settings.LANGUAGES:
        with override(language):
            answer_failure(HttpRequest())
    tuple(resolver.url_patterns)


start_django()
application = get_wsgi_application()
warm_up()
