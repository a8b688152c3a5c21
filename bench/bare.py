"""The peer of the final POST: a view with the same middleware and guards that only inserts rows made beforehand."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.transaction import atomic  # noqa: TID251  the peer of an operation has none of its guarantees
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bench.rows import Insert
from ventanilla.portal.web.requests import SignedRequest, for_person

READY: deque[Sequence[Insert]] = deque()
"""What each coming request inserts. Filled before the clock starts."""


@never_cache
@for_person
@require_http_methods(["GET", "HEAD", "POST"])
def file_barely(request: SignedRequest, draft: UUID) -> HttpResponse:
    """Insert the next rows in one transaction, one statement each, and go where the real view goes."""
    inserts = READY.popleft()
    ids: list[int] = []
    with atomic(), connection.cursor() as cursor:
        for insert in inserts:
            parameters = list(insert.parameters)
            for place, position in insert.links.items():
                parameters[place] = ids[position]
            cursor.execute(insert.sql, parameters)
            ids.append(cursor.fetchone()[0] if insert.sql.endswith("RETURNING id") else 0)
    return redirect("receipt", draft)
