"""The same act sent several times at once: it happens once, and each sender is answered as the first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import pytest
from django.db import connections
from django.test import override_settings

from ventanilla.kernel.cases import api
from ventanilla.kernel.cases.models import Decision, Filing, TaskReport
from ventanilla.kernel.cases.testing import SHOP, Play, make_play
from ventanilla.kernel.identity.types import Actor
from ventanilla.kernel.outbox.testing import drain

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
SENDERS = 5


@pytest.fixture
def play(transactional_db: None) -> Play:
    with override_settings(SIMULATORS=True):
        play = make_play(at=AT)
        play.file(SHOP)
        return play


def at_once(act: Callable[[], object]) -> list[object]:
    """What each of the senders was answered, each with a connection of its own."""

    def send(_number: int) -> object:
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(SENDERS) as pool:
        return list(pool.map(send, range(SENDERS)))


def take(play: Play, code: str) -> tuple[Actor, UUID]:
    actor = play.commune.officials[code].actor(play.tick())
    row = api.list_desk(actor=actor, at=play.at, tab=api.Tab.URGENT).rows[0]
    api.claim_task(actor=actor, at=play.at, task_uuid=row.task_uuid)
    return actor, row.task_uuid


class TestAtOnce:
    def test_a_report_is_made_once(self, play: Play) -> None:
        actor, task = take(play, "DOM-1")
        finish = partial(
            api.complete_task, actor=actor, at=play.at, task_uuid=task, outcome="favorable", raw={"zone": ["ZU-2"]}
        )
        assert at_once(finish) == [()] * SENDERS
        assert TaskReport.objects.filter(task_uuid=task).count() == 1

    def test_a_decision_is_signed_once(self, play: Play) -> None:
        play.do_task("works_review", "favorable", {"zone": "ZU-2"})
        play.do_task("inspection_review", "favorable", {})
        actor, task = take(play, "JEFE-RENTAS")
        sign = partial(
            api.complete_task,
            actor=actor,
            at=play.at,
            task_uuid=task,
            outcome="approve",
            raw={"reasons": ["Que cumple."]},
        )
        assert at_once(sign) == [()] * SENDERS
        drain(at=play.at)
        assert Decision.objects.count() == 1
        assert play.case.decision is not None and play.case.decision.number == 1

    def test_a_correction_is_filed_once(self, play: Play) -> None:
        play.do_task("works_review", "missing", {"missing_text": "Falta el plano."})
        play.do_task("inspection_review", "favorable", {})
        answer = partial(
            api.answer_correction,
            actor=play.person,
            at=play.at,
            case_uuid=play.case.uuid,
            raw={"correction_text": ["Va el plano."]},
            files={},
        )
        assert at_once(answer) == [()] * SENDERS
        assert Filing.objects.filter(kind=Filing.Kind.CORRECTION).count() == 1
