"""The public log from the terminal: after a restore by other means, and why the server does not start before that."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.conf import LazySettings

from ventanilla.common import clock
from ventanilla.common.actor import ActorRef
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.ledger.errors import LogRewound
from ventanilla.kernel.ledger.types import EpochReason
from ventanilla.project.cli import main
from ventanilla.project.server.preparing import prepare_tables

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def witness(settings: LazySettings) -> Path:
    """What the home remembers of a log of one entry."""
    ledger.append(kind="test.done", actor=ActorRef.by_rule("test"), at=clock.now())
    ledger.sequence_pending(at=clock.now())
    return Path(settings.VENTANILLA_HOME) / "log" / "checkpoint"


@pytest.fixture
def larger(witness: Path) -> str:
    """A checkpoint of a size that the database never had. The home trusts its own file, so nobody signs it."""
    note = ledger.get_checkpoint()
    witness.write_text(note.replace("\n1\n", "\n9\n", 1))
    return note


def test_the_server_does_not_start_over_a_database_that_was_rewound(larger: str) -> None:
    with pytest.raises(LogRewound, match="begin-epoch"):
        prepare_tables(lambda _: None)


def test_begin_epoch_explains_it_and_the_server_starts(larger: str) -> None:
    result = run("log", "begin-epoch")
    assert result.exit_code == 0, result.output
    epoch = ledger.list_epochs()[-1]
    assert result.stdout == f"{epoch.verifier_key}\n"
    assert f"epoch {epoch.number}, {epoch.origin}, from its entry 2." in result.stderr
    assert "What was lost is cited in that entry." in result.stderr
    assert (epoch.reason, epoch.first_size) == (EpochReason.RESTORED, 1)
    prepare_tables(lambda _: None)


def test_begin_epoch_is_refused_when_nothing_is_lost(witness: Path) -> None:
    result = run("log", "begin-epoch", "--last-checkpoint", witness)
    assert result.exit_code == 1
    assert "has all that is known to have been published" in result.output
    assert len(ledger.list_epochs()) == 1


def test_begin_epoch_without_any_knowledge_says_so(witness: Path) -> None:
    witness.unlink()
    result = run("log", "begin-epoch", "--unknown")
    assert result.exit_code == 0, result.output
    assert "That entry says that nothing is known." in result.stderr
    assert ledger.list_epochs()[-1].cited_note == ""


def test_a_file_that_is_no_checkpoint_is_refused_in_one_sentence(witness: Path, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"\xff\x00")
    result = run("log", "begin-epoch", "--last-checkpoint", tmp_path / "other")
    assert result.exit_code == 1
    assert result.output.startswith("Error: The checkpoint that was given is not one of this log")
