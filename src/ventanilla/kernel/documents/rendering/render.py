"""One PDF/A + PDF/UA-1 from a template and its data, by typst in a child process with limits.

The data travel by stdin and never touch the disk; the folder of the template holds only the template, its assets,
our letterhead and the QR code, is private (0700), and is gone at the end. Measured on 2 cores: about 0.1 s.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from ventanilla.common.canonical import Json
from ventanilla.kernel.documents import limits
from ventanilla.kernel.documents.errors import TemplateFault
from ventanilla.kernel.documents.rendering.printable import printable
from ventanilla.kernel.documents.types import IssueTemplate

CHILD = Path(__file__).with_name("child.py")
LETTERHEAD = Path(__file__).parent.parent / "typst" / "letterhead.typ"
RESERVED_FILES = frozenset({"main.typ", "letterhead.typ", "qr.svg"})
_ASSET_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}\.(typ|svg|png|jpg)")
_ATTACHMENT_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}\.json")
# Conformance for archives: PDF/A-2a for what is whole by itself, PDF/A-3a for what carries files.
_PLAIN, _WITH_FILES = "a-2a", "a-3a"

# Typst would fetch a package that a template names. The proxy that nobody serves makes that impossible.
_ENVIRONMENT = {
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "ALL_PROXY": "http://127.0.0.1:9",
    "RUST_BACKTRACE": "0",
    "RAYON_NUM_THREADS": "1",
    "LC_ALL": "C.UTF-8",
}


def render(*, template: IssueTemplate, frame: Mapping[str, Json], qr_svg: bytes | None, created_at: datetime) -> bytes:
    """The PDF of `template` with `frame` as `sys.inputs.data`. `created_at` is the date in its metadata.

    Raises TemplateFault with typst's diagnosis, or when the template exceeds a limit. Touches no database.
    """
    attached = _attached(template)
    text = json.dumps({**printable(dict(frame)), "attachments": attached}, ensure_ascii=False)
    if len(text.encode()) > limits.RENDER_DATA_BYTES:
        raise TemplateFault(f"The data of a document exceed {limits.RENDER_DATA_BYTES} bytes.")
    with tempfile.TemporaryDirectory(prefix="ventanilla-sheet-") as folder:
        for name, content in _files(template, qr_svg).items():
            Path(folder, name).write_bytes(content)
        return _compile(folder, text, created_at, _WITH_FILES if attached else _PLAIN)


def _files(template: IssueTemplate, qr_svg: bytes | None) -> dict[str, bytes]:
    """What the folder of the compilation holds. Names cannot leave it nor replace ours."""
    source = template.source.encode()
    if len(source) > limits.TEMPLATE_BYTES or len(template.assets) > limits.ASSETS:
        raise TemplateFault(
            f"A template has at most {limits.TEMPLATE_BYTES} bytes and {limits.ASSETS} assets; "
            f"this one has {len(source)} and {len(template.assets)}."
        )
    for name, content in template.assets.items():
        if not _ASSET_NAME.fullmatch(name) or name in RESERVED_FILES:
            raise TemplateFault(f"{name!r} is no name for an asset; accepted: 'logo.svg', 'tabla-2.png'.")
        if len(content) > limits.ASSET_BYTES:
            raise TemplateFault(f"The asset {name} exceeds {limits.ASSET_BYTES} bytes.")
    files = {**template.assets, "main.typ": source, "letterhead.typ": LETTERHEAD.read_bytes()}
    return files if qr_svg is None else {**files, "qr.svg": qr_svg}


def _attached(template: IssueTemplate) -> list[dict[str, str]]:
    """The files inside, for the letterhead. They travel with the data, and are not printed: no sign of them changes."""
    for each in template.attachments:
        if not _ATTACHMENT_NAME.fullmatch(each.name):
            raise TemplateFault(f"{each.name!r} is no name for an attachment; accepted: 'comprobante.json'.")
    return [
        {"name": each.name, "description": each.description, "content": each.content.decode()}
        for each in template.attachments
    ]


def _compile(folder: str, data: str, created_at: datetime, standard: str) -> bytes:
    order = {
        "root": folder,
        "data": data,
        "standards": [standard, "ua-1"],
        "created_at": int(created_at.timestamp()),
        "memory_bytes": limits.RENDER_MEMORY_BYTES,
        "cpu_seconds": limits.RENDER_SECONDS,
    }
    try:
        done = subprocess.run(  # noqa: S603 (our own file, no shell, no argument from outside)
            [sys.executable, "-I", str(CHILD)],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=limits.RENDER_SECONDS,
            env={**_ENVIRONMENT, "HOME": folder, "PATH": os.defpath},
            cwd=folder,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TemplateFault(f"The template did not end within {limits.RENDER_SECONDS} seconds.") from error
    if done.returncode == 0 and done.stdout.startswith(b"%PDF-") and len(done.stdout) <= limits.RENDER_OUTPUT_BYTES:
        return done.stdout
    raise TemplateFault(_diagnosis(done))


def _diagnosis(done: "subprocess.CompletedProcess[bytes]") -> str:
    """Why there is no PDF, in one line for the author of the template."""
    try:
        answer = json.loads(done.stdout)
        return " ".join([answer["message"], *answer["hints"]])
    except ValueError:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
        return f"The typesetter ended with status {done.returncode}: {last[0]}"
