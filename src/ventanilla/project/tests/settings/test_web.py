"""What every answer carries, and what changes when the installation is public."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

ASK = """
import json, sys
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>hola</p>")


urlpatterns = [path("", page)]


def settings_with(home: Path, *names: str, **variables: str) -> dict[str, object]:
    """The settings that a program with these variables has."""
    outside = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "ventanilla.project.settings"}
    done = subprocess.run(
        [sys.executable, "-c", ASK, *names],
        env={**outside, "VENTANILLA_HOME": str(home), **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@override_settings(ROOT_URLCONF=__name__)
def test_every_page_forbids_what_it_does_not_need() -> None:
    response = Client().get("/")
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_a_public_installation_has_cookies_that_only_its_own_host_can_set(home: Path) -> None:
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SECURE_HSTS_SECONDS")
    found = settings_with(home, *names, VENTANILLA_PUBLIC_URL="https://tramites.example.cl")
    assert found == {
        "SESSION_COOKIE_NAME": "__Host-ventanilla-session",
        "CSRF_COOKIE_NAME": "__Host-ventanilla-csrf",
        "SESSION_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31536000,
    }


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://ana:cl%40ve@mail.example.cl", ["mail.example.cl", 587, "ana", "cl@ve", True, False]),
        ("smtps://mail.example.cl", ["mail.example.cl", 465, "", "", False, True]),
        ("smtp://localhost:2525", ["localhost", 2525, "", "", False, False]),
    ],
)
def test_the_address_of_the_mail_server(home: Path, url: str, expected: list[object]) -> None:
    names = ["HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL"]
    found = settings_with(home, *[f"EMAIL_{name}" for name in names], VENTANILLA_EMAIL_URL=url)
    assert list(found.values()) == expected


def test_without_a_mail_server_messages_are_files_of_the_home(home: Path) -> None:
    assert settings_with(home, "EMAIL_FILE_PATH") == {"EMAIL_FILE_PATH": str(home / "mail")}


def test_an_external_database_with_its_options(home: Path) -> None:
    url = "postgresql://ventanilla:cl%40ve@db.example.cl:6432/tramites?sslmode=verify-full"
    database = settings_with(home, "DATABASES", DATABASE_URL=url)["DATABASES"]["default"]
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.cl", "6432", "tramites")
    assert (database["USER"], database["PASSWORD"]) == ("ventanilla", "cl@ve")
    assert database["OPTIONS"]["sslmode"] == "verify-full"


def test_the_address_of_a_database_counts_more_than_our_patience(home: Path) -> None:
    url = "postgresql://db.example.cl/tramites"
    patience = [
        settings_with(home, "DATABASES", DATABASE_URL=address)["DATABASES"]["default"]["OPTIONS"]["connect_timeout"]
        for address in (url, f"{url}?connect_timeout=3")
    ]
    assert patience == ["10", "3"]


def test_a_sector_can_be_left_out(home: Path) -> None:
    found = settings_with(home, "INSTALLED_APPS", VENTANILLA_WITHOUT_SECTORS="municipal")
    assert "ventanilla.sectors.municipal" not in found["INSTALLED_APPS"]
    assert "ventanilla.portal" in found["INSTALLED_APPS"]
