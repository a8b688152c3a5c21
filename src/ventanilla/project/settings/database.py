"""The database: the embedded PostgreSQL, or the one that DATABASE_URL names."""

from urllib.parse import parse_qsl, unquote, urlsplit

from ventanilla.project.settings import environment

_url = urlsplit(environment.DATABASE_URL.read() or "postgresql://localhost/ventanilla")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _url.path.lstrip("/"),
        "USER": unquote(_url.username or ""),
        "PASSWORD": unquote(_url.password or ""),
        "HOST": unquote(_url.hostname or ""),
        "PORT": str(_url.port or ""),
        "OPTIONS": dict(parse_qsl(_url.query)),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
