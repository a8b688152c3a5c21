"""A backup while nothing else happens, the next one, and a restore into an empty home: seconds and bytes a second."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import pikepdf

from bench.crowd import Crowd
from bench.filer import Filer
from bench.report import say

CASES = 50_000
DOCUMENTS = 1_000
DOCUMENT_BYTES = 300_000


def measure(filer: Filer) -> None:
    """Make cases and documents, then time `backup` twice and `restore` once."""
    from ventanilla.common import clock
    from ventanilla.project.operating import backups, keyring

    say(f"Making {CASES:,} cases and {DOCUMENTS:,} documents of {DOCUMENT_BYTES / 1e6:.1f} MB…")
    Crowd(filer.file()).grow(CASES)
    _store_documents()
    with tempfile.TemporaryDirectory(prefix="ventanilla-bench-") as place:
        folder, keys = Path(place, "backups"), Path(place, "keys")
        first = backups.make(folder, at=clock.now())
        keyring.export(keys, at=clock.now())
        _store_documents(count=10)
        second = backups.make(folder, at=clock.now())
        start = time.monotonic()
        _restore(folder, keys, Path(place, "home"))
        restored = time.monotonic() - start
    dump = sum(each.size_bytes for each in first.manifest.files.values())
    whole = (dump + first.manifest.documents_bytes) / 1e6
    say(f"first backup: {first.seconds:.1f} s for {whole:,.0f} MB ({dump / 1e6:,.0f} MB of database, compressed)")
    say(f"next backup, 10 documents later: {second.seconds:.1f} s")
    say(f"restore, with a new database and every hash read: {restored:.1f} s, {whole / restored:,.0f} MB a second")


def _store_documents(count: int = DOCUMENTS) -> None:
    from ventanilla.common import clock
    from ventanilla.common.actor import ActorRef
    from ventanilla.kernel.cases.models import Case
    from ventanilla.kernel.documents import api as documents

    case = Case.objects.order_by("id").first()
    assert case is not None
    for number in range(count):
        documents.store(
            dossier=uuid4(),
            institution_id=case.institution_id,
            name=f"plano-{number}.pdf",
            content=_pdf(),
            kind="plan",
            actor=ActorRef.by_rule("bench"),
            at=clock.now(),
        )


def _pdf() -> bytes:
    """A page with what cannot be compressed, as a photograph."""
    document = pikepdf.new()
    page = document.add_blank_page()
    page.obj.Photograph = document.make_stream(os.urandom(DOCUMENT_BYTES))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _restore(folder: Path, keys: Path, home: Path) -> None:
    ours = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    outside = {name: value for name, value in os.environ.items() if name not in ours}
    environment = {**outside, "VENTANILLA_HOME": str(home)}
    program = [sys.executable, "-m", "ventanilla.project.cli"]
    try:
        command = [*program, "restore", str(folder), "--keys", str(keys)]
        subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603 our own program
    finally:
        subprocess.run([*program, "stop"], env=environment, check=False, capture_output=True)  # noqa: S603
