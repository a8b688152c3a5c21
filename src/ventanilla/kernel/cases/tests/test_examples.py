"""The examples of the licence, each through a real case: what the author promised is what happens."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from ventanilla.kernel.cases import api
from ventanilla.kernel.cases.testing import LICENCE, Play, act_for, make_play
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import Example

EXAMPLES = services.read_definition(LICENCE).examples


@pytest.fixture(params=EXAMPLES, ids=lambda example: example.key)
def example(request: pytest.FixtureRequest) -> Example:
    return request.param


@pytest.fixture
def play(db: None, example: Example) -> Iterator[Play]:
    rate = str(example.parameters["rate_per_thousand"])
    with override_settings(SIMULATORS=True):
        yield make_play(at=example.filed_at, rate=rate)


def test_an_example_comes_out_as_its_author_says(play: Play, example: Example) -> None:
    if example.facts.get("organisation_name"):
        act_for(play, str(example.facts["organisation_name"]))
    play.file(example.answers)
    for task in example.tasks:
        if task.times_out:
            assert play.case.correction is not None
            play.at = play.case.correction.due_at
            assert api.fire_due_timers(at=play.at) == 1
        elif task.task == "correct_application":
            play.correct(task.fields, files=["correction_file"] if "correction_file" in task.fields else [])
        else:
            play.do_task(task.task, task.outcome, task.fields)
    charged = {charge.concept: charge.amount.minor for charge in play.case.charges}
    play.pay()
    issued = tuple(line.kind for line in play.documents if line.issued)
    assert play.case.outcome == example.outcome
    assert issued == example.documents
    assert sorted(charged.values()) == sorted(example.fees.values())


def test_every_example_rehearses_without_a_problem() -> None:
    assert api.rehearse_folder(LICENCE) == ()
