"""The journey, act by act."""

from collections.abc import Callable, Iterator

from ventanilla.project.demo.journey import desk, filing, outcome, proof
from ventanilla.project.demo.journey.scene import Line, Scene, scene_at

ACTS: tuple[Callable[[Scene], Iterator[Line]], ...] = (
    filing.find_service,
    filing.fill_form,
    filing.send,
    desk.review_first,
    outcome.correct,
    desk.review_again,
    desk.decide,
    outcome.receive,
    outcome.pay,
    proof.verify_code,
    proof.verify_file,
    proof.who_saw,
    proof.check_log,
)


def play_journey(base_url: str) -> Iterator[Line]:
    """Play one licence at a running demonstration, from the search to the proof, and tell each thing as it happens.

    Needs the data of `setup` and the simulators. Raises StepFailed at the first thing that is not as it should be.
    """
    scene = scene_at(base_url)
    proof.remember_log(scene)
    for act in ACTS:
        yield from act(scene)
