"""A small web site for the tests of the browser: a page with forms, an echo of what was sent, cookies, redirects."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!DOCTYPE html><html lang="es"><head><title>Página de prueba</title></head><body>
<h1>Una <em>página</em></h1><p>Primera línea<br>segunda línea</p>
<nav><a href="/otra">Ir a otra página</a><a href="/falla">Falla</a></nav>
<form method="get" action="/eco"><input name="q"><button>Buscar</button></form>
<form method="post" action="/eco">
  <input type="hidden" name="csrf" value="secreto"><input name="nombre" value="de antes">
  <label><input type="radio" name="color" value="rojo">Rojo</label>
  <label><input type="radio" name="color" value="azul">Azul</label>
  <input type="checkbox" name="caja" value="a"><input type="checkbox" name="caja" value="b" checked>
  <select name="lista"><option value="1">Uno</option><option value="2">Dos</option></select>
  <textarea name="texto"></textarea>
  <button name="acto" value="guardar">Guardar</button>
  <button name="acto" value="borrar" formaction="/eco?borrar">Borrar ésta</button>
</form>
<form method="post" action="/eco" enctype="multipart/form-data">
  <input type="file" name="archivo"><input name="nota"><button>Subir</button>
</form>
<form id="lejos" method="post" action="/eco"><input type="hidden" name="donde" value="lejos"></form>
<button form="lejos">Desde lejos</button>
</body></html>"""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/":
            self._answer(200, PAGE, {"Set-Cookie": "visita=1; Path=/"})
        elif self.path == "/otra":
            self._answer(302, "", {"Location": "/eco?llegada"})
        elif self.path == "/falla":
            self._answer(409, "<title>No</title><h1>No se puede</h1><div role='alert'>Hay un problema: no.</div>")
        else:
            self._echo(b"")

    def do_POST(self) -> None:
        self._echo(self.rfile.read(int(self.headers["Content-Length"])))

    def _echo(self, body: bytes) -> None:
        head = (self.headers.get("Cookie", ""), self.headers.get("Origin", ""), self.headers.get("Content-Type", ""))
        told = "\n".join([f"{self.command} {self.path}", *head, body.decode()])
        self._answer(200, told, media_type="text/plain")

    def _answer(
        self, status: int, text: str, headers: dict[str, str] | None = None, *, media_type: str = "text/html"
    ) -> None:
        content = text.encode()
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", f"{media_type}; charset=utf-8")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the name is the base class's
        """Nothing."""


@contextmanager
def site() -> Iterator[str]:
    """Serve inside the block and give the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
