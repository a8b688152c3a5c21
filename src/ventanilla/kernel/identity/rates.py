"""How often something may be tried: one statement counts, so that it holds with several processes."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from ventanilla.kernel.identity.types import Taken

# Over so long: the row is of no use to anybody.
FORGET_AFTER = timedelta(days=1)
TAKE = """
WITH old AS (
  DELETE FROM identity_rate WHERE digest IN (
    SELECT digest FROM identity_rate WHERE ends_at < %(forget)s AND digest <> %(digest)s
     LIMIT 100 FOR UPDATE SKIP LOCKED)
)
INSERT INTO identity_rate AS rate (digest, count, ends_at) VALUES (%(digest)s, 1, %(ends_at)s)
ON CONFLICT (digest) DO UPDATE SET
  count = CASE WHEN rate.ends_at <= %(at)s THEN 1 ELSE rate.count + 1 END,
  ends_at = CASE WHEN rate.ends_at <= %(at)s THEN EXCLUDED.ends_at ELSE rate.ends_at END
RETURNING count, ends_at
"""


def take(*, kind: str, key: str, limit: int, per_seconds: int, at: datetime) -> Taken:
    """Count one more of this kind by this key, and whether that is more than `limit` in `per_seconds`.

    Call it outside a transaction: what is undone was tried all the same. Writes one row, which names nobody.
    """
    values = {
        "digest": _digest(kind, key),
        "ends_at": at + timedelta(seconds=per_seconds),
        "at": at,
        "forget": at - FORGET_AFTER,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        count, ends_at = cursor.fetchone()
    return Taken(over=count > limit, again_at=ends_at)


def give_back(*, kind: str, key: str) -> None:
    """That one does not count: whoever tried was right. Writes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE identity_rate SET count = count - 1 WHERE digest = %s AND count > 0", [_digest(kind, key)]
        )


def _digest(kind: str, key: str) -> bytes:
    return salted_hmac(f"ventanilla rate {kind}", key, algorithm="sha256").digest()
