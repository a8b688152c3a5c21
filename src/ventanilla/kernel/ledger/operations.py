"""The writes that share the caller's transaction: an act, and a look at somebody's data. One statement each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection
from psycopg.types.json import Jsonb

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import Json, commitment, new_salt
from ventanilla.kernel.ledger import form
from ventanilla.kernel.ledger.errors import MalformedEntry
from ventanilla.kernel.ledger.types import Appended

MAX_SUBJECTS = 500
MAX_PURPOSE_CHARACTERS = 200
MAX_WHAT_CHARACTERS = 500
READ_KIND = "read"

INSERT_ENTRY = "INSERT INTO ledger_entry (act, recorded_at, institution, kind, body) VALUES (%s, %s, %s, %s, %s)"
INSERT_READ = f"""
WITH entry AS ({INSERT_ENTRY}),
read AS (
    INSERT INTO ledger_read (act, at, actor, institution, purpose, what, service, dossier, salts)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
)
INSERT INTO ledger_readsubject (subject, at, read_id, salt)
SELECT person.subject, %s, read.id, person.salt FROM read, unnest(%s::uuid[], %s::bytea[]) AS person (subject, salt)
"""  # noqa: S608  both parts are constants


def append(
    *,
    kind: str,
    actor: ActorRef,
    at: datetime,
    institution: UUID | None = None,
    norm: str = "",
    service: str = "",
    public: Mapping[str, Json] = {},
    private: Mapping[str, Json] = {},
    sensitive: bool = False,
) -> Appended:
    """Insert one entry in the caller's transaction, so that act and entry stand or fall together.

    `kind` is dotted lower case ("case.filed"). `public` is published as it is: nothing personal, at most 3 levels deep
    and without floats. Of `private` and of `actor` only salted commitments are published and nothing is stored;
    the salts in the answer are for the caller to keep beside the values. The post of the actor is public. `sensitive`
    publishes only the day and commitments, and its salts have also the open fields by name.

    Raises MalformedEntry. Writes one row of Entry, pending until the sequencer numbers it. One statement.
    """
    draft = form.Draft(
        act=uuid4(),
        at=at,
        kind=kind,
        actor=actor,
        institution=institution,
        norm=norm,
        service=service,
        public=public,
        private=private,
        sensitive=sensitive,
    )
    made = form.make(draft)
    with connection.cursor() as cursor:
        cursor.execute(INSERT_ENTRY, (draft.act, at, institution, kind, made.body))
    return Appended(draft.act, made.salts)


def record_read(
    *,
    actor: ActorRef,
    at: datetime,
    subjects: Sequence[UUID],
    purpose: str,
    what: str,
    institution: UUID | None,
    service: str = "",
    dossier: UUID | None = None,
) -> UUID:
    """Record that a page or document with the data of `subjects` is about to be shown; call it before rendering.

    One row for the page, however many persons it shows (at most 500, repeated ones count once), and one log entry that
    publishes the instant, the institution and commitments to all the rest. Each person has a commitment of their own
    inside `subjects`, so that one can be proved to without showing the others.

    Raises MalformedEntry: then nothing may be shown. One statement, in the caller's transaction when there is one.
    """
    persons = sorted(set(subjects), key=str)
    _check_read(persons, purpose, what, service)
    salts = [new_salt() for _ in persons]
    hidden: dict[str, Json] = {
        "subjects": [commitment(str(person), salt) for person, salt in zip(persons, salts, strict=True)],
        "purpose": purpose,
        "what": what,
        "used_by": service,
        "dossier": str(dossier or ""),
    }
    act = uuid4()
    draft = form.Draft(act, at, READ_KIND, actor, institution, "", "", {}, hidden, show_post=False)
    made = form.make(draft)
    joined = b"".join(made.salts[name] for name in sorted(made.salts))
    entry = (act, at, institution, READ_KIND, made.body)
    read = (act, at, Jsonb(actor.as_json()), institution, purpose, what, service, dossier, joined)
    with connection.cursor() as cursor:
        cursor.execute(INSERT_READ, (*entry, *read, at, persons, salts))
    return act


def _check_read(persons: Sequence[UUID], purpose: str, what: str, service: str) -> None:
    if len(persons) > MAX_SUBJECTS:
        raise MalformedEntry(f"A read has {len(persons)} subjects; the most is {MAX_SUBJECTS}.")
    for field, text, most in (("purpose", purpose, MAX_PURPOSE_CHARACTERS), ("what", what, MAX_WHAT_CHARACTERS)):
        if not 0 < len(text) <= most or "\0" in text:
            raise MalformedEntry(f"A read says its {field} in 1 to {most} characters, and {text!r} was given.")
    if not form.SERVICE.fullmatch(service) or len(service) > form.MAX_SERVICE_CHARACTERS:
        raise MalformedEntry(f"`service` is {service!r}; accepted is a slug, as 'patente-comercial', or nothing.")
