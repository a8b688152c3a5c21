"""What anybody may see: home, catalogue, the page of a service, statements."""

from django.urls import path

from ventanilla.portal.web.views import catalogue, home, service, statements

urlpatterns = [
    path("", home.home, name="home"),
    path("tramites/", catalogue.catalogue, name="catalogue"),
    path("tramites/<slug:slug>/", service.service, name="service"),
    path("accesibilidad/", statements.accessibility, name="accessibility"),
    path("privacidad/", statements.privacy, name="privacy"),
]
