"""Publishing: a folder becomes versions that never change; export gives it back; new numbers are new rows."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.identity.errors import RightMissing
from ventanilla.kernel.identity.testing import make_commune
from ventanilla.kernel.services import api
from ventanilla.kernel.services.errors import FolderHasProblems, UnknownService, VersionIsImmutable
from ventanilla.kernel.services.models import CatalogueText, ParameterValue, Service, Version
from ventanilla.kernel.services.testing import SLUG, small_service, write_small_service

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
SETUP = ActorRef.by_rule("setup")


def publish(folder: Path, actor: ActorRef = SETUP):
    return api.import_folder(folder, actor=actor, at=NOW)


def last_entries(kind: str) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger_entry WHERE kind = %s ORDER BY recorded_at", [kind])
        return [json.loads(bytes(body)) for (body,) in cursor.fetchall()]


def change(folder: Path, path: str, old: str, new: str) -> None:
    target = folder / path
    text = target.read_text()
    assert old in text
    target.write_text(text.replace(old, new))


class TestImport:
    def test_publishes_the_version_with_its_hash_in_the_ledger(self, tmp_path):
        version = publish(write_small_service(tmp_path))
        assert (version.slug, version.number) == (SLUG, 1)
        (entry,) = last_entries("service.published")
        assert entry["public"]["sha256"] == version.sha256
        assert entry["service"] == SLUG

    def test_the_same_folder_again_changes_nothing(self, tmp_path):
        folder = write_small_service(tmp_path)
        first = publish(folder)
        assert publish(folder) == first
        assert Version.objects.count() == 1
        assert len(last_entries("service.published")) == 1

    def test_a_published_version_with_other_content_is_refused(self, tmp_path):
        folder = write_small_service(tmp_path)
        first = publish(folder)
        change(folder, "1/texts/es.yaml", "Se revisa.", "Lo revisan.")
        with pytest.raises(VersionIsImmutable):
            publish(folder)
        assert api.find_version(slug=SLUG) == first

    def test_a_second_version_stands_beside_the_first(self, tmp_path):
        folder = write_small_service(tmp_path)
        first = publish(folder)
        for name, content in small_service().items():
            if name.startswith("1/"):
                target = folder / name.replace("1/", "2/", 1)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.replace(b"Permiso de prueba para la", b"Otro permiso para la"))
        change(folder, "CHANGES.md", "## 1", "## 2\n\nSegunda.\n\n## 1")
        second = publish(folder)
        assert second.number == 2
        assert api.get_version(first.id) == first
        assert api.definition_of(first.id).title == "Permiso de prueba para la circulación"
        assert api.definition_of(second.id).title == "Otro permiso para la circulación"
        assert set(CatalogueText.objects.values_list("version_id", flat=True)) == {second.id}

    def test_a_folder_with_errors_is_refused_and_nothing_stays(self, tmp_path):
        folder = write_small_service(tmp_path)
        change(folder, "1/tasks.yaml", "term: decision", "term: someday")
        with pytest.raises(FolderHasProblems) as refused:
            publish(folder)
        assert "someday" in str(refused.value)
        assert not Service.objects.exists()

    def test_needs_the_right_to_publish(self, tmp_path):
        commune = make_commune()
        folder = write_small_service(tmp_path)
        with pytest.raises(RightMissing):
            publish(folder, commune.officials["DOM-1"].actor(NOW).ref())
        assert publish(folder, commune.officials["ADMIN-1"].actor(NOW).ref()).number == 1

    def test_a_person_for_themselves_cannot_publish(self, tmp_path):
        commune = make_commune()
        with pytest.raises(RightMissing):
            publish(write_small_service(tmp_path), ActorRef.person(commune.officials["ADMIN-1"].person.uuid))


class TestNewNumbers:
    def test_of_a_published_folder_are_recorded_and_the_version_stays(self, tmp_path):
        folder = write_small_service(tmp_path)
        first = publish(folder)
        change(
            folder,
            "1/parameters/minimum.yaml",
            "value: 6000, norm: Tabla de prueba, provisional: true",
            "value: 6100, norm: Tabla de prueba}\n  - {from: 2026-03-01, value: 6200, norm: Tabla de prueba",
        )
        assert publish(folder) == first
        rows = ParameterValue.objects.order_by("starts_on").values_list("starts_on__month", "value", "institution")
        assert list(rows) == [(2, Decimal(6100), None), (3, Decimal(6200), None)]
        assert len(last_entries("service.value_recorded")) == 2

    def test_are_recorded_once(self, tmp_path):
        folder = write_small_service(tmp_path)
        publish(folder)
        change(
            folder,
            "1/parameters/minimum.yaml",
            "value: 6000, norm: Tabla de prueba, provisional: true",
            "value: 6100, norm: Tabla de prueba",
        )
        publish(folder)
        publish(folder)
        assert ParameterValue.objects.count() == 1

    def test_never_change_a_firm_value(self, tmp_path):
        folder = write_small_service(tmp_path)
        publish(folder)
        change(folder, "1/parameters/minimum.yaml", "value: 5000", "value: 4000")
        with pytest.raises((VersionIsImmutable, FolderHasProblems)):
            publish(folder)
        assert not ParameterValue.objects.exists()


class TestExport:
    def test_gives_the_folder_back_byte_for_byte(self, tmp_path):
        folder = write_small_service(tmp_path / "in")
        version = publish(folder)
        api.export_version(version.id, tmp_path / "out")
        exported = {
            path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
            for path in (tmp_path / "out").rglob("*")
            if path.is_file()
        }
        assert exported == small_service()

    def test_of_a_version_that_is_not_there_is_refused(self, tmp_path):
        with pytest.raises(UnknownService):
            api.export_version(0, tmp_path / "out")


class TestDatabase:
    @pytest.mark.parametrize("statement", ["UPDATE services_version SET number = 7", "DELETE FROM services_version"])
    def test_a_version_cannot_be_changed_by_hand(self, tmp_path, statement):
        publish(write_small_service(tmp_path))
        with pytest.raises(DatabaseError, match="never changed"), connection.cursor() as cursor:
            cursor.execute(statement)


class TestDefinitionOf:
    def test_is_parsed_once_per_process(self, tmp_path, django_assert_num_queries):
        version = publish(write_small_service(tmp_path))
        first = api.definition_of(version.id)
        with django_assert_num_queries(0):
            assert api.definition_of(version.id) is first
            assert api.definition_of(version.id, "en").title == "Test permit for traffic"

    def test_in_a_language_that_the_service_has_not_is_in_spanish(self, tmp_path):
        version = publish(write_small_service(tmp_path))
        assert api.definition_of(version.id, "pt").language == "es"

    def test_carries_the_hash_of_the_archive(self, tmp_path):
        version = publish(write_small_service(tmp_path))
        assert api.definition_of(version.id).sha256 == version.sha256
