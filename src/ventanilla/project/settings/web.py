"""Pages: addresses, middleware, templates, cookies, security headers, static files."""

import secrets
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from ventanilla.project.home import prepare, secret_file
from ventanilla.project.settings import environment
from ventanilla.project.settings.home import PUBLIC_URL, SIMULATORS, SIMULATORS_URL, VENTANILLA_HOME, VENTANILLA_MODE
from ventanilla.ui.api import IMMUTABLE

prepare(VENTANILLA_HOME)
SECRET_KEY = secret_file(VENTANILLA_HOME, "secret.key", lambda: secrets.token_urlsafe(64)).read_text("ascii")
DEBUG = VENTANILLA_MODE == "debug"
ROOT_URLCONF = "ventanilla.project.urls"
WSGI_APPLICATION = "ventanilla.project.wsgi.application"

_public = urlsplit(PUBLIC_URL)
_secure = _public.scheme == "https"
ALLOWED_HOSTS = [_public.hostname or "localhost", "localhost", "127.0.0.1", *environment.ALLOWED_HOSTS.read()]

MIDDLEWARE = [
    "ventanilla.project.health.middleware.health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "ventanilla.project.middleware.permissions_policy",
    "ventanilla.project.middleware.cookies_without_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ventanilla.project.middleware.CsrfByOrigin",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ventanilla.portal.web.middleware.actor_middleware",
    "ventanilla.portal.web.middleware.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "ventanilla.portal.web.frame.frame",
            ],
        },
    }
]

# Browsers share the cookies of one host between all its ports, so each name says whose it is.
# `__Host-` makes the browser refuse the cookie without TLS or from a subdomain.
_prefix = "__Host-ventanilla-" if _secure else "ventanilla-"
SESSION_ENGINE = "ventanilla.project.sessions"
SESSION_COOKIE_NAME = f"{_prefix}session"
SESSION_COOKIE_SECURE = _secure
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_NAME = f"{_prefix}csrf"
CSRF_COOKIE_SECURE = _secure
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
LANGUAGE_COOKIE_NAME = f"{_prefix}language"
LANGUAGE_COOKIE_SECURE = _secure
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

# A form may end at the payment provider: browsers apply form-action to the redirect too.
_form_targets = [SELF, SIMULATORS_URL] if SIMULATORS else [SELF]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": _form_targets,
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = _secure
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _secure else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _secure
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Nothing is collected: the design system is built with hashed, compressed files, and they are served where they stand.
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = IMMUTABLE
