"""The sweep: what a crash or a rollback left goes after a day, and nothing else."""

import os
import threading
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from ventanilla.common.actor import ActorRef
from ventanilla.common.errors import Refusal
from ventanilla.kernel.documents import api, errors
from ventanilla.kernel.documents.operations.sweep import sweep_orphans
from ventanilla.kernel.documents.storing import disk
from ventanilla.kernel.documents.testing import AT, small_pdf
from ventanilla.kernel.documents.types import DocumentData
from ventanilla.kernel.identity.testing import Commune
from ventanilla.kernel.outbox.api import defer_due_periodic, operation
from ventanilla.kernel.outbox.testing import drain

SOMEBODY = ActorRef.person(uuid4())
LATER = AT + timedelta(days=2)


def store(commune: Commune, text: str = "x", **changes: object) -> DocumentData:
    call = {"dossier": uuid4(), "name": "a.pdf", "content": small_pdf(text), "kind": "other", "actor": SOMEBODY}
    return api.store(**{**call, "institution_id": commune.institution.id, "at": AT, **changes})


def files(home: Path) -> list[Path]:
    return [path for path in (home / "documents").rglob("*") if path.is_file()]


def age(home: Path) -> None:
    """All files were written at AT."""
    for path in files(home):
        os.utime(path, (AT.timestamp(), AT.timestamp()))


class TestSweep:
    def test_it_takes_the_file_of_a_discarded_document_after_a_day(self, commune: Commune, home: Path) -> None:
        gone, kept = store(commune, "gone"), store(commune, "kept")
        api.discard(uuid=gone.uuid, actor=SOMEBODY, at=AT)
        age(home)
        assert sweep_orphans(at=AT + timedelta(hours=23)) == 0
        assert sweep_orphans(at=LATER) == 1
        assert len(files(home)) == 1
        assert api.read(uuid=kept.uuid) == small_pdf("kept")

    def test_it_takes_a_half_written_file(self, commune: Commune, home: Path) -> None:
        store(commune)
        [path] = files(home)
        (path.parent / ".new-0123456789abcdef").write_bytes(b"half")
        age(home)
        assert sweep_orphans(at=LATER) == 1
        assert files(home) == [path]

    def test_disposal_empties_the_disk(self, commune: Commune, home: Path) -> None:
        kept = store(commune)
        api.dispose(dossier=kept.dossier, actor=SOMEBODY, at=AT)
        age(home)
        assert sweep_orphans(at=LATER) == 1
        assert files(home) == []

    def test_without_documents_there_is_nothing_to_do(self, db: None) -> None:
        assert sweep_orphans(at=LATER) == 0

    def test_it_is_a_daily_job(self, commune: Commune, home: Path) -> None:
        gone = store(commune)
        api.discard(uuid=gone.uuid, actor=SOMEBODY, at=AT)
        age(home)
        for at, starts in ((AT, True), (AT + timedelta(hours=23), False), (LATER, True)):
            assert ("documents.sweep_orphans" in defer_due_periodic(at=at)) is starts
            drain(at=at)
        assert files(home) == []


@pytest.mark.django_db(transaction=True)
class TestBesideOthers:
    def test_a_rolled_back_store_leaves_a_file_without_row_which_goes(self, commune: Commune, home: Path) -> None:
        @operation
        def store_and_refuse(*, actor: ActorRef, at: object) -> None:
            store(commune)
            raise errors.DocumentNotFound

        with pytest.raises(Refusal):
            store_and_refuse(actor=SOMEBODY, at=AT)
        assert len(files(home)) == 1
        age(home)
        assert sweep_orphans(at=LATER) == 1

    def test_a_file_that_is_being_stored_again_is_left_alone(self, commune: Commune, home: Path) -> None:
        dossier = uuid4()
        first = store(commune, dossier=dossier)
        api.discard(uuid=first.uuid, actor=SOMEBODY, at=AT)
        age(home)
        swept: list[int] = []

        @operation
        def store_while_the_sweep_runs(*, actor: ActorRef, at: object) -> DocumentData:
            kept = store(commune, dossier=dossier)
            age(home)
            in_another_connection(lambda: swept.append(sweep_orphans(at=LATER)))
            return kept

        kept = store_while_the_sweep_runs(actor=SOMEBODY, at=AT)
        assert swept == [0]
        assert api.read(uuid=kept.uuid) == small_pdf("x")

    def test_two_that_store_the_same_bytes_at_once_share_one_blob(self, commune: Commune, home: Path) -> None:
        dossier = uuid4()
        store(commune, "first of the dossier", dossier=dossier)
        kept: list[DocumentData] = []
        threads = [
            threading.Thread(target=with_own_connection(lambda: kept.append(store(commune, dossier=dossier))))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(kept) == 4
        assert len(files(home)) == 2
        for each in kept[:3]:
            api.discard(uuid=each.uuid, actor=SOMEBODY, at=AT)
        assert api.read(uuid=kept[3].uuid) == small_pdf("x")


def with_own_connection(call: object) -> object:
    def run() -> None:
        try:
            call()
        finally:
            connection.close()

    return run


def in_another_connection(call: object) -> None:
    thread = threading.Thread(target=with_own_connection(call))
    thread.start()
    thread.join()


def test_a_file_is_on_disk_before_its_row_is_committed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    real_fsync, real_rename = os.fsync, Path.rename
    monkeypatch.setattr(os, "fsync", lambda fd: (order.append("fsync"), real_fsync(fd))[1])
    monkeypatch.setattr(Path, "rename", lambda self, to: (order.append("rename"), real_rename(self, to))[1])
    disk.write(institution_id=1, sha256=disk.address(b"x"), stored=b"x")
    assert order[-3:] == ["fsync", "rename", "fsync"]
