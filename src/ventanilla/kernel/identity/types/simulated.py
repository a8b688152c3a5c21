"""The two providers of identity that the harness plays (project/simulators): one as ClaveÚnica, one as the standard.

Both sides read them here, as payments does, because neither may import the other.
"""

from collections.abc import Callable

from ventanilla.kernel.identity.types.sign_in import Assurance, Provider

SIMULATED_SECRET_FILE = "identity-simulator.key"  # noqa: S105 the name of a file
CLAVEUNICA_PATH, NEIGHBOUR_PATH = "/claveunica/openid", "/vecina"


def claveunica(base_url: str, secret: str) -> Provider:
    """ClaveÚnica's shape (docs of the State): POST everywhere, `RolUnico`, a logout address of its own."""
    return Provider(
        slug="claveunica",
        name="ClaveÚnica (simulada)",
        issuer=f"{base_url}{CLAVEUNICA_PATH}",
        client_id="ventanilla-demo",
        secret=secret,
        run_from="RolUnico",
        assurance=Assurance.SUBSTANTIAL,
        scope="openid run name",
        userinfo_by="POST",
        client_by="client_secret_post",
        end_session_return="redirect",
    )


def neighbour(base_url: str, secret: str) -> Provider:
    """The standard's shape: claims of the standard, names itself in the answer (RFC 9207)."""
    return Provider(
        slug="vecina",
        name="Cuenta Vecina (simulada)",
        issuer=f"{base_url}{NEIGHBOUR_PATH}",
        client_id="ventanilla-demo",
        secret=secret,
        run_from="run",
        assurance=Assurance.LOW,
        scope="openid profile",
    )


SIMULATED_PROVIDERS: tuple[Callable[[str, str], Provider], ...] = (claveunica, neighbour)
