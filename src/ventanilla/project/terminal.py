"""The language in which a command answers a person."""

from collections.abc import Callable
from typing import Any

import click

LANGUAGES = {"es": "es", "en": "en", "pt": "pt-br"}
"""What a person writes, and how settings.LANGUAGES calls it."""


def language_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option --language of a command, given to it as `language`, as settings.LANGUAGES calls it."""
    return click.option(
        "--language",
        envvar=["LC_ALL", "LC_MESSAGES", "LANG"],
        default="en",
        callback=_language,
        help="es, en or pt; without it, the language of the terminal.",
    )(command)


def _language(_context: click.Context, _option: click.Parameter, given: str) -> str:
    """The language of a locale such as `es_CL.UTF-8`; English when it is none of ours, as the other commands."""
    return LANGUAGES.get(given[:2], "en")
