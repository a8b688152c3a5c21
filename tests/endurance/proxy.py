"""A small proxy before PostgreSQL: it slows the way down, closes it, or cuts it at a commit that matters.

It knows of the protocol only that psycopg sends `COMMIT` as a simple query and that the server ends each answer with
ReadyForQuery (https://www.postgresql.org/docs/current/protocol-flow.html).
"""

import contextlib
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ventanilla.project.database.place import SOCKET_FILE

CHUNK_BYTES = 65536
COMMIT = b"COMMIT\0"
READY_FOR_QUERY = b"Z\x00\x00\x00\x05"
LOOK_SECONDS = 0.1


class Proxy:
    """Between clients that name `folder` as host and the real socket in `behind`."""

    def __init__(self, folder: Path, behind: Path) -> None:
        self.folder = folder
        self.delay_seconds = 0.0
        self.cuts: list[str] = []
        self._behind = behind / SOCKET_FILE
        self._needle = b""
        self._after_commit = False
        self._closed = False
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / SOCKET_FILE))
        self._listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_at_commit_of(self, statement: str, *, after: bool) -> None:
        """Once, the connection whose transaction sent this text loses its way at the commit: before the server hears of
        it, or `after` it was done and before the client does.
        """
        self._after_commit, self._needle = after, statement.encode()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Inside the block every connection is broken, and new ones are closed at once."""
        self._closed = True
        self._break_all()
        try:
            yield
        finally:
            self._closed = False

    def end(self) -> None:
        """No proxy any more."""
        self._closed = True
        self._listener.close()
        self._break_all()

    def _break_all(self) -> None:
        with self._lock:
            for each in self._open:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server, contextlib.suppress(OSError):
            if self._closed:
                return
            server.connect(str(self._behind))
            with self._lock:
                self._open |= {client, server}
            try:
                self._carry(client, server)
            finally:
                with self._lock:
                    self._open -= {client, server}

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        matters = False
        while not self._closed:
            for source in select.select([client, server], [], [], LOOK_SECONDS)[0]:
                chunk = source.recv(CHUNK_BYTES)
                if not chunk:
                    return
                if source is server:
                    client.sendall(chunk)
                    continue
                if self.delay_seconds:
                    threading.Event().wait(self.delay_seconds)
                matters = matters or bool(self._needle and self._needle in chunk)
                if COMMIT in chunk and matters:
                    self._cut(server, chunk)
                    return
                server.sendall(chunk)

    def _cut(self, server: socket.socket, chunk: bytes) -> None:
        self.cuts.append("after" if self._after_commit else "before")
        self._needle = b""
        if not self._after_commit:
            return
        server.sendall(chunk)
        said = b""
        while READY_FOR_QUERY not in said and (more := server.recv(CHUNK_BYTES)):
            said += more
