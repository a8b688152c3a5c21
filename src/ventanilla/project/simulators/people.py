"""The persons that the identity simulator offers: a file of the home, written by the demo."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ventanilla.common import run as run_numbers

FILE = Path("simulators") / "persons.json"
OFFERED_LIMIT = 30
UNKNOWN_GIVEN_NAMES, UNKNOWN_SURNAMES = "Persona", "De Prueba"


@dataclass(frozen=True, slots=True)
class TestPerson:
    """Somebody who can sign in with one click. `note` says what they are good for ("dueña de una panadería")."""

    __test__ = False

    run: str
    given_names: str
    surnames: str
    note: str = ""

    @property
    def display_run(self) -> str:
        return run_numbers.display(self.run)


def read(home: Path) -> tuple[TestPerson, ...]:
    """The persons of the file, in its order; none when there is no file."""
    path = home / FILE
    if not path.exists():
        return ()
    return tuple(TestPerson(**each) for each in json.loads(path.read_text(encoding="utf-8")))


def write(home: Path, persons: Sequence[TestPerson]) -> Path:
    """Put these persons in the file, in place of those before."""
    path = home / FILE
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(each) for each in persons], ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def person_of(home: Path, typed: str) -> TestPerson:
    """The person with the RUN that somebody typed, or a made-up one. Raises ValueError when it is no RUN."""
    run = run_numbers.parse(typed)
    found = next((each for each in read(home) if each.run == run), None)
    return found or TestPerson(run, UNKNOWN_GIVEN_NAMES, UNKNOWN_SURNAMES)
