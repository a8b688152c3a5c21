"""The clock of the machine leaps: a day forwards, then an hour back. Nothing is doubled, and everything goes on."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random  # noqa: TID251  seeded

import pytest

from tests.endurance.acknowledged import Acknowledged
from tests.endurance.installation import ROOT, Installation, installation, wait_until
from tests.endurance.officials import Official
from tests.endurance.persons import Person
from ventanilla.common import alerts
from ventanilla.project.demo import people, world

MOVED_CLOCK = Path(__file__).with_name("moved_clock")
A_DAY, BACK = timedelta(days=1), timedelta(days=1) - timedelta(hours=1)
DUE = """
from ventanilla.project.start import start_django
start_django()
from ventanilla.common import clock
from ventanilla.kernel.outbox.models import PeriodicRun
from ventanilla.kernel.outbox.periodic import PERIODIC
late = [run.name for run in PeriodicRun.objects.all()
        if (run.due_at - clock.now()).total_seconds() > PERIODIC[run.name] + 5]
print(*late)
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Every process of it has a clock that the test moves."""
    home = tmp_path_factory.mktemp("clock") / "home"
    with installation(home, PYTHONPATH=f"{MOVED_CLOCK}:{ROOT}") as made:
        yield made


def test_nothing_is_doubled_and_everything_goes_on(served: Installation) -> None:
    seen = Acknowledged()
    live_a_little(somebody(served, seen), official(served, seen))
    for moved in (A_DAY, BACK):
        move(served, moved)
        live_a_little(somebody(served, seen), official(served, seen))  # they come in again: no session lives so long
        wait_until(lambda: served.run("-c", DUE).strip() == "", "what repeats is due within its period")
        wait_until(lambda: clock_alert(served), "the alert")
        assert served.inspect(seen.facts()) == []
    assert len({filing["case"] for filing in seen.filings}) == 3
    assert len(seen.checkpoints) >= 3, "the log grew all the time"


def somebody(served: Installation, seen: Acknowledged) -> Person:
    someone = people.person(1)
    person = Person(someone.name, served.url, seen, Random(1))
    person.sign_in(someone, "SAUCE")
    return person


def official(served: Installation, seen: Acknowledged) -> Official:
    made = Official("DOM-1", served.url, seen, Random(2))
    made.sign_in(world.institution("SAUCE").post("DOM-1"))
    return made


def live_a_little(person: Person, official: Official) -> None:
    """A filing, a report, and a checkpoint that covers more than the one before."""
    person.begin_draft()
    person.write_draft()
    person.send_draft()
    reports = len(official.seen.reports)
    while len(official.seen.reports) == reports:
        official.turn()
    checkpoints = len(person.seen.checkpoints)

    def grown() -> bool:
        person.keep_checkpoint()
        return len(person.seen.checkpoints) > checkpoints

    wait_until(grown, "a checkpoint")


def move(served: Installation, by: timedelta) -> None:
    alerts.dismiss(served.home / "alerts", code="alert.clock_moved")
    draft = served.home / "clock-moved-by.new"
    draft.write_text(str(by.total_seconds()))
    draft.rename(served.home / "clock-moved-by")


def clock_alert(served: Installation) -> datetime | None:
    kept = {each.code: each.last_at for each in alerts.list_alerts(served.home / "alerts")}
    return kept.get("alert.clock_moved")
