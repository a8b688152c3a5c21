"""The keys of the installation: told in words, exported whole or not at all, put back only where they belong."""

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.conf import LazySettings

from ventanilla.common import clock
from ventanilla.common.actor import ActorRef
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.identity.testing import Commune, make_commune
from ventanilla.kernel.ledger import api as ledger
from ventanilla.project.cli import main
from ventanilla.project.operating import keyring
from ventanilla.project.operating.errors import KeysNotExported, KeysNotUsable

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(settings: LazySettings, tmp_path: Path) -> Path:
    settings.VENTANILLA_HOME = tmp_path / "home"
    keyring.keyfiles.find_or_make(tmp_path / "home" / "keys" / "secret.key", lambda: b"secret")
    return settings.VENTANILLA_HOME


@pytest.fixture
def commune(home: Path) -> Commune:
    made = make_commune()
    documents.ensure_seal(institution_id=made.institution.id, at=clock.now())
    ledger.sequence_pending(at=clock.now())
    return made


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


class TestList:
    def test_all_well(self, commune: Commune) -> None:
        result = run("keys", "list")
        assert result.exit_code == 0, result.output
        assert "log.key\n  signs the public log (epoch 1)\n  made 20" in result.stdout
        assert result.stderr.endswith("keys, all well.\n")
        assert "PRIVATE" not in result.output

    def test_what_is_wrong_is_said_in_words_and_by_the_exit_status(self, commune: Commune, home: Path) -> None:
        (home / "keys" / "log.key").chmod(0o640)
        (home / "keys" / "found.key").write_bytes(b"x")
        (home / "keys" / "found.key").chmod(0o600)
        result = run("keys", "list")
        assert result.exit_code == 1
        assert "WRONG: The key " in result.stdout
        assert f"Close it: chmod 600 {home}/keys/log.key" in result.stdout
        assert "found.key\n  unknown to Ventanilla" in result.stdout
        assert "1 of " in result.stderr


class TestExport:
    def test_copies_each_key_with_its_hash_for_its_owner_only(self, commune: Commune, home: Path, tmp_path: Path):
        (home / "keys" / "database.pass").touch(mode=0o600)
        result = run("keys", "export", tmp_path / "apart")
        assert result.exit_code == 0, result.output
        exported = keyring.open_export(tmp_path / "apart")
        assert exported.installation == ledger.list_epochs()[0].verifier_key
        assert exported.files == {
            path.name: path.read_bytes() for path in (home / "keys").iterdir() if path.name != "database.pass"
        }
        modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "apart").iterdir()}
        assert (modes, stat.S_IMODE((tmp_path / "apart").stat().st_mode)) == ({0o600}, 0o700)

    def test_a_folder_that_is_open_or_not_empty_is_refused(self, commune: Commune, tmp_path: Path) -> None:
        folder = tmp_path / "apart"
        folder.mkdir(mode=0o755)
        folder.chmod(0o755)
        result = run("keys", "export", folder)
        assert (result.exit_code, list(folder.iterdir())) == (1, [])
        assert f"close it with chmod 700 {folder}" in result.output
        folder.chmod(0o700)
        (folder / "older").touch()
        with pytest.raises(KeysNotExported, match="not empty"):
            keyring.export(folder, at=clock.now())

    def test_an_export_that_would_lack_a_key_is_refused(self, commune: Commune, home: Path, tmp_path: Path) -> None:
        (home / "keys" / "log.key").unlink()
        with pytest.raises(KeysNotExported, match=r"log\.key is not well\. It is missing"):
            keyring.export(tmp_path / "apart", at=clock.now())
        assert not (tmp_path / "apart").exists()

    @pytest.mark.parametrize("damage", ["changed", "missing", "no manifest", "no json", "another format"])
    def test_a_damaged_export_is_not_used(self, commune: Commune, tmp_path: Path, damage: str) -> None:
        folder = tmp_path / "apart"
        keyring.export(folder, at=clock.now())
        manifest = folder / "keys.json"
        match damage:
            case "changed":
                (folder / "log.key").write_bytes((folder / "log.key").read_bytes() + b"\n")
            case "missing":
                (folder / "log.key").unlink()
            case "no manifest":
                manifest.unlink()
            case "no json":
                manifest.write_text("{")
            case _:
                manifest.write_text(json.dumps({**json.loads(manifest.read_bytes()), "format": 99}))
        with pytest.raises(KeysNotUsable):
            keyring.open_export(folder)


class TestPutInHome:
    def test_a_fresh_home_gets_every_key_and_the_secret_too(
        self, commune: Commune, settings: LazySettings, tmp_path: Path
    ) -> None:
        keyring.export(tmp_path / "apart", at=clock.now())
        settings.VENTANILLA_HOME = tmp_path / "fresh"
        keyring.keyfiles.find_or_make(tmp_path / "fresh" / "keys" / "secret.key", lambda: b"made by the start")
        exported = keyring.open_export(tmp_path / "apart")
        for _again in range(2):
            keyring.put_in_home(exported)
        found = {path.name: path.read_bytes() for path in (tmp_path / "fresh" / "keys").iterdir()}
        assert found == exported.files

    def test_another_key_in_the_home_is_left_alone(
        self, commune: Commune, settings: LazySettings, tmp_path: Path
    ) -> None:
        keyring.export(tmp_path / "apart", at=clock.now())
        settings.VENTANILLA_HOME = tmp_path / "other"
        keyring.keyfiles.find_or_make(tmp_path / "other" / "keys" / "documents.key", lambda: b"of others")
        keyring.keyfiles.find_or_make(tmp_path / "other" / "keys" / "log.key", lambda: b"of others")
        with pytest.raises(KeysNotUsable, match="another key than the exported one"):
            keyring.put_in_home(keyring.open_export(tmp_path / "apart"))
        assert {path.name for path in (tmp_path / "other" / "keys").iterdir()} == {"documents.key", "log.key"}


class TestRotate:
    def test_each_prints_the_new_name_alone_and_asks_for_an_export(self, commune: Commune) -> None:
        code = commune.institution.code
        log = run("keys", "rotate", "log")
        assert log.stdout == f"{ledger.log_verifier_key()}\n"
        seal = run("keys", "rotate", "seal", "--institution", code)
        now = documents.ensure_seal(institution_id=commune.institution.id, at=clock.now())
        assert seal.stdout == f"{now}\n"
        receipt = run("keys", "rotate", "receipt", "--institution", code)
        assert receipt.stdout.strip() in {key.fingerprint for key in documents.list_keys()}
        for result in (log, seal, receipt):
            assert result.exit_code == 0
            assert "ventanilla keys export FOLDER" in result.stderr
        assert run("keys", "list").exit_code == 0

    def test_an_unknown_institution_is_told_with_those_that_there_are(self, commune: Commune) -> None:
        result = run("keys", "rotate", "seal", "--institution", "NADIE")
        assert result.exit_code == 1
        assert result.output == f"Error: There is no institution 'NADIE'; there are: {commune.institution.code}.\n"


def test_the_installation_is_the_same_after_its_keys_were_rotated(commune: Commune) -> None:
    before = keyring.installation()
    ledger.rotate_log_key(actor=ActorRef.by_rule("test"), at=clock.now())
    assert keyring.installation() == before
