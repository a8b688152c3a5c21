"""A disk without room: that of the documents, and that of the database.

Nothing that was kept is lost, and when there is room again everything goes on by itself.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random  # noqa: TID251  seeded

import pytest

from tests.endurance.acknowledged import Acknowledged
from tests.endurance.clients import NOT_TWICE, UNKNOWN
from tests.endurance.installation import Installation, wait_until
from tests.endurance.persons import GO_ON, SEND, SERVICE, Person
from ventanilla.common import alerts
from ventanilla.project.demo import people
from ventanilla.project.demo.browser.page import Page
from ventanilla.project.demo.errors import StepFailed

# So much more than what a new installation has there.
FILINGS_UNTIL_FULL = 100
ROOM_MEGABYTES = {"documents": 4, "database": 48}
OWN_MOUNTS = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-current-user", "--mount"]


@contextmanager
def on_a_small_disk(home: Path, folder: str) -> Iterator[tuple[Installation, Callable[[str], object]]]:
    """An installation whose folder has little room, and who gives the orders `fill` and `free`."""
    if subprocess.run([*OWN_MOUNTS, "true"], capture_output=True, check=False).returncode:
        pytest.skip("This system does not let a program have mounts of its own.")
    orders = home.with_name("orders")
    os.mkfifo(orders)
    made = Installation(home)
    made.set_up()
    (home / folder).mkdir(mode=0o700, exist_ok=True)
    megabytes = used_megabytes(home / folder) + ROOM_MEGABYTES[folder]
    program = (sys.executable, "-m", "tests.endurance.small_disk")
    made.has_own_mounts = True
    made.command = (*OWN_MOUNTS, *program, str(home), folder, str(megabytes), str(orders))
    try:
        made.start()
        yield made, lambda order: orders.write_text(f"{order}\n")
    finally:
        made.stop()


def used_megabytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 2**20 + 1


def somebody(served: Installation) -> Person:
    someone = people.person(1)
    person = Person(someone.name, served.url, Acknowledged(), Random(1))
    person.sign_in(someone, "SAUCE")
    return person


def says_that_it_is_unknown(page: Page) -> bool:
    return page.status == 500 and page.says(UNKNOWN) and page.says(NOT_TWICE)


def told(served: Installation) -> bool:
    return "alert.disk_full" in {each.code for each in alerts.list_alerts(served.home / "alerts")}


def test_documents_without_room_are_taken_when_there_is_some(home: Path) -> None:
    with on_a_small_disk(home, "documents") as (served, order):
        rosa = somebody(served)
        rosa.begin_draft()
        rosa.write_draft_until_a_file()
        file = rosa.answers_to(rosa.asked())
        order("fill")
        wait_until(lambda: says_that_it_is_unknown(rosa.browser.download(GO_ON, file)), "the error page")
        wait_until(lambda: told(served), "the alert")
        order("free")
        rosa.press(GO_ON, file)
        rosa.write_draft()
        rosa.send_draft()
        assert served.inspect(rosa.seen.facts()) == []


def test_a_database_without_room_goes_on_when_there_is_some(home: Path) -> None:
    with on_a_small_disk(home, "database") as (served, order):
        rosa = somebody(served)
        order("fill")
        failed = write_until_it_fails(rosa)
        wait_until(lambda: told(served), "the alert")
        order("free")
        rosa.browser.page = failed
        if rosa.page.find_button("Comenzar"):
            rosa.begin_draft()
        rosa.write_draft()
        rosa.send_draft()
        assert served.inspect(rosa.seen.facts()) == []


def write_until_it_fails(person: Person) -> Page:
    """File again and again until an error page comes; the page where that was."""
    for _ in range(FILINGS_UNTIL_FULL):
        before = person.page
        try:
            person.browser.open(f"{SERVICE}?en=SAUCE")
            person.browser.press("Comenzar")
            while (form := person.asked()) is not None:
                before = person.page
                person.browser.press(GO_ON, person.answers_to(form))
            before = person.page
            person.browser.press(SEND)
        except StepFailed:
            assert says_that_it_is_unknown(person.page), person.page.text
            return before
    raise AssertionError("The disk never was full.")
