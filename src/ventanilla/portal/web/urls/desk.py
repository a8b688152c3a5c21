"""The desk of officials."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
