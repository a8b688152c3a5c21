"""What an operator reads while a backup is made and after a restore."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ventanilla.common import clock
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.identity.testing import Commune
from ventanilla.kernel.ledger import api as ledger
from ventanilla.project.cli import main
from ventanilla.project.operating import keyring
from ventanilla.project.tests.operating.conftest import Fresh
from ventanilla.project.tests.operating.installations import SOMEBODY, Installation, issue, store

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


class TestBackup:
    def test_tells_what_is_in_it_where_it_is_and_what_is_not_in_it(self, commune: Commune, folder: Path) -> None:
        result = run("backup", folder)
        assert result.exit_code == 0, result.output
        assert Path(result.stdout.strip()).parent == folder
        assert "The backup is whole" in result.stderr
        assert "2 documents" in result.stderr
        assert "It is on the same disk as the installation" in result.stderr
        assert "The keys are not in it, and 7 were made after their last export" in result.stderr

    def test_says_nothing_of_keys_that_were_exported(self, commune: Commune, folder: Path, exported: Path) -> None:
        keyring.export(exported, at=clock.now())
        assert "export" not in run("backup", folder).output

    def test_a_document_without_a_good_file_is_told_and_ends_with_1(
        self, source: Installation, commune: Commune, folder: Path
    ) -> None:
        source.document_files[0].unlink()
        result = run("backup", folder)
        assert result.exit_code == 1
        assert "The backup is whole" in result.stderr
        assert "1 documents have no good file" in result.stderr

    def test_one_that_was_not_made_is_one_sentence(self, source: Installation, commune: Commune) -> None:
        result = run("backup", source.home / "backups")
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.count("\n") == 1

    def test_an_empty_name_of_a_folder_is_refused(self, commune: Commune) -> None:
        result = run("backup", "")
        assert result.exit_code == 2
        assert "It is empty: is the variable set" in result.stderr

    def test_keys_are_not_exported_to_where_the_backups_are(self, commune: Commune, folder: Path) -> None:
        run("backup", folder)
        result = run("keys", "export", folder / "keys")
        assert result.exit_code == 1
        assert "who has both has everything" in result.stderr
        assert not (folder / "keys").exists()


class TestNoInstallation:
    @pytest.mark.parametrize("command", ["keys list", "log checkpoint", "check", "backup there"])
    def test_a_home_without_one_is_told_and_none_is_made(self, tmp_path: Path, command: str) -> None:
        home = tmp_path / "mistyped"
        outside = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        done = subprocess.run(
            [sys.executable, "-m", "ventanilla.project.cli", *command.split()],
            env={**outside, "VENTANILLA_HOME": str(home)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert done.stderr.startswith(f"Error: There is no installation in {home}")
        assert not (home / "database").exists()


class TestRestore:
    @pytest.fixture(autouse=True)
    def backed_up(self, commune: Commune, folder: Path, exported: Path) -> None:
        keyring.export(exported, at=clock.now())
        run("backup", folder)

    def test_tells_what_came_back_what_is_lost_and_what_to_do(
        self, commune: Commune, fresh: Fresh, folder: Path, exported: Path, tmp_path: Path
    ) -> None:
        issue(commune=commune, number=2, actor=SOMEBODY, at=clock.now())
        ledger.sequence_pending(at=clock.now())
        last = tmp_path / "last"
        last.write_text(ledger.get_checkpoint())
        with fresh("target").opened():
            result = run("restore", folder, "--keys", exported, "--last-checkpoint", last)
            assert result.exit_code == 0, result.output
            said = result.stdout
            assert "Something that was published is lost, so the log goes on as a new epoch" in said
            assert ledger.log_verifier_key() in said
            assert "DECRETO of 2026: the last number here is 1." in said
            assert "ventanilla numbers annul --institution CODE" in said
            assert said.endswith("Next: ventanilla serve, and export the keys again.\n")
            code, reason = commune.institution.code, "Dado después del respaldo"
            named = ("--institution", code, "--series", "DECRETO", "--year", 2026, "--reason", reason, "--up-to", 2)
            assert run("numbers", "annul", *named).stderr == "1 numbers were annulled.\n"
            assert run("numbers", "annul", *named).stderr == "DECRETO of 2026 has come to 2 or further already.\n"
            issue(commune=commune, number=3, actor=SOMEBODY, at=clock.now())

    def test_says_so_when_nothing_is_lost_and_when_nobody_knows(
        self, commune: Commune, fresh: Fresh, folder: Path, exported: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "last").write_text(ledger.get_checkpoint())
        with fresh("knows").opened():
            result = run("restore", folder, "--keys", exported, "--last-checkpoint", tmp_path / "last")
            assert "The log goes on as it was: nothing that was published is lost." in result.stdout
        with fresh("does_not").opened():
            result = run("restore", folder, "--keys", exported)
            assert "Nobody knows whether more was published, so the log goes on as a new epoch" in result.stdout

    def test_names_what_is_not_well(
        self, source: Installation, commune: Commune, fresh: Fresh, folder: Path, exported: Path
    ) -> None:
        gone = store(commune, "gone")
        source.document_files[0].unlink()
        late = run("backup", folder)
        documents.dispose(dossier=gone.dossier, actor=SOMEBODY, at=clock.now())
        documents.rotate_receipt_key(institution_id=commune.institution.id, actor=SOMEBODY, at=clock.now())
        run("backup", folder)
        with fresh("target").opened():
            said = run("restore", late.stdout.strip(), "--keys", exported).stdout
            assert "1 files that were disposed of after the backup were disposed of again." in said
        with fresh("last").opened():
            said = run("restore", folder, "--keys", exported).stdout
            assert f"These keys are not those that the home had then: receipt-{commune.institution.id}-" in said

    def test_check_reads_all_and_changes_nothing(self, folder: Path) -> None:
        result = run("restore", folder, "--check")
        assert result.exit_code == 0, result.output
        assert "It is whole: as of " in result.stderr
        next(path for path in (folder / "documents").rglob("*") if path.is_file()).unlink()
        result = run("restore", folder, "--check")
        assert result.exit_code == 1
        assert "is missing or was changed" in result.stderr


class TestNumbers:
    def test_a_series_that_nobody_knows_is_refused_and_the_known_ones_are_told(self, commune: Commune) -> None:
        asked = (
            "numbers",
            "annul",
            "--institution",
            "SAUCE",
            "--year",
            2026,
            "--up-to",
            3,
            "--reason",
            "x",
            "--series",
        )
        result = run(*asked, "DECRETOS")
        assert result.exit_code == 1
        assert "No act has a number of DECRETOS of 2026. Known series: " in result.stderr
        assert "3 numbers were annulled." in run(*asked, "DECRETOS", "--new-series").stderr

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"--series": "decreto"}, "is no code of a series"),
            ({"--up-to": 5000}, "has come to 1: at most 1000 numbers"),
            ({"--institution": "NADIE"}, "There is no institution 'NADIE'"),
            ({"--reason": " "}, "for a reason"),
        ],
    )
    def test_what_cannot_be_is_refused_and_takes_no_number(
        self, commune: Commune, changes: dict[str, object], words: str
    ) -> None:
        named = {"--institution": commune.institution.code, "--series": "DECRETO", "--year": 2026, "--up-to": 4}
        options = {**named, "--reason": "x", **changes}
        result = run("numbers", "annul", *(each for pair in options.items() for each in pair))
        assert result.exit_code == 1
        assert words in result.output
        [number] = documents.list_last_numbers()
        assert number.number == 1
