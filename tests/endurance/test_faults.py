"""The way to the database is slow, closed, or cut in the middle of the commit of a filing; and no descriptor is left.

Each time the person reads that it is not known whether it was received and that trying again is safe, the operator gets
an alert, and the same page sent again gives the one receipt.
"""

import os
import resource
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from random import Random  # noqa: TID251  seeded
from urllib.parse import urlencode

import pytest

from tests.endurance.acknowledged import Acknowledged
from tests.endurance.clients import NOT_TWICE, UNKNOWN
from tests.endurance.installation import Installation, children_of, wait_until
from tests.endurance.persons import GO_ON, SEND, Person
from tests.endurance.proxy import Proxy
from ventanilla.common import alerts
from ventanilla.project.database.api import ensure_running
from ventanilla.project.demo import people

FILING = 'INSERT INTO "cases_filing"'


@pytest.fixture(scope="module")
def behind_a_proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, Proxy]]:
    """An installation that reaches its database, which it takes for an external one, through a proxy."""
    folder = tmp_path_factory.mktemp("away")
    passfile = folder / "home" / "keys" / "database.pass"
    query = urlencode({"host": str(folder), "passfile": str(passfile)})
    made = Installation(folder / "home", DATABASE_URL=f"postgresql://ventanilla@/ventanilla?{query}")
    made.set_up()
    ensure_running(made.place)
    proxy = Proxy(folder, made.place.address)
    try:
        made.start()
        yield made, proxy
    finally:
        made.stop()
        proxy.end()


@pytest.fixture(scope="module")
def served(behind_a_proxy: tuple[Installation, Proxy]) -> Installation:
    return behind_a_proxy[0]


@pytest.fixture(scope="module")
def proxy(behind_a_proxy: tuple[Installation, Proxy]) -> Proxy:
    return behind_a_proxy[1]


@pytest.fixture(scope="module")
def rosa(served: Installation) -> Person:
    someone = people.person(1)
    person = Person(someone.name, served.url, Acknowledged(), Random(1))
    person.sign_in(someone, "SAUCE")
    return person


@pytest.mark.parametrize("after", [False, True], ids=["before the server hears it", "after it was done"])
def test_a_commit_that_is_cut_is_unknown_and_the_same_again_gives_the_one_receipt(
    served: Installation, proxy: Proxy, rosa: Person, after: bool
) -> None:
    rosa.begin_draft()
    rosa.write_draft()
    review = rosa.page
    proxy.cut_at_commit_of(FILING, after=after)
    cuts = len(proxy.cuts)
    answer = rosa.browser.download(SEND)
    assert len(proxy.cuts) == cuts + 1
    assert answer.status == 500
    assert answer.says(UNKNOWN)
    assert answer.says(NOT_TWICE)
    assert "Traceback" not in answer.text
    rosa.browser.page = review
    rosa.send_draft()
    assert served.inspect(rosa.seen.facts()) == []
    wait_until(lambda: "alert.database_unavailable" in codes(served.home), "the alert")


def test_while_it_is_away_every_page_says_so_and_afterwards_everything_goes_on(
    served: Installation, proxy: Proxy, rosa: Person
) -> None:
    rosa.begin_draft()
    rosa.write_draft()
    alerts.dismiss(served.home / "alerts", code="alert.database_unavailable")
    roles = set(served.roles())
    with proxy.away():
        for _ in range(10):
            answer = rosa.browser.download(SEND)
            assert (answer.status, answer.says(UNKNOWN)) == (500, True)
        wait_until(lambda: "alert.database_unavailable" in codes(served.home), "the alert")
    rosa.send_draft()
    wait_until(lambda: set(served.roles()) == roles, "every process is there again")
    assert served.inspect(rosa.seen.facts()) == []


def test_when_it_is_slow_pages_are_slow_and_right(served: Installation, proxy: Proxy, rosa: Person) -> None:
    proxy.delay_seconds = 0.02
    try:
        rosa.begin_draft()
        rosa.write_draft()
        rosa.send_draft()
    finally:
        proxy.delay_seconds = 0.0
    assert served.inspect(rosa.seen.facts()) == []


def codes(home: Path) -> set[str]:
    return {each.code for each in alerts.list_alerts(home / "alerts")}


@contextmanager
def descriptors_left(served: Installation, count: int) -> Iterator[None]:
    """Inside the block, each process that answers the web may open so many files and connections more."""
    web = served.roles()["web"]
    limits = {pid: resource.prlimit(pid, resource.RLIMIT_NOFILE) for pid in (web, *children_of(web))}
    for pid, (_soft, hard) in limits.items():
        used = {int(number) for number in os.listdir(f"/proc/{pid}/fd")}
        free = sorted(set(range(len(used) + count + 1)) - used)
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (free[count], hard))
    try:
        yield
    finally:
        for pid, limit in limits.items():
            resource.prlimit(pid, resource.RLIMIT_NOFILE, limit)


def test_with_no_descriptor_but_that_of_the_connection_the_page_says_so(served: Installation, rosa: Person) -> None:
    rosa.begin_draft()
    rosa.write_draft_until_a_file()
    file = rosa.answers_to(rosa.asked())
    with descriptors_left(served, 1):
        answers = [rosa.browser.download(GO_ON, file) for _ in range(20)]
    failed = [answer for answer in answers if answer.status != 200]
    assert failed, "a connection that another request left was enough, each time"
    assert all(answer.status == 500 and answer.says(UNKNOWN) and answer.says(NOT_TWICE) for answer in failed)
    rosa.press(GO_ON, file)
    rosa.write_draft()
    rosa.send_draft()
    wait_until(lambda: "alert.descriptors_exhausted" in codes(served.home), "the alert, once it can be written")
    assert served.inspect(rosa.seen.facts()) == []


def test_without_any_descriptor_a_browser_waits_and_is_answered_when_there_is_one(
    served: Installation, rosa: Person
) -> None:
    rosa.begin_draft()
    rosa.write_draft()
    with ThreadPoolExecutor(1) as pool:
        with descriptors_left(served, 0):
            answer = pool.submit(rosa.browser.download, SEND)
            wait([answer], timeout=2)
        assert answer.result().status in {200, 500}
    rosa.send_draft()
    assert served.inspect(rosa.seen.facts()) == []
