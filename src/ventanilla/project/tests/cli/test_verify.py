"""`ventanilla verify` as somebody types it: on the machine of the installation, and on one that knows nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ventanilla.kernel.documents import api as documents
from ventanilla.project.cli import main
from ventanilla.project.verifying.tests.papers import Papers, papers

NOBODY = "postgresql://nobody@127.0.0.1:1/none"


@pytest.fixture
def given_out(transactional_db: None) -> Papers:
    return papers()


@pytest.fixture
def folder(given_out: Papers, tmp_path: Path) -> Path:
    """The files as somebody keeps them, with the keys that the installation publishes."""
    for name, content in given_out.files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "claves.json").write_bytes(given_out.published)
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["verify", *map(str, arguments)])


def elsewhere(folder: Path, *arguments: object) -> "subprocess.CompletedProcess[str]":
    """On another machine: a new home and no database."""
    return subprocess.run(
        [sys.executable, "-m", "ventanilla.project.cli", "verify", *map(str, arguments)],
        env={**os.environ, "VENTANILLA_HOME": str(folder / "new-home"), "DATABASE_URL": NOBODY, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


class TestHere:
    def test_the_keys_of_the_home_are_enough(self, folder: Path, given_out: Papers) -> None:
        result = run(*(folder / name for name in given_out.files))
        assert result.exit_code == 0, result.output
        assert result.output.count("It is authentic.") == 4
        assert f"{folder / 'decree.pdf'}: It is authentic. {given_out.institution} signed it" in result.output

    def test_one_that_does_not_hold_is_enough_to_fail(self, folder: Path) -> None:
        (folder / "decree.pdf").write_bytes((folder / "decree.pdf").read_bytes()[:-200])
        result = run(folder / "receipt.pdf", folder / "decree.pdf")
        assert result.exit_code == 1
        assert result.output.count("It is authentic.") == 1
        assert "decree.pdf: It is not authentic. It was changed" in result.output

    def test_it_answers_in_spanish_too(self, folder: Path) -> None:
        result = run(folder / "receipt.json", "--language", "es")
        assert "Es auténtico. Lo firmó Ilustre Municipalidad" in result.output
        assert "Presentada por" in result.output

    def test_what_is_no_file_of_ours_is_one_sentence(self, folder: Path) -> None:
        (folder / "empty").touch()
        (folder / "letter").write_text("Hola")
        (folder / "pipe").symlink_to("/proc/self/mem")
        nothing = "It is nothing that Ventanilla gives: no receipt, no issued document, no checkpoint of the log."
        told = {
            folder: "It is a folder; files are what can be verified.",
            folder / "none": "There is no such file.",
            folder / "empty": "It is empty.",
            folder / "letter": nothing,
            folder / "pipe": "It cannot be read: Input/output error.",
        }
        result = run(*told)
        assert result.exit_code == 1
        assert result.output.splitlines() == [f"{path}: {sentence}" for path, sentence in told.items()]

    def test_what_a_stranger_wrote_does_not_command_the_terminal(self, folder: Path) -> None:
        statement = {"v": 1, "said": "\x1b[2J\x1b]0;x\x07\u202e"}
        signature = documents.sign_statement(institution_id=987_655, statement=statement)
        key = documents.receipt_public_key(institution_id=987_655)
        (folder / "odd.json").write_text(
            json.dumps({"statement": statement, "signature": signature, "public_key": key})
        )
        output = run(folder / "odd.json").output
        assert "intact" in output
        assert not {"\x1b", "\x07", "\u202e"} & set(output)


class TestElsewhere:
    def test_with_the_published_keys_it_is_authentic_without_database_and_network(self, folder: Path) -> None:
        done = elsewhere(folder, folder / "receipt.pdf", folder / "checkpoint", "--keys", folder / "claves.json")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.count("It is authentic.") == 2

    def test_without_them_it_says_that_they_are_missing(self, folder: Path) -> None:
        done = elsewhere(folder, folder / "receipt.json", folder / "checkpoint")
        assert done.returncode == 1
        assert "receipt.json: It is intact, but whose key this is cannot be told: give --keys." in done.stdout
        assert "checkpoint: It cannot be checked without the public key of who signed it: give --keys." in done.stdout
        assert not (folder / "new-home" / "keys" / "log.key").exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "it is not JSON"),
        ("[]", "`v` is missing"),
        ('{"v": 2}', "it is no list of public keys of version 1"),
        ('{"v": 1, "institutions": [], "roots": ["x"], "log": []}', "one of its keys is damaged"),
        ('{"v": 1, "institutions": [], "roots": [], "log": [{"verifier_key": "x", "first_size": 0}]}', "damaged"),
        ('{"v": 1, "institutions": [{"uuid": "", "name": "", "rut": "", "receipt_keys": ["x"], "certificates": []}],'
         ' "roots": [], "log": []}', "damaged"),
    ],
)  # fmt: skip
def test_a_file_of_keys_that_cannot_be_used_is_told_in_one_sentence(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "claves.json"
    path.write_text(content)
    result = run(path, "--keys", path)
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {path} cannot be used as --keys: ")
    assert why in result.output
