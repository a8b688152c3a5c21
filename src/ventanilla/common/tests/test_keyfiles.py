"""Key files: private, whole, and one for all who make them at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ventanilla.common import keyfiles


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "keys" / "some.key"


def test_it_is_made_once_and_for_its_owner_only(path: Path):
    assert keyfiles.find(path) is None
    assert keyfiles.find_or_make(path, lambda: b"first") == b"first"
    assert keyfiles.find_or_make(path, lambda: b"second") == b"first"
    modes = [each.stat().st_mode & 0o777 for each in (path, path.parent, path.parent.parent)]
    assert modes == [0o600, 0o700, 0o700]


def test_who_makes_it_while_another_does_uses_the_other_one(path: Path):
    def make_while_another_does() -> bytes:
        keyfiles.find_or_make(path, lambda: b"theirs")
        return b"mine"

    assert keyfiles.find_or_make(path, make_while_another_does) == b"theirs"
    assert list(path.parent.iterdir()) == [path]


def test_sixteen_at_once_end_up_with_one(path: Path):
    contents = [f"key {number}".encode() for number in range(16)]
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(lambda content: keyfiles.find_or_make(path, lambda: content), contents))
    assert len(found) == 1
    assert found < set(contents)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_one_that_others_may_read_is_refused_with_what_to_do(path: Path, mode: int):
    keyfiles.find_or_make(path, lambda: b"key")
    path.chmod(mode)
    with pytest.raises(keyfiles.KeyFault, match=f"mode {mode:o}.*chmod 600"):
        keyfiles.find(path)


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path):
    (tmp_path / "home").write_text("a file where the folder would be")
    with pytest.raises(keyfiles.KeyFault, match="cannot be"):
        keyfiles.find_or_make(tmp_path / "home" / "keys" / "some.key", lambda: b"key")
