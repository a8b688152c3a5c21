"""Everybody who might ask for a page, and the things of one person and one municipality that they might ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from ventanilla.kernel.cases.testing import Play
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import SETUP, SINCE, make_actor, make_operator, make_person, make_second
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.notices import api as notices
from ventanilla.kernel.outbox.testing import in_trouble
from ventanilla.kernel.payments import api as payments
from ventanilla.portal.tests.filing.browsing import Browser
from ventanilla.portal.tests.pages.people import RENTED, approve, browser_of, task_of


class Asker(StrEnum):
    """Who asks. Everything that is asked for belongs to the owner, or is a task of the reviewer's unit."""

    VISITOR = "somebody who did not sign in"
    OWNER = "the person whose case it is"
    STRANGER = "another person"
    FORMER = "whose mandate of the owner has ended"
    LIMITED = "whose mandate of the owner is for another service"
    REVIEWER = "an official of the unit of the open task"
    CLERK = "an official of the unit that has the case"
    COLLEAGUE = "an official of another unit of the municipality"
    ADMINISTRATOR = "who administers the municipality"
    OPERATOR = "who operates the installation"
    ELSEWHERE = "an official of another municipality"


PERSONS = frozenset({Asker.OWNER, Asker.STRANGER, Asker.FORMER, Asker.LIMITED})
OFFICIALS = frozenset(Asker) - PERSONS - {Asker.VISITOR}
# Who may learn from some page that these cases exist, and whose they are.
IN_THE_KNOW = frozenset({Asker.OWNER, Asker.REVIEWER, Asker.CLERK, Asker.COLLEAGUE})
PUBLIC_URL = "http://localhost:8000/pagos/vuelta/"
POSTS = {Asker.REVIEWER: "INSP-1", Asker.CLERK: "RENTAS-1", Asker.COLLEAGUE: "DOM-1", Asker.ADMINISTRATOR: "ADMIN-1"}


@dataclass(frozen=True, slots=True)
class World:
    """What may be asked for, by the name that addresses give it, and a browser for each who asks.

    `objects` belong to a case in review, `decided` to one that was approved and waits for its payment. `secrets` stand
    in no answer to somebody who is not in the know.
    """

    objects: Mapping[str, object]
    decided: Mapping[str, object]
    browsers: Mapping[Asker, Browser]
    secrets: frozenset[str]


def make_world(play: Play) -> World:
    """The owner has a draft, a case in review with a file, and an approved one with a decision, a charge and a notice.

    Besides, one job and one delivery failed for good, and the log is published.
    """
    approve(play)
    approved = play.case
    attempt = payments.start_attempt(
        charge_uuid=approved.charges[0].uuid, return_url=PUBLIC_URL, actor=play.person.ref(), at=play.tick()
    )
    paper = next(line for line in approved.documents if line.issued)
    play.file(RENTED)
    task = task_of(play, "INSP-1")
    lease = next(line for line in play.case.documents if not line.issued)
    notice = notices.list_for(person_id=play.person.person_id).rows[0]
    with in_trouble() as trouble:
        failed = {"delivery": trouble.park_delivery(at=play.at).id, "job": trouble.fail_job(at=play.at).id}
    ledger.sequence_pending(at=play.at)
    browsers = _browsers(play)
    return World(
        objects={
            "case": play.case.uuid,
            "task": task.task_uuid,
            "document": lease.uuid,
            "draft": play.write(RENTED),
            "page": "activity",
            "notice": notice.uuid,
            "slug": "patente-comercial",
            "session": UUID(browsers[Asker.OWNER].client.session["kept"]["uuid"]),
            **failed,
        },
        decided={
            "case": approved.uuid,
            "charge": approved.charges[0].uuid,
            "attempt": attempt.uuid,
            "document": paper.uuid,
            "code": documents.get_issued(document=paper.uuid).code,
        },
        browsers=browsers,
        secrets=frozenset({approved.code, play.case.code, play.person.run, "Painemal", "rosa@correo.cl"}),
    )


def _browsers(play: Play) -> dict[Asker, Browser]:
    def of(actor: Actor) -> Browser:
        return browser_of(actor, play.at)

    def with_mandate(name: str, **terms: object) -> Browser:
        person = make_person(name, "Catrileo Paz")
        identity.grant_mandate(
            person_id=person.id,
            principal_id=play.person.person_id,
            starts_at=SINCE,
            actor=SETUP,
            at=SINCE,
            **terms,  # type: ignore[arg-type]
        )
        return of(make_actor(person))

    elsewhere = make_second()
    return {
        Asker.VISITOR: Browser(at=play.at),
        Asker.OWNER: of(play.person),
        Asker.STRANGER: of(make_actor(make_person("Luisa", "Catrileo Paz"))),
        Asker.FORMER: with_mandate("Inés", ends_at=play.at - timedelta(days=1)),
        Asker.LIMITED: with_mandate("Berta", services=["permiso-de-circulacion"]),
        Asker.OPERATOR: of(make_operator(play.commune).actor(play.at)),
        Asker.ELSEWHERE: of(elsewhere.officials["JEFE-RENTAS"].actor(play.at)),
        **{asker: of(play.commune.officials[code].actor(play.at)) for asker, code in POSTS.items()},
    }
