"""Which packages run. The only list that names every sector."""

from ventanilla.project.settings import environment

SECTORS = [
    sector
    for sector in ["ventanilla.sectors.municipal"]
    if sector.rpartition(".")[2] not in environment.WITHOUT_SECTORS.read()
]

KERNEL = [
    "ventanilla.kernel.ledger",
    "ventanilla.kernel.outbox",
    "ventanilla.kernel.identity",
    "ventanilla.kernel.documents",
    "ventanilla.kernel.workflow",
    "ventanilla.kernel.registers",
    "ventanilla.kernel.payments",
    "ventanilla.kernel.notices",
    "ventanilla.kernel.services",
    "ventanilla.kernel.cases",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "procrastinate.contrib.django",
    "django_htmx",
    *KERNEL,
    "ventanilla.ui",
    "ventanilla.portal",
    *SECTORS,
    "ventanilla.project",
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = [
    "ventanilla.kernel.identity.backends.OfficialBackend",
    "ventanilla.kernel.identity.backends.ProviderBackend",
]
