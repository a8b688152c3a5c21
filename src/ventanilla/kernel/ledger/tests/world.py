"""What the tests of the ledger act on: an instant, two actors, and how they record, look and read back."""

from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

from django.db import connection

from ventanilla.common.actor import ActorKind, ActorRef
from ventanilla.kernel.ledger import api, tree
from ventanilla.kernel.ledger.models import Entry

AT = datetime(2026, 10, 5, 13, 45, 7, 123456, tzinfo=UTC)
PERSON = ActorRef.person(uuid4())
OFFICIAL = ActorRef(
    kind=ActorKind.POST, person_uuid=uuid4(), post_uuid=uuid4(), institution_uuid=uuid4(), capacity="SUBSTITUTE"
)


def append(count=1):
    return [api.append(kind="case.filed", actor=PERSON, at=AT).act for _ in range(count)]


def look(*subjects, at=AT, what="Expediente", **more):
    return api.record_read(
        actor=OFFICIAL, at=at, subjects=subjects, purpose="Resolver", what=what,
        institution=OFFICIAL.institution_uuid, **more,
    )  # fmt: skip


def head():
    return api.open_checkpoint(note=api.get_checkpoint(), verifier_key=api.log_verifier_key())


def leaves():
    bodies = Entry.objects.filter(leaf_index__isnull=False).order_by("leaf_index").values_list("body", flat=True)
    return [tree.leaf_hash(bytes(body)) for body in bodies]


@contextmanager
def forgotten():
    """What is done inside, the database forgets and the disk does not, as after the restore of a backup."""
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT the_backup")
        yield
        cursor.execute("ROLLBACK TO SAVEPOINT the_backup")
