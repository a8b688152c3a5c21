"""A person who is signed in, with a complete draft of the licence and as many copies of it as a measure needs."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.urls import reverse

from bench import web

SERVICE = "patente-comercial"
AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
CSRF = "b" * 32
BACKEND = "ventanilla.kernel.identity.backends.ProviderBackend"
ANSWERS = {
    "activity": "Almacén de barrio",
    "sii_activity": "Venta al por menor en almacenes pequeños",
    "premises_address": {"street": "Calle Los Aromos", "number": "145", "extra": ""},
    "tenure": "rented",
    "lease_contract": "file",
    "food_handling": True,
    "sanitary_authorisation": "file",
    "own_capital": 40_000_000,
    "contact_email": "rosa@correo.cl",
    "contact_phone": "+56987654321",
    "declaration": ["all_true"],
}


class Filer:
    """A person who is signed in, with as many copies of a complete draft as the rounds need."""

    def __init__(self) -> None:
        from ventanilla.kernel.cases.models import Draft
        from ventanilla.kernel.cases.testing import make_play

        self._play = make_play(at=AT)
        self._draft = Draft.objects.get(uuid=self._play.write(ANSWERS))
        self.cookies = sign_in(self._play.person.account_id)

    @property
    def official_cookies(self) -> str:
        """Those of the head who will decide on the cases."""
        return self.cookies_of("JEFE-RENTAS")

    def cookies_of(self, code: str) -> str:
        """Those of the official who holds this post."""
        official = self._play.commune.officials[code]
        return sign_in(official.account_id, post_id=official.post.id)

    def copy(self) -> UUID:
        """Another draft with the same answers and files."""
        self._draft.pk, self._draft.uuid = None, uuid4()
        self._draft.save(force_insert=True)
        return self._draft.uuid

    def file(self) -> UUID:
        """File one of them; the case."""
        return press(self.request("draft-file", self.copy()))

    def request(self, view: str, draft: UUID) -> dict[str, object]:
        """The press of the button on the review page."""
        return web.post(reverse(view, args=[draft]), {"csrfmiddlewaretoken": CSRF}, cookies=self.cookies)


def sign_in(account_id: int, post_id: int | None = None) -> str:
    """The cookies of a new session, as a browser sends them."""
    from django.conf import settings
    from django.test import Client

    from ventanilla.common import clock
    from ventanilla.portal import testing

    client = Client()
    testing.sign_in(client, account_id=account_id, post_id=post_id, at=clock.now())
    return f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}; {settings.CSRF_COOKIE_NAME}={CSRF}"


def press(request: dict[str, object]) -> UUID:
    """Send it. The answer must be the way to the receipt, whose case is returned."""
    answer = web.send(request)
    if answer.status != 302 or "comprobante" not in answer.headers["Location"]:
        raise AssertionError(f"The POST was answered with {answer.status} {answer.headers.get('Location', '')}.")
    return UUID(answer.headers["Location"].split("/")[2])
