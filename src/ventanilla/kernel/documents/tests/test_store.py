"""Keeping documents: what is refused, what is written, what is encrypted, what goes."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from ventanilla.common.actor import ActorRef
from ventanilla.common.errors import Fault
from ventanilla.kernel.documents import api, errors, limits
from ventanilla.kernel.documents.models import Blob, Document, DossierKey
from ventanilla.kernel.documents.storing import scanning
from ventanilla.kernel.documents.testing import AT, small_pdf, small_png
from ventanilla.kernel.documents.types import DocumentData, Origin, ScanState
from ventanilla.kernel.identity.testing import Commune
from ventanilla.kernel.outbox.api import operation

Entries = Callable[[str], list[bytes]]

SOMEBODY = ActorRef.person(uuid4())


def store(commune: Commune, **changes: object) -> DocumentData:
    call = {
        "dossier": uuid4(),
        "institution_id": commune.institution.id,
        "name": "contrato.pdf",
        "content": small_pdf(),
        "kind": "lease",
        "actor": SOMEBODY,
        "at": AT,
    }
    return api.store(**{**call, **changes})


def blob_files(home: Path) -> list[Path]:
    return [path for path in (home / "documents").rglob("*") if path.is_file()]


class TestStore:
    def test_what_was_stored_is_read_again(self, commune: Commune) -> None:
        kept = store(commune, metadata={"language": "es"})
        assert api.read(uuid=kept.uuid) == small_pdf()
        assert api.get(uuid=kept.uuid) == kept
        assert (kept.media_type, kept.size_bytes) == ("application/pdf", len(small_pdf()))
        assert kept.sha256 == hashlib.sha256(small_pdf()).hexdigest()
        assert (kept.origin, kept.scan_state) == (Origin.FILED, ScanState.NOT_SCANNED)
        assert kept.stored_by == SOMEBODY
        assert kept.metadata == {"language": "es"}

    def test_nothing_on_disk_is_in_clear_and_only_the_owner_reads_it(self, commune: Commune, home: Path) -> None:
        store(commune)
        [path] = blob_files(home)
        stored = path.read_bytes()
        assert b"%PDF" not in stored
        assert b"arriendo" not in stored
        assert path.name == hashlib.sha256(stored).hexdigest()
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0

    def test_the_same_bytes_in_one_dossier_take_disk_once(self, commune: Commune, home: Path) -> None:
        dossier = uuid4()
        first, second = store(commune, dossier=dossier), store(commune, dossier=dossier, name="copia.pdf")
        assert len(blob_files(home)) == 1
        assert Blob.objects.get().reference_count == 2
        assert api.read(uuid=first.uuid) == api.read(uuid=second.uuid)
        assert [each.name for each in api.list_of(dossier=dossier)] == ["contrato.pdf", "copia.pdf"]

    def test_the_same_bytes_in_two_dossiers_do_not_look_alike(self, commune: Commune, home: Path) -> None:
        store(commune)
        store(commune)
        assert len(blob_files(home)) == 2

    def test_the_log_gets_a_commitment_and_never_the_hash(self, commune: Commune, entries: Entries) -> None:
        kept = store(commune)
        [body] = entries("document.stored")
        assert kept.sha256.encode() not in body
        [act] = Document.objects.get().acts
        assert act["act"].encode() in body
        assert set(act["salts"]) == {"actor", "sha256"}

    def test_a_changed_file_is_found_out(self, commune: Commune, home: Path) -> None:
        kept = store(commune)
        [path] = blob_files(home)
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        with pytest.raises(errors.BlobFault, match="was changed"):
            api.read(uuid=kept.uuid)

    def test_a_missing_file_is_a_fault_with_its_path(self, commune: Commune, home: Path) -> None:
        kept = store(commune)
        [path] = blob_files(home)
        path.unlink()
        with pytest.raises(errors.BlobFault, match="cannot be read"):
            api.read(uuid=kept.uuid)

    def test_a_disk_that_cannot_be_written_leaves_no_row(self, commune: Commune, home: Path) -> None:
        (home / "documents").write_text("a file where the folder should be")
        with pytest.raises(Fault):
            store(commune)
        assert not Document.objects.exists()
        assert not Blob.objects.exists()

    def test_names_lose_folders_and_what_cannot_be_seen(self, commune: Commune) -> None:
        assert store(commune, name="C:\\fotos\\..\\con\u202etrato\x00.pdf").name == "contrato.pdf"

    def test_no_more_than_the_limit_in_one_dossier(self, commune: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "DOCUMENTS_PER_DOSSIER", 2)
        dossier = uuid4()
        store(commune, dossier=dossier)
        store(commune, dossier=dossier, content=small_pdf("2"))
        with pytest.raises(errors.TooManyDocuments, match="máximo"):
            store(commune, dossier=dossier, content=small_pdf("3"))

    def test_metadata_have_a_limit(self, commune: Commune) -> None:
        with pytest.raises(Fault, match="metadata"):
            store(commune, metadata={"note": "x" * limits.METADATA_BYTES})


class TestScan:
    @pytest.fixture(autouse=True)
    def restore(self) -> object:
        yield
        scanning.use_scanner(scanning.no_scanner)

    def test_what_the_antivirus_says_is_kept(self, commune: Commune) -> None:
        api.use_scanner(lambda content: ScanState.CLEAN)
        assert store(commune).scan_state is ScanState.CLEAN

    def test_an_infected_file_is_refused_and_not_written(self, commune: Commune, home: Path, entries: Entries) -> None:
        api.use_scanner(lambda content: ScanState.INFECTED)
        with pytest.raises(errors.DocumentInfected, match="peligroso"):
            store(commune)
        assert not (home / "documents").exists()
        assert len(entries("refusal")) == 1


class TestKeys:
    def test_the_master_key_is_private_and_wraps_every_dossier_key(self, commune: Commune, home: Path) -> None:
        store(commune)
        path = home / "keys" / "documents.key"
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.read_bytes() not in bytes(DossierKey.objects.get().wrapped_key)

    def test_a_lost_master_key_is_not_replaced_by_another(self, commune: Commune, home: Path) -> None:
        kept = store(commune)
        (home / "keys" / "documents.key").unlink()
        with pytest.raises(errors.KeyFault, match="Restore it"):
            api.read(uuid=kept.uuid)
        with pytest.raises(errors.KeyFault, match="Restore it"):
            store(commune)

    def test_another_master_key_opens_nothing(self, commune: Commune, home: Path) -> None:
        kept = store(commune)
        (home / "keys" / "documents.key").write_bytes(b"k" * 32)
        with pytest.raises(errors.KeyFault, match="not the one"):
            api.read(uuid=kept.uuid)

    def test_a_key_open_to_others_is_refused(self, commune: Commune, home: Path) -> None:
        kept = store(commune)
        (home / "keys" / "documents.key").chmod(0o640)
        with pytest.raises(errors.KeyFault, match="chmod 600"):
            api.read(uuid=kept.uuid)

    def test_a_blob_moved_to_another_dossier_does_not_open(self, commune: Commune) -> None:
        first, second = store(commune), store(commune, content=small_png(), name="plano.png")
        Document.objects.filter(uuid=first.uuid).update(blob=Document.objects.get(uuid=second.uuid).blob_id)
        with pytest.raises(errors.BlobFault, match="not what was stored"):
            api.read(uuid=first.uuid)


class TestTwoInstitutions:
    def test_a_dossier_belongs_to_one_institution(self, commune: Commune, second: Commune) -> None:
        kept = store(commune)
        with pytest.raises(Fault, match="another institution"):
            store(second, dossier=kept.dossier)

    def test_their_blobs_lie_apart(self, commune: Commune, second: Commune, home: Path) -> None:
        store(commune)
        store(second)
        assert {path.parent.parent.name for path in blob_files(home)} == {
            str(commune.institution.id),
            str(second.institution.id),
        }

    def test_the_database_keeps_a_document_and_its_blob_in_one_institution(
        self, commune: Commune, second: Commune
    ) -> None:
        kept = store(commune)

        @operation
        def move(*, actor: ActorRef, at: datetime) -> None:
            Document.objects.filter(uuid=kept.uuid).update(institution=second.institution.id)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

        with pytest.raises(Fault) as failure:
            move(actor=SOMEBODY, at=AT)
        assert "same_institution" in str(failure.value.__cause__)


class TestDiscard:
    def test_a_discarded_document_is_gone_and_its_blob_too(self, commune: Commune, entries: Entries) -> None:
        kept = store(commune)
        api.discard(uuid=kept.uuid, actor=SOMEBODY, at=AT)
        with pytest.raises(errors.DocumentNotFound):
            api.read(uuid=kept.uuid)
        assert not Blob.objects.exists()
        assert len(entries("document.discarded")) == 1

    def test_its_twin_in_the_dossier_stays(self, commune: Commune) -> None:
        dossier = uuid4()
        first, second = store(commune, dossier=dossier), store(commune, dossier=dossier)
        api.discard(uuid=first.uuid, actor=SOMEBODY, at=AT)
        assert api.read(uuid=second.uuid) == small_pdf()

    def test_what_does_not_exist_is_not_found(self, commune: Commune) -> None:
        with pytest.raises(errors.DocumentNotFound):
            api.discard(uuid=uuid4(), actor=SOMEBODY, at=AT)


class TestDispose:
    def test_disposal_makes_every_copy_unreadable_and_keeps_that_it_existed(self, commune: Commune, home: Path) -> None:
        dossier = uuid4()
        kept = store(commune, dossier=dossier)
        [path] = blob_files(home)
        copy_in_a_backup = path.read_bytes()
        later = AT + timedelta(days=3650)
        assert api.dispose(dossier=dossier, actor=SOMEBODY, at=later) == 1
        with pytest.raises(errors.DocumentDisposed, match="eliminado"):
            api.read(uuid=kept.uuid)
        [row] = api.list_of(dossier=dossier)
        assert (row.name, row.sha256, row.disposed_at) == ("", "", later)
        assert "salts" not in Document.objects.get().acts[0]
        key = DossierKey.objects.get(dossier=dossier)
        assert (key.wrapped_key, key.erased_at) == (None, later)
        assert copy_in_a_backup.startswith(b"\x01")

    def test_nothing_more_is_stored_in_a_disposed_dossier(self, commune: Commune) -> None:
        dossier = uuid4()
        store(commune, dossier=dossier)
        api.dispose(dossier=dossier, actor=SOMEBODY, at=AT)
        with pytest.raises(errors.DocumentDisposed):
            store(commune, dossier=dossier)

    def test_twice_is_harmless_and_other_dossiers_stay(self, commune: Commune) -> None:
        gone, stays = store(commune), store(commune)
        api.dispose(dossier=gone.dossier, actor=SOMEBODY, at=AT)
        assert api.dispose(dossier=gone.dossier, actor=SOMEBODY, at=AT) == 0
        assert api.read(uuid=stays.uuid) == small_pdf()
