"""The clients of PostgreSQL (pg_dump, pg_restore, psql) for the database in use, embedded or not.

They come from the wheel, whatever the server is: one version to know, and it reads every server that we support. The
password goes by the environment or its file, never by the command line. They run as ourselves: only a server needs
the account of the embedded database.
"""

import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from django.db import connection
from psycopg.conninfo import make_conninfo

from ventanilla.project.database.binaries import in_wheel
from ventanilla.project.operating.errors import OperatingFault
from ventanilla.project.settings import environment


class ProgramFailed(OperatingFault):
    """A client of PostgreSQL ended with an error; the message is its own, in one line."""


@contextmanager
def running(
    program: str, *arguments: object, stdin: "int | IO[bytes] | None" = subprocess.DEVNULL, stdout: int | None = None
) -> "Iterator[subprocess.Popen[bytes]]":
    """Start the program; the block may feed and read it; then wait for its end. Raises ProgramFailed.

    When the block fails the program is ended.
    """
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            [in_wheel() / program, *map(str, arguments)],
            env={**environment.for_a_child({}), **_password(), "LC_ALL": "C"},
            stdin=stdin,
            stdout=stdout,
            stderr=complaints,
        )
        with process:
            try:
                yield process
                if process.stdin:
                    process.stdin.close()
            except BrokenPipeError:
                pass  # it ended early, and says below why
            except BaseException:
                process.kill()
                raise
        complaints.seek(0)
        if process.returncode:
            raise ProgramFailed(_reason(program, complaints.read().decode(errors="replace")))


def feed(process: "subprocess.Popen[bytes]", blocks: Iterable[bytes]) -> None:
    """Write the blocks to the program's input."""
    assert process.stdin is not None
    for block in blocks:
        process.stdin.write(block)


def address() -> str:
    """The database in use, in the form that libpq reads, without its password."""
    settings = connection.settings_dict
    options = {name: value for name, value in settings["OPTIONS"].items() if isinstance(value, str)}
    named = {"dbname": settings["NAME"], "user": settings["USER"], "host": settings["HOST"], "port": settings["PORT"]}
    return make_conninfo(**options, **{name: value for name, value in named.items() if value})


def _password() -> dict[str, str]:
    password = connection.settings_dict["PASSWORD"]
    return {"PGPASSWORD": password} if password else {}


def _reason(program: str, complaint: str) -> str:
    lines = [line.strip() for line in complaint.splitlines() if line.strip()]
    marked = [line for line in lines if "error:" in line or "ERROR:" in line or "FATAL:" in line]
    return (marked or lines or [f"{program} left no message."])[0]
