"""The desk of officials."""

from django.urls import path

from ventanilla.portal.web.views import desk

urlpatterns = [
    path("mesa/", desk.desk, name="desk"),
]
