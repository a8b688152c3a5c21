"""The file of providers: what it may say, and what is wrong with it in a sentence."""

from pathlib import Path

import pytest

from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.errors import ProviderNotFound, ProvidersNotUsable, RunNotVouched
from ventanilla.kernel.identity.sign_in.calls import is_safe
from ventanilla.kernel.identity.sign_in.claims import person_of
from ventanilla.kernel.identity.types import Assurance, Provider

CLAVEUNICA = """
- slug: claveunica
  name: ClaveÚnica
  issuer: https://accounts.claveunica.gob.cl/openid
  client_id: abc
  run_from: RolUnico
  assurance: SUBSTANTIAL
  scope: openid run name
  userinfo_by: POST
  client_by: client_secret_post
  end_session_return: redirect
  endpoints:
    authorize: https://accounts.claveunica.gob.cl/openid/authorize
    token: https://accounts.claveunica.gob.cl/openid/token
    userinfo: https://accounts.claveunica.gob.cl/openid/userinfo
    jwks: https://accounts.claveunica.gob.cl/openid/jwks
"""


@pytest.fixture
def keys(settings, tmp_path) -> Path:
    settings.VENTANILLA_HOME, settings.SIMULATORS = tmp_path, False
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    write(folder / "sign-in-claveunica.secret", "secreto\n")
    return folder


def write(path: Path, text: str, mode: int = 0o600) -> None:
    path.write_text(text)
    path.chmod(mode)


class TestFile:
    def test_without_one_there_is_nobody(self, keys):
        assert identity.list_providers() == ()

    def test_the_providers_in_its_order(self, keys):
        write(keys / "sign-in-otra.secret", "otro")
        other = "- {slug: otra, name: Otra, issuer: https://otra.cl, client_id: x, run_from: run, assurance: LOW}\n"
        write(keys / "sign-in.yaml", other + CLAVEUNICA)
        first, second = identity.list_providers()
        assert (first.slug, first.endpoints, first.secret) == ("otra", None, "otro")
        assert (second.secret, second.assurance) == ("secreto", Assurance.SUBSTANTIAL)
        assert second.endpoints.algorithms == ("RS256",)
        assert identity.get_provider(slug="otra") == first
        with pytest.raises(ProviderNotFound):
            identity.get_provider(slug="nadie")

    def test_nobody_reads_the_secret_in_a_log(self, keys):
        write(keys / "sign-in.yaml", CLAVEUNICA)
        assert "secreto" not in repr(identity.list_providers())

    @pytest.mark.parametrize(
        ("before", "after", "why"),
        [
            ("assurance: SUBSTANTIAL", "assurance: much", "assurance must be one of"),
            ("client_id: abc", "colour: red", "lacks client_id"),
            ("client_id: abc", "client_id: abc\n  colour: red", "colour, which nobody reads"),
            ("issuer: https", "issuer: http", "https:// address"),
            ("userinfo_by: POST", "userinfo_by: PUT", "userinfo_by must be one of"),
            ("token: https", "token: ftp", "each endpoint"),
            ("    token: https://accounts.claveunica.gob.cl/openid/token\n", "", "endpoints must name"),
            ("  endpoints:\n", "  endpoints:\n    algorithms: [HS256]\n", "algorithms may be"),
            ("  endpoints:\n", "  endpoints:\n    algorithms: [none]\n", "algorithms may be"),
            ("slug: claveunica", "slug: Clave Única", "the slug must be"),
            ("slug: claveunica", "slug: otra", "The secret of the client is missing"),
            ("- slug", "slug", "cannot be read|must be a list"),
        ],
    )
    def test_what_is_wrong_is_said(self, keys, before, after, why):
        assert before in CLAVEUNICA
        write(keys / "sign-in.yaml", CLAVEUNICA.replace(before, after))
        with pytest.raises(ProvidersNotUsable, match=why):
            identity.list_providers()

    def test_a_file_or_a_secret_that_others_may_read(self, keys):
        write(keys / "sign-in.yaml", CLAVEUNICA, 0o644)
        with pytest.raises(ProvidersNotUsable, match="open to others"):
            identity.list_providers()
        write(keys / "sign-in.yaml", CLAVEUNICA)
        (keys / "sign-in-claveunica.secret").chmod(0o640)
        with pytest.raises(ProvidersNotUsable, match="open to others"):
            identity.list_providers()

    def test_two_alike(self, keys):
        write(keys / "sign-in.yaml", CLAVEUNICA * 2)
        with pytest.raises(ProvidersNotUsable, match="two providers alike"):
            identity.list_providers()


def provider(run_from: str) -> Provider:
    return Provider("x", "X", "https://x.cl", "x", run_from, Assurance.LOW, "s")


ROL = {"numero": 55555555, "DV": "5", "tipo": "RUN"}
NOMBRES = {"nombres": ["María", "Carmen"], "apellidos": ["De los Ángeles", "Pérez"]}


class TestWhoItIs:
    def test_as_claveunica_says_it(self):
        found = person_of({"sub": "1", "RolUnico": ROL, "name": NOMBRES}, provider("RolUnico"))
        assert (found.run, found.given_names, found.surnames) == (
            "55555555-5",
            "María Carmen",
            "De los Ángeles Pérez",
        )

    def test_as_the_standard_says_it(self):
        said = {"sub": "1", "run": "12.345.678-5", "given_name": " Rosa \x00 Elena ", "family_name": "Ñancupil"}
        found = person_of(said, provider("run"))
        assert (found.run, found.given_names) == ("12345678-5", "Rosa Elena")

    @pytest.mark.parametrize(
        "said",
        [
            {"name": NOMBRES},
            {"RolUnico": {**ROL, "DV": "4"}, "name": NOMBRES},
            {"RolUnico": {**ROL, "tipo": "RUT"}, "name": NOMBRES},
            {"RolUnico": [55555555], "name": NOMBRES},
            {"RolUnico": ROL},
            {"RolUnico": ROL, "name": {"nombres": [], "apellidos": ["P"]}},
            {"sub": "55555555-5", "name": NOMBRES},
        ],
    )
    def test_is_not_taken_without_a_run_and_a_name(self, said):
        with pytest.raises(RunNotVouched):
            person_of(said, provider("RolUnico"))


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://accounts.claveunica.gob.cl/openid", True),
        ("http://127.0.0.1:8001/x", True),
        ("http://accounts.claveunica.gob.cl/openid", False),
        ("http://127.0.0.1.otro.cl/", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://[", False),
    ],
)
def test_what_may_be_called(address, safe):
    assert is_safe(address) is safe
