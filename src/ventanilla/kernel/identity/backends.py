"""How Django keeps a session: officials by e-mail and password, persons after their identity provider.

Name both in AUTHENTICATION_BACKENDS. Django's ModelBackend is not used: its permissions and groups are not ours.
"""

from datetime import datetime

import structlog
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from ventanilla.common import clock
from ventanilla.kernel.identity.models import Account

# No text of PostgreSQL holds it.
NUL = "\0"

_log = structlog.get_logger(__name__)


class _AccountBackend(BaseBackend):
    def get_user(self, user_id: int) -> Account | None:
        """The account of a session with its person, while it is open."""
        return Account.objects.select_related("person").filter(id=user_id, is_active=True).first()


class OfficialBackend(_AccountBackend):
    """E-mail and password. Wrong password, unknown e-mail and closed account take the same time and give None."""

    def authenticate(
        self,
        request: HttpRequest | None,
        email: str | None = None,
        password: str | None = None,
        at: datetime | None = None,
        **_other: object,
    ) -> Account | None:
        """The open account with this e-mail and password, or None. One query and one Argon2 hash in each case.

        A password that an administrator gave opens until its hour.
        """
        if not email or not password or NUL in email:
            return None
        account = Account.objects.filter(email=email.strip().lower()).first()
        known = account or Account(password="")
        right = known.check_password(password)
        late = known.password_until is not None and (at or clock.now()) >= known.password_until
        opens = right and account is not None and account.is_active and not late
        _log.info("official_sign_in", opened=opens, account=str(account.uuid) if account and opens else None)
        return account if opens else None


class ProviderBackend(_AccountBackend):
    """Sessions of persons whom an identity provider vouched for. It authenticates nobody: `admit_person` was called."""
