"""The public log, in words and as it is."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.identity.testing import make_commune
from ventanilla.kernel.ledger import api as ledger
from ventanilla.portal.tests.filing.browsing import MONDAY, Browser


@pytest.fixture
def log(db: None, settings: LazySettings, tmp_path: Path) -> int:
    """A log with what the making of a commune left, in a home of its own: keys change here. How many entries it has."""
    settings.VENTANILLA_HOME = tmp_path
    ledger.ensure_log_key()
    make_commune()
    return ledger.sequence_pending(at=MONDAY)


class TestLogPage:
    def test_before_the_first_checkpoint_says_so(self, db: None) -> None:
        assert "todavía no publica" in Browser().open("/registro/").text

    def test_says_its_size_and_how_to_check_it(self, log: int) -> None:
        page = Browser().open("/registro/")
        assert f"Hoy el registro tiene {log} marcas." in page.text
        assert ledger.log_verifier_key() in page.text
        assert page.link("Abrir el resumen") == "/log/checkpoint"

    def test_after_a_change_of_key_it_shows_both(self, log: int) -> None:
        old = ledger.log_verifier_key()
        assert "Claves anteriores" not in Browser().open("/registro/").text
        ledger.rotate_log_key(actor=ActorRef.by_rule("ventanilla"), at=MONDAY)
        page = Browser().open("/registro/")
        assert f"Hoy el registro tiene {log + 1} marcas." in page.text
        assert f"Hasta la marca {log}" in page.text
        assert "Las dos claves firmaron el cambio." in page.text
        assert old in page.text
        assert ledger.log_verifier_key() in page.text

    def test_after_a_restore_it_says_so(self, log: int) -> None:
        ledger.begin_epoch(actor=ActorRef.by_rule("ventanilla"), at=MONDAY)
        assert "siguió desde una copia de respaldo" in Browser().open("/registro/").text


class TestResources:
    def test_the_checkpoint_is_text_that_is_asked_again_each_time(self, log: int) -> None:
        response = Browser().client.get("/log/checkpoint")
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response["Cache-Control"] == "no-cache"
        head = ledger.open_checkpoint(note=response.content.decode(), verifier_key=ledger.log_verifier_key())
        assert head.size == log

    def test_the_keys_are_json_that_is_asked_again_each_time(self, log: int) -> None:
        response = Browser().client.get("/log/epochs")
        assert (response["Content-Type"], response["Cache-Control"]) == ("application/json", "no-cache")
        assert [each["verifier_key"] for each in response.json()] == [ledger.log_verifier_key()]

    def test_tiles_and_entries_are_bytes_that_never_change(self, log: int) -> None:
        for path in (f"tile/0/000.p/{log}", f"tile/entries/000.p/{log}"):
            response = Browser().client.get(f"/log/{path}")
            assert response.status_code == 200
            assert response["Content-Type"] == "application/octet-stream"
            assert response["Cache-Control"] == "public, max-age=31536000, immutable"
            assert not response.cookies

    def test_what_is_not_published_is_not_found(self, log: int) -> None:
        for path in ("tile/0/000", f"tile/0/000.p/{log + 1}", "tile/9/000", "../settings", "x"):
            response = Browser().client.get(f"/log/{path}")
            assert response.status_code == 404
            assert "immutable" not in response.get("Cache-Control", "")


def test_the_page_is_in_english_for_who_asks(log: int) -> None:
    browser = Browser(at=datetime(2026, 3, 2, 15, tzinfo=UTC))
    response = browser.client.get("/registro/", headers={"Accept-Language": "en"})
    assert response.headers["Content-Language"] == "en"
