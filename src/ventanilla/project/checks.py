"""What `ventanilla check` looks at besides Django's own checks; some only with --deploy."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from ventanilla.common.errors import Fault
from ventanilla.project.server.api import plan_from_settings
from ventanilla.project.server.plan import check_connections
from ventanilla.project.server.preparing import has_tables, max_connections, pending_migrations
from ventanilla.project.settings import environment

OLDEST_POSTGRESQL = 150000


@register(Tags.database)
def database(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None, **_: object
) -> list[CheckMessage]:
    """A database that answers, is new enough, has our tables, and enough connections. Only when it was asked for."""
    if not databases:
        return []
    try:
        connection.ensure_connection()
    except OperationalError as error:
        return [Error(f"The database does not answer: {str(error).splitlines()[0]}", id="project.E001")]
    found: list[CheckMessage] = []
    if connection.pg_version < OLDEST_POSTGRESQL:
        found.append(Error("The database is older than PostgreSQL 15.", id="project.E002"))
    if not has_tables():
        found.append(Error("The database has no tables yet.", hint="`ventanilla serve` makes them.", id="project.E003"))
    elif pending := pending_migrations():
        found.append(
            Error(
                f"The tables lack {len(pending)} changes.",
                hint="Make a backup, then run `ventanilla upgrade`.",
                id="project.E003",
            )
        )
    try:
        check_connections(plan_from_settings(), max_connections=max_connections())
    except (Fault, ImproperlyConfigured) as error:
        found.append(Error(str(error), id="project.E004"))
    return found


@register()
def environment_is_usable(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """Every variable has a value of its type, also those that only another program reads."""
    found: list[CheckMessage] = []
    for variable in environment.REGISTRY.values():
        try:
            variable.read()
        except ImproperlyConfigured as error:
            found.append(Error(str(error), id="project.E005"))
    return found


@register(Tags.security, deploy=True)
def no_default_is_left(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """What a demonstration may do and a public installation may not."""
    wrong = {
        "VENTANILLA_MODE must be production.": settings.VENTANILLA_MODE != "production",
        "VENTANILLA_PUBLIC_URL must be the https:// address of the installation.": not settings.SESSION_COOKIE_SECURE,
        "VENTANILLA_SIMULATORS must not be set: anybody could be anybody.": settings.SIMULATORS,
        "VENTANILLA_PAYMENT_PROVIDER must be a real one.": settings.PAYMENT_PROVIDER == "simulator",
        "VENTANILLA_LOG_ORIGIN must be a name of yours, as in tramites.example.cl/log.": (
            environment.LOG_ORIGIN.default == settings.LOG_ORIGIN
        ),
        "VENTANILLA_EMAIL_URL must name a mail server.": settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"),
        "VENTANILLA_EMAIL_FROM must be an address of yours, from which notices leave.": (
            environment.EMAIL_FROM.default == settings.DEFAULT_FROM_EMAIL
        ),
        "VENTANILLA_OPERATOR_EMAIL must be of somebody whom alerts reach.": not settings.OPERATOR_EMAIL,
    }
    return [Error(sentence, id=f"project.E1{number:02}") for number, sentence in enumerate(wrong) if wrong[sentence]]
