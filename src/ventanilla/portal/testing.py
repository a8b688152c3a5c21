"""Somebody who is signed in, for tests: with a session as a real sign-in makes it, which lasts."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import Actor, Assurance
from ventanilla.portal.web.sessions import BY_RULE, KEY, POST_KEY, PROVIDER_BACKEND, Kept

LASTS = timedelta(days=3650)


def sign_in(
    client: Client,
    *,
    account_id: int,
    post_id: int | None = None,
    at: datetime,
    provider: str = "claveunica",
    assurance: Assurance = Assurance.HIGH,
    device: str = "Firefox, Linux",
    lasts: timedelta = LASTS,
) -> Kept:
    """The browser of the client has a session of the account; of an official, at this post."""
    client.cookies.pop(settings.SESSION_COOKIE_NAME, None)
    client.force_login(get_user_model().objects.get(pk=account_id), backend=PROVIDER_BACKEND)
    session, seconds = client.session, int(lasts.total_seconds())
    uuid = identity.open_session(
        account_id=account_id,
        session_key=session.session_key or "",
        provider="" if post_id else provider,
        assurance=assurance,
        device=device,
        ends_at=at + lasts,
        idle_seconds=seconds,
        actor=BY_RULE,
        at=at,
    )
    began = int(at.timestamp())
    by, last = "" if post_id else provider, began + seconds
    kept = Kept(str(uuid), account_id, by, assurance.value, began, began, last, seconds)
    session[KEY] = asdict(kept)
    if post_id is not None:
        session[POST_KEY] = post_id
    session.save()
    return kept


def sign_in_actor(client: Client, actor: Actor, *, at: datetime) -> Kept:
    """The same, as this actor."""
    return sign_in(client, account_id=actor.account_id, post_id=actor.post.id if actor.post else None, at=at)
