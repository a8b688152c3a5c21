"""The commands of the operating guides, run as they are written, in a home that is thrown away."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guides.reading import GUIDES, blocks, names, script
from tests.guides.stages import STAGES, make_installation, ready
from ventanilla.project.tests.server.serving import PATIENCE_SECONDS

# Each command starts a program: what takes longest is run by `make test-long`.
LONG = {"postgresql", "upgrade", "watch"}
RUNNABLE = [
    pytest.param(name, marks=[pytest.mark.long] if name in LONG else [])
    for name in names()
    if any(block.reason is None for block in blocks(name))
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One installation, of which each guide gets a copy."""
    home = tmp_path_factory.mktemp("made") / "home"
    make_installation(home)
    yield home


def run(guide: str, environment: dict[str, str], folder: Path) -> "subprocess.CompletedProcess[str]":
    command = ["sh", "-c", script(guide)]
    return subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, timeout=5 * PATIENCE_SECONDS, check=False
    )


@pytest.mark.parametrize("guide", names())
def test_a_block_that_is_not_run_says_why(guide: str) -> None:
    reasons = [block.reason for block in blocks(guide) if block.reason is not None]
    assert all(len(reason.split()) >= 2 for reason in reasons), reasons


@pytest.mark.parametrize("guide", RUNNABLE)
def test_the_commands_work_as_they_are_written(guide: str, made: Path, tmp_path: Path) -> None:
    stage = STAGES.get(guide, ready)
    with stage(made, tmp_path) as environment:
        done = run(guide, environment, tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_guide_with_a_command_that_fails_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wrong.md").write_text("# Wrong\n\n```sh\nfalse\n```\n\n```sh\ntrue\n```\n")
    monkeypatch.setattr("tests.guides.reading.GUIDES", tmp_path)
    assert run("wrong", {"PATH": "/usr/bin:/bin"}, tmp_path).returncode == 1


def test_the_list_of_guides_names_all(tmp_path: Path) -> None:
    listed = (GUIDES / "README.md").read_text()
    assert [name for name in names() if name != "README" and f"({name}.md)" not in listed] == []
