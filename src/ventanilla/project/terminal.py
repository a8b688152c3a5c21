"""The language in which a command answers a person."""

from collections.abc import Callable
from typing import Any

import click

LANGUAGES = ("es", "en")


def language_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option --language of a command, given to it as `language`."""
    return click.option(
        "--language",
        envvar=["LC_ALL", "LC_MESSAGES", "LANG"],
        default="en",
        callback=_language,
        help="es or en; without it, the language of the terminal.",
    )(command)


def _language(_context: click.Context, _option: click.Parameter, given: str) -> str:
    """The language of a locale such as `es_CL.UTF-8`; English when it is none of ours, as the other commands."""
    return given[:2] if given[:2] in LANGUAGES else "en"
