"""A backup that is taken while work goes on, and the installation that it brings back."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from ventanilla.common import clock
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.documents.errors import DocumentDisposed
from ventanilla.kernel.documents.testing import small_pdf
from ventanilla.kernel.identity.testing import Commune
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.ledger.testing import entries
from ventanilla.kernel.ledger.types import EpochReason
from ventanilla.kernel.outbox.api import defer_due_periodic
from ventanilla.kernel.outbox.testing import drain
from ventanilla.project.operating import backups, keyring, loading
from ventanilla.project.tests.operating.conftest import Fresh
from ventanilla.project.tests.operating.installations import (
    SOMEBODY,
    WRITTEN_BY_A_RESTORE,
    Installation,
    fingerprints,
    issue,
    store,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_all_comes_back_in_another_home_and_the_log_goes_on(
    source: Installation, commune: Commune, fresh: Fresh, folder: Path, exported: Path, tmp_path: Path
) -> None:
    kept = store(commune, "kept")
    ledger.sequence_pending(at=clock.now())
    before, epochs, note = fingerprints(), ledger.list_epochs(), ledger.get_checkpoint()
    (tmp_path / "last").write_text(note)
    keyring.export(exported, at=clock.now())
    made = backups.make(folder, at=clock.now())

    target = fresh("target")
    with target.opened():
        restored = backups.restore(folder, keys=exported, last_checkpoint=tmp_path / "last", at=clock.now())
        after = fingerprints()
        assert {name for name in before if before[name] != after[name]} <= WRITTEN_BY_A_RESTORE
        assert after.keys() == before.keys()
        assert documents.read(uuid=kept.uuid) == small_pdf("kept")
        assert [path.name for path in target.document_files] == [path.name for path in source.document_files]
        assert (restored.folder, restored.epoch, restored.is_known, restored.damaged) == (made.folder, None, True, ())
        assert ledger.list_epochs() == epochs
        assert [entry.public["epoch"] for entry in entries("installation.restored")] == [1]
        assert ledger.sequence_pending(at=clock.now()) == 1
        head = ledger.open_checkpoint(note=ledger.get_checkpoint(), verifier_key=epochs[0].verifier_key)
        assert head.size == ledger.unverified_head(note).size + 1
        [number] = restored.numbers
        assert (number.institution, number.series, number.number) == (commune.institution.short_name, "DECRETO", 1)
        decree = issue(commune=commune, number=2, actor=SOMEBODY, at=clock.now())
        assert documents.validate_pdf(content=documents.read(uuid=decree)).valid


class TestLog:
    @pytest.fixture(autouse=True)
    def backed_up(self, commune: Commune, folder: Path, exported: Path) -> None:
        keyring.export(exported, at=clock.now())
        backups.make(folder, at=clock.now())
        issue(commune=commune, number=2, actor=SOMEBODY, at=clock.now())
        ledger.sequence_pending(at=clock.now())

    def test_what_was_published_after_the_backup_is_cited_by_a_new_epoch(
        self, commune: Commune, fresh: Fresh, folder: Path, exported: Path, tmp_path: Path
    ) -> None:
        lost = ledger.get_checkpoint()
        (tmp_path / "last").write_text(lost)
        with fresh("target").opened():
            restored = backups.restore(folder, keys=exported, last_checkpoint=tmp_path / "last", at=clock.now())
            assert restored.epoch is not None
            assert (restored.epoch.reason, restored.epoch.cited_note) == (EpochReason.RESTORED, lost)
            assert restored.epoch.first_size == restored.manifest.log_size < ledger.unverified_head(lost).size
            [begun] = entries("log.epoch_begun")
            assert begun.public["lost"]["size"] == ledger.unverified_head(lost).size
            ledger.check_not_rewound()
            assert ledger.sequence_pending(at=clock.now()) == 1

    def test_a_home_that_lost_its_database_alone_knows_by_itself_and_has_its_keys(
        self, source: Installation, fresh: Fresh, folder: Path
    ) -> None:
        lost, target = ledger.get_checkpoint(), fresh("target")
        target.home = source.home
        with target.opened():
            restored = backups.restore(folder, at=clock.now())
            assert restored.epoch is not None
            assert restored.epoch.cited_note == lost

    def test_when_nobody_knows_how_far_the_log_had_come_it_says_so(
        self, fresh: Fresh, folder: Path, exported: Path
    ) -> None:
        with fresh("target").opened():
            restored = backups.restore(folder, keys=exported, at=clock.now())
            assert (restored.is_known, restored.epoch is not None) == (False, True)
            [begun] = entries("log.epoch_begun")
            assert begun.public["lost"] is None

    def test_without_the_key_of_the_present_epoch_the_log_goes_on_with_another(
        self, commune: Commune, fresh: Fresh, folder: Path, exported: Path, tmp_path: Path
    ) -> None:
        """The export was made before the key was rotated."""
        ledger.rotate_log_key(actor=SOMEBODY, at=clock.now())
        (tmp_path / "last").write_text(ledger.get_checkpoint())
        backups.make(folder, at=clock.now())
        with fresh("target").opened():
            restored = backups.restore(folder, keys=exported, last_checkpoint=tmp_path / "last", at=clock.now())
            assert restored.lacking_keys == ("log-2.key",)
            assert restored.epoch is not None
            assert restored.epoch.number == 3
            assert ledger.sequence_pending(at=clock.now()) == 1


class TestDisposal:
    def test_an_old_backup_does_not_bring_back_an_erased_key(
        self, commune: Commune, fresh: Fresh, folder: Path, exported: Path
    ) -> None:
        gone, kept = store(commune, "gone"), store(commune, "kept")
        keyring.export(exported, at=clock.now())
        old = backups.make(folder, at=clock.now())
        documents.dispose(dossier=gone.dossier, actor=SOMEBODY, at=clock.now())
        late = store(commune, "late")
        backups.make(folder, at=clock.now() + timedelta(days=1))
        with fresh("target").opened():
            restored = backups.restore(old.folder, keys=exported, at=clock.now())
            assert restored.manifest.made_at == old.manifest.made_at
            with pytest.raises(DocumentDisposed):
                documents.read(uuid=gone.uuid)
            assert (documents.get(uuid=gone.uuid).name, restored.disposed_again) == ("", 1)
            assert documents.read(uuid=kept.uuid) == small_pdf("kept")
            assert documents.get_many(uuids=[late.uuid]) == {}
            again = store(commune, "after the restore")
            assert documents.read(uuid=again.uuid) == small_pdf("after the restore")


class TestWhileServing:
    def test_what_is_discarded_and_swept_meanwhile_is_in_the_backup(
        self, source: Installation, commune: Commune, fresh: Fresh, folder: Path, exported: Path
    ) -> None:
        doomed = store(commune, "doomed")
        keyring.export(exported, at=clock.now())
        left: list[int] = []

        def meanwhile(sentence: str) -> None:
            if sentence == "Documents…":
                discard_and_sweep(source, doomed.uuid, days=2)
                left.append(len(source.document_files))

        backups.make(folder, at=clock.now(), say=meanwhile)
        discard_and_sweep(source, None, days=4)
        left.append(len(source.document_files))
        assert left == [3, 2], "kept while the backup holds it, swept afterwards"
        with fresh("target").opened():
            assert backups.restore(folder, keys=exported, at=clock.now()).damaged == ()
            assert documents.read(uuid=doomed.uuid) == small_pdf("doomed")

    def test_only_new_documents_are_copied(self, commune: Commune, folder: Path) -> None:
        backups.make(folder, at=clock.now())
        before = {path: path.stat().st_ino for path in (folder / "documents").rglob("*") if path.is_file()}
        store(commune, "new")
        second = backups.make(folder, at=clock.now() + timedelta(days=1))
        after = {path: path.stat().st_ino for path in (folder / "documents").rglob("*") if path.is_file()}
        assert len(after) == len(before) + 1 == second.manifest.documents
        assert before.items() <= after.items()


def discard_and_sweep(source: Installation, uuid: UUID | None, *, days: int) -> None:
    """What a person and the daily jobs do while the backup runs: in their own connection, some days later."""

    def work() -> None:
        connection.settings_dict["NAME"] = source.name
        try:
            if uuid:
                documents.discard(uuid=uuid, actor=SOMEBODY, at=clock.now())
            later = clock.now() + timedelta(days=days)
            with clock.fixed(later):
                assert "documents.sweep_orphans" in defer_due_periodic(at=later)
                drain(at=later)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as another:
        another.submit(work).result()


def test_the_script_of_a_dump_has_no_setting_that_older_servers_do_not_know(commune: Commune, folder: Path) -> None:
    made = backups.make(folder, at=clock.now())
    script = b"".join(
        loading._script(made.folder / "database.dump", folder / "dossier-keys", empty_first=False, say=print)
    )
    assert b"transaction_timeout" not in script
    assert re.search(rb"^SET statement_timeout = 0;$", script, re.MULTILINE)
    assert script.index(b"COPY dossier_keys_of_the_backup") < script.index(b"ADD CONSTRAINT")
