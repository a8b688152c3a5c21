"""What is refused, before anything is changed; and what a failure or a kill in the middle leaves."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection

from ventanilla.common import clock
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.documents.testing import small_pdf
from ventanilla.kernel.identity.testing import Commune
from ventanilla.kernel.ledger import api as ledger
from ventanilla.project.home import restore_mark
from ventanilla.project.operating import backups, keyring, programs
from ventanilla.project.operating import manifest as manifests
from ventanilla.project.operating.errors import BackupFailed, BackupNotUsable, KeysNotUsable, NotRestored
from ventanilla.project.operating.programs import ProgramFailed
from ventanilla.project.server.errors import AlreadyServing, DatabaseLost
from ventanilla.project.server.home_lock import serving_from
from ventanilla.project.server.preparing import prepare_tables
from ventanilla.project.tests.database.children import in_own_mounts
from ventanilla.project.tests.operating.conftest import Fresh
from ventanilla.project.tests.operating.installations import (
    Installation,
    copied_database,
    database_url,
    live,
    store,
)

pytestmark = pytest.mark.django_db(transaction=True)


def whole_folders(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("2*") if not path.name.endswith(".draft"))


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def rewrite(path: Path, **changes: object) -> None:
    path.write_text(json.dumps({**json.loads(path.read_bytes()), **changes}))


def one_document(folder: Path) -> Path:
    return next(path for path in (folder / "documents").rglob("*") if path.is_file())


Damage = Callable[[Path, Path], None]

DAMAGED: dict[str, tuple[Damage, str]] = {
    "a byte of the dump": (lambda _, backup: flip(backup / "database.dump"), "changed or cut"),
    "a byte of the list": (lambda _, backup: flip(backup / "documents.list"), "changed or cut"),
    "a byte of the checkpoint": (lambda _, backup: flip(backup / "checkpoint"), "changed or cut"),
    "a byte of the keys of dossiers": (lambda folder, _: flip(folder / "dossier-keys"), "changed or cut"),
    "a byte of a document": (lambda folder, _: flip(one_document(folder)), "missing or was changed"),
    "no document": (lambda folder, _: one_document(folder).unlink(), "missing or was changed"),
    "no dump": (lambda _, backup: (backup / "database.dump").unlink(), "cannot be read"),
    "no list": (lambda _, backup: (backup / "documents.list").unlink(), "cannot be read"),
    "no keys of dossiers": (lambda folder, _: (folder / "dossier-keys").unlink(), "cannot be read"),
    "no manifest": (lambda _, backup: (backup / "manifest.json").unlink(), "no manifest that can be read"),
    "a manifest without files": (lambda _, backup: rewrite(backup / "manifest.json", files={}), "does not name"),
    "a manifest of another form": (lambda _, backup: rewrite(backup / "manifest.json", format=2), "newer Ventanilla"),
    "a manifest cut short": (lambda _, backup: cut(backup / "manifest.json"), "no manifest that can be read"),
    "a manifest that is a list": (lambda _, backup: put(backup / "manifest.json", "[]"), "no manifest"),
    "a manifest that lacks all": (lambda _, backup: put(backup / "manifest.json", '{"format": 1}'), "no manifest"),
    "a newer version": (lambda _, backup: from_the_future(backup), r"made by Ventanilla 9\.0, whose tables"),
    "older keys of dossiers": (lambda folder, _: make_older(folder / "dossier-keys"), "is older than the backup"),
    "unfinished": (lambda _, backup: backup.rename(f"{backup}.draft"), "no whole backup"),
}


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


def put(path: Path, text: str) -> None:
    path.write_text(text)


def from_the_future(backup: Path) -> None:
    known = json.loads((backup / "manifest.json").read_bytes())["migrations"]
    rewrite(backup / "manifest.json", migrations=[*known, "cases.9999_of_the_future"], version="9.0")


def make_older(keys: Path) -> None:
    """Whoever brings back an older copy of that file would bring back erased keys."""
    header, _, rows = keys.read_bytes().partition(b"\n")
    earlier = {**json.loads(header), "made_at": (clock.now() - timedelta(days=1)).isoformat()}
    keys.write_bytes(json.dumps(earlier).encode() + b"\n" + rows)


class TestRestoreRefuses:
    @pytest.fixture(autouse=True)
    def backed_up(self, commune: Commune, folder: Path, exported: Path) -> None:
        keyring.export(exported, at=clock.now())
        backups.make(folder, at=clock.now())

    def test_a_backup_that_is_not_what_was_written(
        self, fresh: Fresh, folder: Path, exported: Path, tmp_path: Path
    ) -> None:
        target = fresh("target")
        with target.opened():
            before = keyring.hashes()
            for number, (damage, words) in enumerate(DAMAGED.values()):
                copy = tmp_path / f"copy {number}"
                shutil.copytree(folder, copy)
                damage(copy, next(copy.glob("2*Z")))
                with pytest.raises(BackupNotUsable, match=words):
                    backups.restore(copy, keys=exported, at=clock.now())
            assert connection.introspection.table_names() == []
            assert (target.document_files, keyring.hashes()) == ([], before)
            assert not restore_mark(target.home).exists()

    def test_keys_and_a_name_of_the_log_that_do_not_belong_to_it(
        self, fresh: Fresh, folder: Path, exported: Path, tmp_path: Path, settings: LazySettings
    ) -> None:
        with fresh("other", copied_database).opened():
            live()
            keyring.export(tmp_path / "keys of others", at=clock.now())
        listed = json.loads((exported / "keys.json").read_bytes())["files"]
        rewrite(exported / "keys.json", files={name: each for name, each in listed.items() if name != "documents.key"})
        with fresh("target").opened():
            before = keyring.hashes()
            with pytest.raises(NotRestored, match="of another installation"):
                backups.restore(folder, keys=tmp_path / "keys of others", at=clock.now())
            settings.LOG_ORIGIN, origin = "otro.example.cl/log", settings.LOG_ORIGIN
            with pytest.raises(
                NotRestored, match=r"VENTANILLA_LOG_ORIGIN is otro\.example\.cl/log: set it to the name"
            ):
                backups.restore(folder, keys=exported, at=clock.now())
            settings.LOG_ORIGIN = origin
            for keys in (exported, None):
                with pytest.raises(NotRestored, match=r"documents\.key, without which no document opens"):
                    backups.restore(folder, keys=keys, at=clock.now())
            assert (keyring.hashes(), connection.introspection.table_names()) == (before, [])


class TestTargetsThatAreNotEmpty:
    @pytest.fixture
    def backup(self, commune: Commune, folder: Path, exported: Path) -> Path:
        keyring.export(exported, at=clock.now())
        return backups.make(folder, at=clock.now()).folder

    def test_a_database_with_tables(self, backup: Path, fresh: Fresh, exported: Path) -> None:
        with fresh("target").opened():
            with connection.cursor() as cursor:
                cursor.execute("CREATE TABLE something (id int)")
            with pytest.raises(NotRestored, match="has tables already"):
                backups.restore(backup, keys=exported, at=clock.now())
            assert connection.introspection.table_names() == ["something"]

    def test_a_home_with_documents_of_others(self, backup: Path, fresh: Fresh, exported: Path) -> None:
        target = fresh("target")
        place = target.home / "documents" / "1" / "ab"
        place.mkdir(parents=True)
        (place / ("ab" * 32)).write_bytes(b"of others")
        with target.opened(), pytest.raises(NotRestored, match="are not of this backup"):
            backups.restore(backup, keys=exported, at=clock.now())
        assert [path.read_bytes() for path in target.document_files] == [b"of others"]

    def test_a_home_with_other_keys(self, commune: Commune, backup: Path, fresh: Fresh, exported: Path) -> None:
        with fresh("target").opened():
            documents.receipt_public_key(institution_id=commune.institution.id)
            before = keyring.hashes()
            with pytest.raises(KeysNotUsable, match=r"receipt-\d+\.key is another key"):
                backups.restore(backup, keys=exported, at=clock.now())
            assert (keyring.hashes(), connection.introspection.table_names()) == (before, [])

    def test_a_home_that_is_served(self, backup: Path, fresh: Fresh, exported: Path) -> None:
        target = fresh("target")
        with target.opened(), serving_from(target.home), pytest.raises(AlreadyServing):
            backups.restore(backup, keys=exported, at=clock.now())


class TestCutShort:
    @pytest.mark.parametrize(
        "step", ["Putting the documents back…", "Loading the database…", "Checking what came back…"]
    )
    def test_a_restore_is_not_served_and_begins_anew(
        self, commune: Commune, fresh: Fresh, folder: Path, exported: Path, step: str
    ) -> None:
        kept = store(commune, "kept")
        keyring.export(exported, at=clock.now())
        backups.make(folder, at=clock.now())

        def die(sentence: str) -> None:
            if sentence == step:
                raise KeyboardInterrupt

        with fresh("target").opened():
            with pytest.raises(KeyboardInterrupt):
                backups.restore(folder, keys=exported, at=clock.now(), say=die)
            with pytest.raises(DatabaseLost, match="was not finished: run the same `ventanilla restore` again"):
                prepare_tables(lambda _: None)
            backups.restore(folder, keys=exported, at=clock.now())
            prepare_tables(lambda _: None)
            assert documents.read(uuid=kept.uuid) == small_pdf("kept")
            assert ledger.sequence_pending(at=clock.now()) == 2, "what was kept, and that it was restored"

    def test_what_the_database_refuses_is_not_kept_in_part(
        self, commune: Commune, fresh: Fresh, folder: Path, exported: Path
    ) -> None:
        keyring.export(exported, at=clock.now())
        backups.make(folder, at=clock.now())
        with fresh("target").opened():
            with connection.cursor() as cursor:  # a function of the dump, which is not a table
                cursor.execute("CREATE FUNCTION ledger_refuse() RETURNS int LANGUAGE sql AS 'SELECT 1'")
            with pytest.raises(NotRestored, match=r"begins anew.*ledger_refuse"):
                backups.restore(folder, keys=exported, at=clock.now())
            assert connection.introspection.table_names() == []
            backups.restore(folder, keys=exported, at=clock.now())

    def test_a_killed_backup_leaves_nothing_that_looks_whole(
        self, source: Installation, commune: Commune, folder: Path
    ) -> None:
        script = (
            "import sys; from pathlib import Path; from ventanilla.project.start import start_django; start_django();"
            "from ventanilla.project.operating import backups; from ventanilla.common import clock;"
            "backups.make(Path(sys.argv[1]), at=clock.now(), say=lambda sentence: print(sentence, flush=True))"
        )
        environment = {**os.environ, "VENTANILLA_HOME": str(source.home), "DATABASE_URL": database_url()}
        with psycopg.connect(programs.address(), password=connection.settings_dict["PASSWORD"]) as holder:
            holder.execute("LOCK TABLE cases_case IN ACCESS EXCLUSIVE MODE")  # pg_dump waits for it
            killed = subprocess.Popen([sys.executable, "-c", script, folder], env=environment, stdout=subprocess.PIPE)
            with killed:
                assert killed.stdout is not None
                assert killed.stdout.readline().decode() == "Database…\n"
                killed.send_signal(signal.SIGKILL)
        assert whole_folders(folder) == []
        assert len(list(folder.glob("*.draft"))) == 1
        made = backups.make(folder, at=clock.now())
        assert whole_folders(folder) == [made.folder.name]
        assert list(folder.glob("*.draft")) == []


class TestBackupFails:
    def test_two_at_once_in_one_folder(self, commune: Commune, folder: Path) -> None:
        refused: list[str] = []

        def second(sentence: str) -> None:
            if not refused:
                with pytest.raises(BackupFailed, match="Another backup") as raised:
                    backups.make(folder, at=clock.now())
                refused.append(str(raised.value))

        made = backups.make(folder, at=clock.now(), say=second)
        assert (len(refused), whole_folders(folder)) == (1, [made.folder.name])

    def test_a_folder_in_the_home(self, source: Installation, commune: Commune) -> None:
        with pytest.raises(BackupFailed, match="lost with it"):
            backups.make(source.home / "backups", at=clock.now())

    def test_the_folder_of_another_installation(self, commune: Commune, fresh: Fresh, folder: Path) -> None:
        backups.make(folder, at=clock.now())
        before = (folder / "dossier-keys").read_bytes()
        with fresh("other", copied_database).opened():
            live()
            with pytest.raises(BackupFailed, match="another installation"):
                backups.make(folder, at=clock.now() + timedelta(days=1))
        assert (folder / "dossier-keys").read_bytes() == before
        assert len(whole_folders(folder)) == 1

    def test_a_document_without_a_good_file_does_not_stop_it_and_is_named(
        self, source: Installation, commune: Commune, fresh: Fresh, folder: Path, exported: Path
    ) -> None:
        keyring.export(exported, at=clock.now())
        damaged, missing = source.document_files
        flip(damaged)
        missing.unlink()
        made = backups.make(folder, at=clock.now())
        names = tuple(f"{path.parent.parent.name}/{path.name}" for path in (damaged, missing))
        assert made.manifest.unreadable == names
        assert backups.find_last().unreadable_documents == 2
        with fresh("target").opened():
            assert backups.restore(folder, keys=exported, at=clock.now()).damaged == names

    def test_a_good_copy_of_an_earlier_backup_is_kept_when_the_file_is_damaged(
        self, source: Installation, commune: Commune, fresh: Fresh, folder: Path, exported: Path
    ) -> None:
        keyring.export(exported, at=clock.now())
        backups.make(folder, at=clock.now())
        flip(source.document_files[0])
        assert backups.make(folder, at=clock.now() + timedelta(days=1)).manifest.unreadable == ()
        with fresh("target").opened():
            assert backups.restore(folder, keys=exported, at=clock.now()).damaged == ()

    def test_what_pg_dump_complains_about_is_one_sentence(self, commune: Commune, folder: Path) -> None:
        """The disk fills while it writes."""
        dump = programs.running("pg_dump", "--format=custom", "--file=/dev/full", f"--dbname={programs.address()}")
        with pytest.raises(ProgramFailed, match="No space left on device"), dump:
            pass

    def test_the_home_remembers_the_last_good_one(self, commune: Commune, folder: Path) -> None:
        assert backups.find_last() is None
        made = backups.make(folder, at=clock.now())
        last = backups.find_last()
        assert (last.folder, last.made_at) == (str(made.folder), made.manifest.made_at.isoformat())
        assert manifests.hash_of(made.folder / "manifest.json").sha256 == last.manifest_sha256


def test_a_full_disk_is_refused_before_anything_is_written(
    commune: Commune, source: Installation, tmp_path: Path
) -> None:
    script = """
import os
os.environ.update(VENTANILLA_HOME=sys.argv[1], DATABASE_URL=sys.argv[3])
from ventanilla.project.start import start_django
folder = Path(sys.argv[2])
mount(folder, "size=200k")
start_django()
from ventanilla.project.operating import backups
from ventanilla.common import clock
try:
    backups.make(folder, at=clock.now())
except Fault as fault:
    print(fault)
print(sorted(os.listdir(folder)))
"""
    told, left = in_own_mounts(script, source.home, tmp_path / "small", database_url())
    assert "free and this backup needs some" in told
    assert left == "['.lock']"
