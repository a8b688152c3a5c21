"""A real installation behind a real nginx, with the site file of the guide."""

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ventanilla.common import clock
from ventanilla.project.database.api import Place, ensure_running, stop
from ventanilla.project.server.roles import WEB_TARGET
from ventanilla.project.testing import WITHOUT_WAITING_FOR_THE_DISK
from ventanilla.project.tests.server.serving import PATIENCE_SECONDS, serving, unused_port

AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {site};
}}
"""


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where it listens, where the program behind it does, and what its certificate is."""

    plain_port: int
    tls_port: int
    program_port: int
    certificate: Path

    def connect(self, port: int) -> socket.socket:
        return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)


@contextmanager
def proxied(site: Path, host: str, folder: Path, nginx: str) -> Iterator[Proxy]:
    """Serve an installation of its own through `site`. Only ports, paths and IPv6 listeners of the file are changed."""
    home, port = folder / "home", unused_port()
    ensure_running(Place(home), options=WITHOUT_WAITING_FOR_THE_DISK)
    settings = {"VENTANILLA_PORT": str(port), "VENTANILLA_PUBLIC_URL": f"https://{host}"}
    try:
        with serving(home, target=WEB_TARGET, **settings) as server:
            server.heard(r"Ventanilla is at ")
            proxy = Proxy(unused_port(), unused_port(), port, folder / "fullchain.pem")
            _certify(host, folder)
            changed = _placed(site.read_text(), folder, port, proxy)
            (folder / "site").write_text(changed)
            (folder / "nginx.conf").write_text(AROUND.format(folder=folder, site=folder / "site"))
            with _running([nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")], proxy):
                yield proxy
    finally:
        stop(Place(home))


def _placed(site: str, folder: Path, port: int, proxy: Proxy) -> str:
    site = re.sub(r"^\s*listen \[::\].*\n", "", site, flags=re.MULTILINE)
    return (
        site.replace("127.0.0.1:8000", f"127.0.0.1:{port}")
        .replace("listen 80;", f"listen 127.0.0.1:{proxy.plain_port};")
        .replace("listen 443 ", f"listen 127.0.0.1:{proxy.tls_port} ")
        .replace("/etc/ssl/ventanilla", str(folder))
    )


def _certify(host: str, folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = clock.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "privkey.pem").write_bytes(secret)
    os.chmod(folder / "privkey.pem", 0o600)


@contextmanager
def _running(command: list[str], proxy: Proxy) -> Iterator[None]:
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        while process.poll() is None:
            with suppress(ConnectionRefusedError), proxy.connect(proxy.tls_port):
                break
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)
