"""What anybody may see: home, catalogue, verification, the public log, statements."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
