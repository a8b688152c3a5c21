"""Sessions in the database, whose failures are failures.

Django tells every error of the database at the saving of a session as a session that somebody ended meanwhile, and
answers 400: the request was not understood. When the database goes away just then, what the request asked for may have
been done already, and the person has to read that (see portal's page of failures).
"""

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import InterfaceError, OperationalError


class SessionStore(DatabaseStore):
    """As Django's, but for that."""

    def save(self, must_create: bool = False) -> None:
        """Raises OperationalError or InterfaceError when the database failed."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError | InterfaceError):
                raise error.__context__ from None
            raise
