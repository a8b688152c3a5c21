"""The session of a browser: it begins with a new key, it is looked at in each request, and it ends.

What a request needs of it stands in the session itself, so that no request asks one more table. A person ends it from
elsewhere by deleting its row (`identity.end_session`), which holds at the next request.
"""

import contextlib
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.contrib.auth import load_backend, login, logout
from django.http import HttpRequest

from ventanilla.common.actor import ActorRef
from ventanilla.common.errors import NotVisible
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import OPERATE, Assurance, PostHeld
from ventanilla.portal.web import limits
from ventanilla.portal.web.devices import device_words

KEY = "kept"
POST_KEY = "post_id"
# Whether the post operates the installation: for the menu. Each page asks for the right itself.
OPERATES_KEY = "operates"
PROVIDER_BACKEND = "ventanilla.kernel.identity.backends.ProviderBackend"
OFFICIAL_BACKEND = "ventanilla.kernel.identity.backends.OfficialBackend"
BY_RULE = ActorRef.by_rule("portal.session")


@dataclass(frozen=True, slots=True)
class Kept:
    """What the session holds of itself. Instants are in seconds (POSIX); `provider` "" is the entry of officials."""

    uuid: str
    account_id: int
    provider: str
    assurance: str
    began_at: int
    seen_at: int
    ends_at: int
    idle_seconds: int

    def is_over(self, at: datetime) -> bool:
        """Whether it lasted too long, or nobody used it for too long."""
        now = at.timestamp()
        return now >= self.ends_at or now - self.seen_at >= self.idle_seconds

    def is_recent(self, at: datetime) -> bool:
        """Whether whoever it is has just shown who they are: enough to change what they enter with."""
        return at.timestamp() - self.began_at < limits.RECENT_SESSION_SECONDS

    def reaches(self, asked: Assurance) -> bool:
        """Whether it is sure enough for what asks this assurance."""
        return Assurance(self.assurance).reaches(asked)


def begin(
    request: HttpRequest,
    *,
    account_id: int,
    at: datetime,
    provider: str,
    assurance: Assurance,
    lifetime_seconds: int = limits.SESSION_LIFETIME_SECONDS,
    idle_seconds: int = limits.SESSION_IDLE_SECONDS,
) -> None:
    """A new session with a new key, whatever was before; that of before has ended."""
    end(request, at=at)
    backend = PROVIDER_BACKEND if provider else OFFICIAL_BACKEND
    login(request, load_backend(backend).get_user(account_id), backend=backend)
    ends_at = at + timedelta(seconds=lifetime_seconds)
    uuid = identity.open_session(
        account_id=account_id,
        session_key=request.session.session_key or "",
        provider=provider,
        assurance=assurance,
        device=device_words(request),
        ends_at=ends_at,
        idle_seconds=idle_seconds,
        actor=BY_RULE,
        at=at,
    )
    began, last = int(at.timestamp()), int(ends_at.timestamp())
    kept = Kept(str(uuid), account_id, provider, assurance.value, began, began, last, idle_seconds)
    request.session[KEY] = asdict(kept)


def take_post(request: HttpRequest, *, account_id: int, post: PostHeld, at: datetime) -> bool:
    """Work as that post from now on; whether it operates the installation."""
    request.session[POST_KEY] = post.id
    actor = identity.actor_of(account_id=account_id, post_id=post.id, at=at)
    operates = identity.holds_anywhere(actor=actor.ref(), action=OPERATE, at=at)
    request.session[OPERATES_KEY] = operates
    return operates


def look(request: HttpRequest, at: datetime) -> Kept | None:
    """The session of the request while it lasts; now and then it is written that it is in use. None: nobody's."""
    found = request.session.get(KEY)
    if found is None:
        return None
    kept = Kept(**found)
    if kept.is_over(at):
        end(request, at=at)
        return None
    if at.timestamp() - kept.seen_at >= limits.SESSION_SEEN_EVERY_SECONDS:
        kept = replace(kept, seen_at=int(at.timestamp()))
        request.session[KEY] = asdict(kept)
        identity.see_session(session=UUID(kept.uuid), actor=BY_RULE, at=datetime.fromtimestamp(kept.seen_at, UTC))
    return kept


def end(request: HttpRequest, *, at: datetime) -> None:
    """The session of this browser is over, with all that it held."""
    found = request.session.get(KEY)
    if found is not None:
        kept = Kept(**found)
        with contextlib.suppress(NotVisible):  # forgotten after its retention
            identity.end_session(account_id=kept.account_id, session=UUID(kept.uuid), actor=BY_RULE, at=at)
    logout(request)
