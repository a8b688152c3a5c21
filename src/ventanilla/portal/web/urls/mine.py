"""What is a person's own: cases, documents, payments, inbox, who has seen my data."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
