"""A web application that answers when the test lets it: it tells a pipe that it has begun, and waits for another."""

from collections.abc import Callable, Iterable
from pathlib import Path

Start = Callable[[str, list[tuple[str, str]]], object]


def application(environ: dict[str, str], start_response: Start) -> Iterable[bytes]:
    folder = Path(environ.get("QUERY_STRING", ""))
    if folder.name:
        (folder / "begun").write_text("begun")
        (folder / "go").read_text()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"whole"]
