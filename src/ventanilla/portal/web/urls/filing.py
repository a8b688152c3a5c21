"""Filing: from the service page to the receipt."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
