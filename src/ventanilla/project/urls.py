"""Every address of the installation."""

from django.urls import include, path

urlpatterns = [path("", include("ventanilla.portal.web.urls"))]
handler500 = "ventanilla.portal.web.views.failures.server_error"
