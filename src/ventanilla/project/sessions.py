"""Sessions in the database, under a digest of their key, whose failures are failures.

Who reads django_session, or a backup of it, gets no key that opens a session.

Django tells every error of the database at the saving of a session as a session that somebody ended meanwhile, and
answers 400: the request was not understood. When the database goes away just then, what the request asked for may have
been done already, and the person has to read that (see portal's page of failures).
"""

from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession as StoredSession
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from ventanilla.kernel.identity.types import session_digest


class SessionStore(DatabaseStore):
    """As Django's, but for that. `session_key` is what the cookie holds; rows are found by its digest."""

    def _get_session_from_db(self) -> StoredSession | None:
        now = timezone.now()  # noqa: TID251  the clock by which Django set the expiry
        stored_key = session_digest(self.session_key or "")
        found = self.model.objects.filter(session_key=stored_key, expire_date__gt=now).first()
        if found is None:
            self._session_key = None
        return found

    def create_model_instance(self, data: dict[str, Any]) -> StoredSession:
        row = super().create_model_instance(data)
        row.session_key = session_digest(row.session_key)
        return row

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with that key."""
        return super().exists(session_digest(session_key))

    def delete(self, session_key: str | None = None) -> None:
        """Delete the session with that key, or this one."""
        key = session_key or self.session_key
        if key is not None:
            super().delete(session_digest(key))

    def save(self, must_create: bool = False) -> None:
        """Raises OperationalError or InterfaceError when the database failed."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError | InterfaceError):
                raise error.__context__ from None
            raise
