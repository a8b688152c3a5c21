"""The database: the embedded PostgreSQL, or the one that DATABASE_URL names."""

from urllib.parse import parse_qsl, unquote, urlsplit

from ventanilla.project.database.place import Place
from ventanilla.project.settings import environment

DATABASE_IS_EMBEDDED = not environment.DATABASE_URL.read()
DATABASE_OWNER = environment.DATABASE_OWNER.read()

_url = urlsplit(environment.DATABASE_URL.read() or Place(environment.HOME.read()).url)
_query = dict(parse_qsl(_url.query))
# A server that went silent is noticed in half a minute, and not when the system's own patience ends, after hours.
# What the address says itself counts more. They do nothing on a socket of this machine.
_patience = {
    "connect_timeout": "10",
    "keepalives_idle": "10",
    "keepalives_interval": "10",
    "keepalives_count": "2",
    "tcp_user_timeout": "30000",
}
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(_url.path.lstrip("/")),
        "USER": unquote(_url.username or ""),
        "PASSWORD": unquote(_url.password or ""),
        "HOST": _query.pop("host", "") or _url.hostname or "",
        "PORT": str(_url.port or ""),
        "OPTIONS": {**_patience, **_query},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
