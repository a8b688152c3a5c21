"""The files that the guides give away: units that systemd accepts, and a proxy that serves a real installation."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPMessage, HTTPSConnection
from pathlib import Path

import pytest

from tests.guides.proxy import Proxy, proxied
from ventanilla.project.settings import environment

FILES = Path(__file__).parents[2] / "docs/operating/files"
UNITS = sorted(path.name for path in FILES.iterdir() if path.suffix in {".service", ".timer"})
HOST = "tramites.example.cl"
EXPOSURE_MOST = 3.0


def needs(program: str) -> str:
    """The path of a program of the system; without it the test is skipped, and fails when CI=true."""
    found = shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin")
    if found is None:
        reason = f"There is no {program}: `make programs` installs it on Debian."
        pytest.fail(reason) if environment.CI.read() else pytest.skip(reason)
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A machine on which everything stands where the guide puts it."""
    units = tmp_path / "etc/systemd/system"
    program = tmp_path / "opt/ventanilla/.venv/bin/ventanilla"
    for folder in (units, program.parent, tmp_path / "usr/lib/systemd/system"):
        folder.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for target in Path("/usr/lib/systemd/system").glob("*.target"):
        shutil.copy(target, tmp_path / "usr/lib/systemd/system")
    for name in UNITS:
        shutil.copy(FILES / name, units)
    return tmp_path


def analyze(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [needs("systemd-analyze"), *arguments, f"--root={root}"]
    return subprocess.run(command, cwd=root / "etc/systemd/system", capture_output=True, text=True, check=False)


class TestUnits:
    @pytest.mark.parametrize("unit", UNITS)
    def test_systemd_finds_nothing_to_say(self, root: Path, unit: str) -> None:
        done = analyze(root, "verify", "--man=no", unit)
        assert (done.returncode, done.stderr) == (0, "")

    def test_a_broken_unit_would_be_noticed(self, root: Path) -> None:
        unit = root / "etc/systemd/system/ventanilla.service"
        unit.write_text(unit.read_text().replace("Restart=on-failure", "Restart=sometimes"))
        assert "sometimes" in analyze(root, "verify", "--man=no", unit.name).stderr

    @pytest.mark.parametrize("unit", [name for name in UNITS if name.endswith(".service")])
    def test_a_service_can_do_little_else(self, root: Path, unit: str) -> None:
        done = analyze(root, "security", "--offline=yes", f"--threshold={EXPOSURE_MOST * 10:.0f}", unit)
        assert done.returncode == 0, done.stdout[-300:]

    def test_the_variables_are_those_of_the_program(self) -> None:
        lines = (FILES / "ventanilla.env").read_text().splitlines()
        names = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
        assert names <= environment.REGISTRY.keys()


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """An installation behind nginx with the file of the guide, but for ports and paths."""
    with proxied(FILES / "ventanilla.nginx", HOST, tmp_path_factory.mktemp("proxy"), needs("nginx")) as running:
        yield running


def answer_of(asking: HTTPConnection, path: str, **headers: str) -> tuple[int, HTTPMessage]:
    """Status and headers of what is answered."""
    try:
        asking.request("GET", path, headers={"Host": HOST, **headers})
        answer = asking.getresponse()
        answer.read()
        return answer.status, answer.headers
    finally:
        asking.close()


def by_tls(proxy: Proxy, path: str) -> tuple[int, HTTPMessage]:
    """The same, of a browser that trusts the certificate of the proxy and nothing else."""
    trusting = ssl.create_default_context(cafile=str(proxy.certificate))
    asking = HTTPSConnection(HOST, proxy.tls_port, context=trusting, timeout=60)
    asking.sock = trusting.wrap_socket(proxy.connect(proxy.tls_port), server_hostname=HOST)
    return answer_of(asking, path)


class TestProxy:
    def test_a_page_comes_by_tls_and_says_so(self, proxy: Proxy) -> None:
        status, headers = by_tls(proxy, "/")
        assert status == 200
        assert "max-age=31536000" in headers["Strict-Transport-Security"]

    def test_cookies_are_for_tls_alone(self, proxy: Proxy) -> None:
        _, headers = by_tls(proxy, "/funcionarios/entrar/")
        cookies = headers.get_all("Set-Cookie") or []
        assert cookies
        assert all(cookie.startswith("__Host-") and "Secure" in cookie for cookie in cookies)

    def test_without_tls_one_is_sent_there_whatever_the_browser_claims(self, proxy: Proxy) -> None:
        asking = HTTPConnection("127.0.0.1", proxy.plain_port, timeout=60)
        status, headers = answer_of(asking, "/tramites/?q=patente", **{"X-Forwarded-Proto": "https"})
        assert (status, headers["Location"]) == (301, f"https://{HOST}/tramites/?q=patente")

    def test_it_says_that_it_is_well_through_the_proxy_and_beside_it(self, proxy: Proxy) -> None:
        for path in ("/salud/vivo", "/salud/listo"):
            assert by_tls(proxy, path)[0] == 200
            assert answer_of(HTTPConnection("127.0.0.1", proxy.program_port, timeout=60), path)[0] == 200

    def test_the_numbers_of_the_operator_do_not_leave_the_machine(self, proxy: Proxy) -> None:
        assert by_tls(proxy, "/metricas")[0] == 404

        def beside(**headers: str) -> int:
            return answer_of(HTTPConnection("127.0.0.1", proxy.program_port, timeout=60), "/metricas", **headers)[0]

        assert beside() == 200
        assert beside(**{"X-Forwarded-For": "200.1.2.3"}) == 403
