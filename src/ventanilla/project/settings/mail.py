"""How e-mail leaves the installation."""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from ventanilla.project.settings import environment
from ventanilla.project.settings.home import VENTANILLA_HOME

_url = urlsplit(environment.EMAIL_URL.read())
if _url.scheme not in {"smtp", "smtps", "file"}:
    raise ImproperlyConfigured(f"VENTANILLA_EMAIL_URL begins with {_url.scheme!r}: it must be smtp, smtps or file.")

if _url.scheme == "file":
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = _url.path or str(VENTANILLA_HOME / "mail")
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _url.hostname or "localhost"
    EMAIL_PORT = _url.port or (465 if _url.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_url.username or "")
    EMAIL_HOST_PASSWORD = unquote(_url.password or "")
    EMAIL_USE_SSL = _url.scheme == "smtps"
    EMAIL_USE_TLS = _url.scheme == "smtp" and _url.hostname not in {"localhost", "127.0.0.1"}
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.EMAIL_FROM.read()
SERVER_EMAIL = DEFAULT_FROM_EMAIL
OPERATOR_EMAIL = environment.OPERATOR_EMAIL.read()
