"""What may be used once: a state, a code. One statement decides, also between two processes."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection

from ventanilla.kernel.identity.sign_in.limits import SPENT_LIFETIME_SECONDS
from ventanilla.kernel.identity.sign_in_errors import AttemptUnknown

SPEND = """
WITH old AS (DELETE FROM identity_spent WHERE spent_at < %(before)s AND digest <> %(digest)s)
INSERT INTO identity_spent (digest, spent_at) VALUES (%(digest)s, %(at)s) ON CONFLICT (digest) DO NOTHING
"""


def spend_challenge(*, challenge: str, at: datetime) -> None:
    """Use up the challenge of a passkey. Raises AttemptUnknown when it was used before."""
    spend("passkey challenge", challenge, at=at)


def spend(kind: str, value: str, *, at: datetime) -> None:
    """Use `value` up. Raises AttemptUnknown when it was used before. Writes one row, in no transaction of others."""
    digest = sha256(f"{kind}\0{value}".encode()).digest()
    before = at - timedelta(seconds=SPENT_LIFETIME_SECONDS)
    with connection.cursor() as cursor:
        cursor.execute(SPEND, {"digest": digest, "at": at, "before": before})
        if cursor.rowcount != 1:
            raise AttemptUnknown
