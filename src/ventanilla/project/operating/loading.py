"""Puts the dump of a backup into an empty database, in one transaction: all of it, or nothing."""

import subprocess
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.db import connection

from ventanilla.kernel.documents import api as documents
from ventanilla.project.operating import dossier_keys
from ventanilla.project.operating.manifest import BLOCK_BYTES
from ventanilla.project.operating.programs import address, feed, running
from ventanilla.project.operating.telling import Progress, Say

# The settings at the head of a script of PostgreSQL 17 or newer name one that older servers do not know.
UNKNOWN_TO_OLDER = b"SET transaction_timeout = 0;\n"
HEAD_LINES = 40
EMPTY = b"DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"


def load(dump: Path, keys: Path, *, empty_first: bool, say: Say) -> None:
    """Load `dump`, then the keys of dossiers, then indexes, constraints and triggers. Raises ProgramFailed.

    `empty_first` is for what an unfinished restore left, in the same transaction.
    """
    progress = Progress(say, "megabytes of the database")
    arguments = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    connection.close()
    with running("psql", *arguments, "--file=-", f"--dbname={address()}", stdin=subprocess.PIPE) as psql:
        feed(psql, _told(_script(dump, keys, empty_first, say), progress))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _script(dump: Path, keys: Path, empty_first: bool, say: Say) -> Iterator[bytes]:
    if empty_first:
        yield EMPTY
    yield from _section(dump, "pre-data", "data")
    # Here, because documents refer to the keys, and that is not checked before the constraints are made.
    yield from documents.dossier_keys_script(rows=dossier_keys.rows_of(keys))
    say("Indexes and constraints…")
    yield from _section(dump, "post-data")


def _section(dump: Path, *names: str) -> Iterator[bytes]:
    sections = [f"--section={name}" for name in names]
    arguments = [*sections, "--no-owner", "--no-privileges", "--file=-", str(dump)]
    with running("pg_restore", *arguments, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        head = islice(process.stdout, HEAD_LINES)
        yield from (line for line in head if line != UNKNOWN_TO_OLDER)
        while block := process.stdout.read(BLOCK_BYTES):
            yield block


def _told(blocks: Iterator[bytes], progress: Progress) -> Iterator[bytes]:
    done = 0
    for block in blocks:
        done += len(block)
        progress.at(done // 1_000_000)
        yield block
