"""Makes Django ready in a program of ours."""

import os

import django
from django.conf import settings
from django.utils.log import configure_logging

SETTINGS = "ventanilla.project.settings"


def start_django() -> None:
    """Load settings and applications. Raises ImproperlyConfigured and HomeUnusable, each with one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()


def start_settings() -> None:
    """Load settings and logs, and no application: for a program that asks the database nothing. Raises as above."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
