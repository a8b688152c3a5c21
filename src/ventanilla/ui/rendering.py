"""Turns a component and its parameters into HTML.

A component sees only its parameters, so that it draws the same wherever it stands. The engine is our own, because
components are folders and not files of a `templates` directory.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.template import Context, Engine, TemplateSyntaxError
from django.utils.safestring import SafeString, mark_safe

from ventanilla.ui import library

_LIBRARIES = {"i18n": "django.templatetags.i18n", "ui": "ventanilla.ui.templatetags.ui"}


@cache
def _engine() -> Engine:
    loader = "django.template.loaders.filesystem.Loader"
    kept = [loader] if settings.DEBUG else [("django.template.loaders.cached.Loader", [loader])]
    return Engine(dirs=[str(library.FOLDER)], libraries=_LIBRARIES, loaders=kept)


def render(name: str, params: dict[str, Any]) -> SafeString:
    """HTML of the component. Raises TemplateSyntaxError for an unknown component or parameter."""
    try:
        problem = library.component(name).problem_with(set(params))
    except LookupError as error:
        raise TemplateSyntaxError(str(error)) from error
    if problem:
        raise TemplateSyntaxError(problem)
    template = _engine().get_template(f"{name}/template.html")
    return mark_safe(template.render(Context(params)).strip())  # noqa: S308 (autoescaped by the template)
