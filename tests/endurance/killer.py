"""Kills parts of a served installation, in the order and at the instants that a seed draws."""

from random import Random  # noqa: TID251  seeded

from tests.endurance.acknowledged import Acknowledged
from tests.endurance.installation import Installation, children_of, kill, wait_until

PARTS = ("a web process", "web", "worker", "relay", "sequencer", "postmaster")
EVERYTHING = "everything"
# Between two deaths so many pages come: enough for somebody to be in the middle of any act.
FEWEST_ANSWERS, MOST_ANSWERS = 5, 30


class Killer:
    """`cycle` kills each part once."""

    def __init__(self, served: Installation, seen: Acknowledged, random: Random) -> None:
        self.told: list[str] = []
        self._served = served
        self._seen = seen
        self._random = random

    def cycle(self, *, everything: bool) -> None:
        """Each part once, in any order; with `everything`, at the end all at once, and it is started again."""
        parts = self._random.sample(PARTS, len(PARTS)) + [EVERYTHING] * everything
        for part in parts:
            answers = self._random.randint(FEWEST_ANSWERS, MOST_ANSWERS)
            self._seen.wait_for_answers(answers)
            self.told.append(f"{part} after {answers} answers")
            if part == EVERYTHING:
                self._served.kill_everything()
                self._served.start()
            else:
                kill({wait_until(lambda part=part: self._living(part), part, otherwise=self._served.report)})
        self._seen.wait_for_answers(FEWEST_ANSWERS)

    def _living(self, part: str) -> int | None:
        if part == "postmaster":
            return self._served.postmaster()
        if part == "a web process":
            web = self._served.roles().get("web")
            processes = sorted(children_of(web)) if web else []
            return self._random.choice(processes) if processes else None
        return self._served.roles().get(part)
