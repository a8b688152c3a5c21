"""The secret key: a private file that concurrent programs agree on."""

import stat
import subprocess
import sys
from pathlib import Path

from ventanilla.project.home import prepare, secret_file

SCRIPT = """
import sys, secrets
from pathlib import Path
from ventanilla.project.home import prepare, secret_file
sys.stdin.readline()
prepare(Path(sys.argv[1]))
print(secret_file(Path(sys.argv[1]), "secret.key", lambda: secrets.token_urlsafe(64)).read_text())
"""


def test_a_secret_is_private_and_stays_the_same(tmp_path: Path) -> None:
    home = tmp_path / "home"
    prepare(home)
    path = secret_file(home, "secret.key", lambda: "first")
    assert secret_file(home, "secret.key", lambda: "second").read_text() == "first"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_programs_that_start_at_once_agree_on_one_secret(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SCRIPT, tmp_path / "home"]
    programs = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    outputs = {program.communicate("\n", timeout=60)[0] for program in programs}
    assert len(outputs) == 1
    assert len(outputs.pop()) > 64
    assert [path.name for path in (tmp_path / "home" / "keys").iterdir()] == ["secret.key"]
