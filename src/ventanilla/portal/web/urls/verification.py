"""What anybody may check: an issued document, and the public log."""

from django.urls import path

from ventanilla.portal.web.views import keys, log, verification

urlpatterns = [
    path("verificar/", verification.verify, name="verify"),
    path("verificar/<str:code>/", verification.verify_code, name="verify-code"),
    path("claves.json", keys.public_keys, name="public-keys"),
    path("registro/", log.log, name="log"),
    path("log/<path:resource>", log.resource, name="log-resource"),
]
