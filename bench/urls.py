"""The addresses of an installation and, beside them, the peer of `draft-file`."""

from django.urls import path

from bench.bare import file_barely
from ventanilla.project.urls import urlpatterns as installation

urlpatterns = [path("bench/<uuid:draft>/", file_barely, name="bench-bare"), *installation]
