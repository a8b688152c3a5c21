"""Two municipalities and a few persons in a real database, with the platform and the simulators served beside them.

Everything that asks the database runs in one thread, the *clerk*: Playwright keeps an event loop in the thread of the
test, where Django refuses to work.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from csp.constants import SELF
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import override_settings

from tests.journeys.web import make_platform, make_simulators, serving
from ventanilla.common import clock
from ventanilla.kernel.cases.testing import offer_licence
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import (
    SETUP,
    SINCE,
    Commune,
    make_commune,
    make_operator,
    make_person,
    make_second,
)
from ventanilla.kernel.identity.types import PersonData
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.ledger.testing import forget_published
from ventanilla.kernel.outbox.testing import drain, forget_all_jobs
from ventanilla.project.simulators import people

P = ParamSpec("P")
T = TypeVar("T")

# A Monday at noon in Chile, within the published values of the UTM.
BEGINS_AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
PASSWORD = "una clave de prueba larga"
PERSONS = (("Rosa Elena", "Painemal Soto"), ("Luis Alberto", "Cárcamo Ruiz"), ("Marta", "Ñancul Peña"))


@dataclass
class Town:
    """The two communes; `now` begins on a fixed day and moves with the real time."""

    clerk: ThreadPoolExecutor
    url: str = ""
    simulators_url: str = ""
    began: float = field(default_factory=time.monotonic)
    sauce: Commune = field(init=False)
    roble: Commune = field(init=False)
    persons: list[PersonData] = field(default_factory=list)

    def now(self) -> datetime:
        return BEGINS_AT + timedelta(seconds=time.monotonic() - self.began)

    def do(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the function where the database may be asked, at the present instant."""

        def timed() -> T:
            with clock.fixed(self.now()):
                return function(*args, **kwargs)

        return self.clerk.submit(timed).result()

    def settle(self) -> None:
        """Let the background do all that waits: events, documents, notices, the public log."""
        self.do(lambda: drain(at=clock.now()))
        self.do(lambda: ledger.sequence_pending(at=clock.now()))

    def email_of(self, commune: Commune, post: str) -> str:
        return f"{post.lower()}@{commune.institution.code.lower()}.example"


@contextmanager
def running_town() -> Iterator[Town]:
    """Two communes that offer the licence, served; afterwards the database is empty again."""
    with ThreadPoolExecutor(1, thread_name_prefix="clerk") as clerk, ExitStack() as stack:
        town = Town(clerk)
        stack.callback(lambda: clerk.submit(_empty).result())
        platform = stack.enter_context(make_platform())
        town.url = f"http://localhost:{platform.server_port}"
        stack.enter_context(override_settings(PUBLIC_URL=town.url, SIMULATORS=True, CSRF_TRUSTED_ORIGINS=[town.url]))
        simulators = stack.enter_context(make_simulators(0))
        town.simulators_url = f"http://127.0.0.1:{simulators.server_port}"
        stack.enter_context(
            override_settings(SIMULATORS_URL=town.simulators_url, CONTENT_SECURITY_POLICY=_policy(town.simulators_url))
        )
        town.do(_settle_in, town)
        stack.enter_context(serving(platform, town.now))
        stack.enter_context(serving(simulators, town.now))
        yield town


def _policy(simulators_url: str) -> dict[str, dict[str, list[str]]]:
    """The policy of the settings, which names the simulators when it is read, for simulators on another port."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return {"DIRECTIVES": {**directives, "form-action": [SELF, simulators_url]}}


def _settle_in(town: Town) -> None:
    forget_published()
    town.sauce, town.roble = make_commune(), make_second()
    make_operator(town.sauce)
    for commune in (town.sauce, town.roble):
        offer_licence(commune)
        for post, official in commune.officials.items():
            identity.set_official_password(
                person_id=official.person.id,
                email=town.email_of(commune, post),
                password=PASSWORD,
                actor=SETUP,
                at=SINCE,
            )
    for number, (given_names, surnames) in enumerate(PERSONS):
        email = f"persona{number}@correo.example"
        town.persons.append(make_person(given_names, surnames, email=email))
    known = [people.TestPerson(each.run, each.given_names, each.surnames) for each in town.persons]
    people.write(settings.VENTANILLA_HOME, known)


def _empty() -> None:
    """What pytest-django does after a test with real transactions, in the thread that asks the database."""
    # Ids go on: what a process keeps by id (definitions of a version) is never stale.
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=False)
    forget_published()
    forget_all_jobs()
    connections.close_all()


def host_of(url: str) -> str:
    return urlsplit(url).netloc
