"""Files that are whole or not there."""

import os
import stat
from pathlib import Path

import pytest

from ventanilla.common import durable


def test_a_file_is_replaced_whole_and_closed_to_others(tmp_path: Path) -> None:
    for content in (b"first", b"second, longer", b""):
        durable.replace(tmp_path / "file", content)
        assert (tmp_path / "file").read_bytes() == content
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["file"]


def test_what_cannot_be_written_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "in the way").touch()
    with pytest.raises(OSError, match="folder"):
        durable.replace(tmp_path / "folder", b"content")
    assert os.listdir(tmp_path) == ["folder"]


def test_folders_are_made_with_their_parents_for_their_owner(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "c"
    durable.make_folder(folder)
    durable.make_folder(folder)
    assert [stat.S_IMODE(each.stat().st_mode) for each in (folder, folder.parent, tmp_path / "a")] == [0o700] * 3
