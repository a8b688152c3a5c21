"""Every limit of the pages: how long a session lasts, how often something may be tried, how much.

The numbers stand here so that one page shows them all. Those of a single call to a provider of identity are in
`kernel/identity/sign_in/limits.py`, those of uploads with the documents. What is counted is counted in the database
(`identity.take`), so that it holds with several processes; `web/rates.py` asks it.
"""

from dataclasses import dataclass

# A session ends so long after its last request, and so long after it began, whatever happens in it.
SESSION_IDLE_SECONDS = 2 * 60 * 60
SESSION_LIFETIME_SECONDS = 12 * 60 * 60
# That it is in use is written no more often than this.
SESSION_SEEN_EVERY_SECONDS = 5 * 60
# In so many windows one may be coming in at once; the oldest is forgotten.
SIGN_IN_ATTEMPTS_LIMIT = 5
# From the password to the last step of an official's entry.
STAFF_STEPS_SECONDS = 10 * 60
# What an official enters with is changed only so soon after coming in.
RECENT_SESSION_SECONDS = 15 * 60
PASSKEY_CHALLENGE_SECONDS = 5 * 60


@dataclass(frozen=True, slots=True)
class Rate:
    """So many wrong tries of a kind in so many seconds; then nobody tries until they are over."""

    kind: str
    times: int
    per_seconds: int


STAFF_PASSWORD_BY_ACCOUNT = Rate("password of an account", 10, 15 * 60)
STAFF_PASSWORD_BY_ADDRESS = Rate("password from an address", 100, 15 * 60)
STAFF_CODE = Rate("code of an account", 5, 15 * 60)
STAFF_PASSKEY_BY_ADDRESS = Rate("passkey from an address", 100, 15 * 60)
