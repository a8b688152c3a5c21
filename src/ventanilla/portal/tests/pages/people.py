"""Who opens these pages, and what they ask for."""

from datetime import datetime

from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.testing import SHOP, Play
from ventanilla.kernel.cases.types import DeskRow
from ventanilla.kernel.identity.testing import Commune
from ventanilla.kernel.identity.types import Actor
from ventanilla.portal.tests.filing.browsing import Browser

RENTED = {**SHOP, "tenure": "rented", "lease_contract": "file"}
MISSING = "Falta el plano del local."


def browser_of(actor: Actor, at: datetime) -> Browser:
    """The browser of somebody signed in; of an official, at the post that they hold."""
    return Browser(at=at).sign_in(actor)


def person(play: Play) -> Browser:
    return browser_of(play.person, play.at)


def official(commune: Commune, code: str, at: datetime) -> Browser:
    return browser_of(commune.officials[code].actor(at), at)


def task_of(play: Play, code: str) -> DeskRow:
    """The task of this case on an official's desk."""
    actor = play.commune.officials[code].actor(play.at)
    rows = cases.list_desk(actor=actor, at=play.at, tab=cases.Tab.URGENT).rows
    return next(row for row in rows if row.case_code == play.case.code)


def ask_to_correct(play: Play) -> None:
    """File, and have something missing."""
    play.file(SHOP)
    play.do_task("works_review", "missing", {"missing_text": MISSING})
    play.do_task("inspection_review", "favorable", {})


def approve(play: Play) -> None:
    """File, and have it approved: it waits for the payment."""
    play.file(SHOP)
    play.do_task("works_review", "favorable", {"zone": "ZU-2"})
    play.do_task("inspection_review", "favorable", {})
    play.do_task("decide", "approve", {"reasons": "Cumple con lo que pide la ley."})
