"""Makes Django ready in a program of ours."""

import os

import django

SETTINGS = "ventanilla.project.settings"


def start_django() -> None:
    """Load settings and applications. Raises ImproperlyConfigured and HomeUnusable, each with one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
