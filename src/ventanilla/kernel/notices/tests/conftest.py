"""A commune, and a mail server that answers only inside `with`."""

import pytest

from ventanilla.kernel.identity.testing import make_commune
from ventanilla.kernel.notices.testing import MailServer


@pytest.fixture
def commune(db):
    return make_commune()


@pytest.fixture
def mail_server(settings):
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    settings.PUBLIC_URL = "http://localhost:8000"
    settings.DEFAULT_FROM_EMAIL = "avisos@ventanilla.test"
    return server
