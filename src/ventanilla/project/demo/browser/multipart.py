"""Forms as browsers send them (RFC 7578 and the URL-encoded form)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody chose in a form."""

    name: str
    content: bytes
    media_type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class Body:
    content: bytes
    content_type: str


def encode(fields: Fields, uploads: Sequence[tuple[str, Upload]], *, multipart: bool) -> Body:
    """The body of a form. Without `multipart` no file can go."""
    if not multipart:
        return Body(urlencode(fields).encode(), "application/x-www-form-urlencoded")
    boundary = secrets.token_hex(16)
    parts = [_part(boundary, f'name="{name}"', value.encode()) for name, value in fields]
    for name, upload in uploads:
        head = f'name="{name}"; filename="{upload.name}"\r\nContent-Type: {upload.media_type}'
        parts.append(_part(boundary, head, upload.content))
    return Body(b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}")


def _part(boundary: str, head: str, content: bytes) -> bytes:
    return f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"
