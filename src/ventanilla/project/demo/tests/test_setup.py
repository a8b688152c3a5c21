"""The data is made once, whole, and beside nothing of anybody else."""

import json
from pathlib import Path

import pytest
from django.test import override_settings

from ventanilla.common import clock
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import make_commune
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.services import api as services
from ventanilla.project.demo import people, show, world
from ventanilla.project.demo.errors import DemoRefused
from ventanilla.project.demo.setup.api import steps

pytestmark = pytest.mark.django_db


def set_up(home: Path) -> None:
    home.mkdir(exist_ok=True)
    for step in steps(home):
        step.run()


def test_everything_is_there_and_a_second_time_changes_nothing(home: Path) -> None:
    set_up(home)
    for plan in world.institutions():
        institution = identity.get_institution(code=plan.code)
        adoption = services.adoption_of(institution_id=institution.id, slug="patente-comercial", at=clock.now())
        assert set(adoption.lanes) == {"obras", "inspeccion", "jefatura"}
        for post in plan.posts:
            assert posts_of(post.holder.run) == [(post.title, plan.name)]
    assert represented_by(people.person(2).run) == ["Panadería La Espiga SpA"]
    offered = json.loads((home / "simulators" / "persons.json").read_text(encoding="utf-8"))
    assert [each["run"] for each in offered] == [each.run for each in people.everyone()]
    entries = ledger.pending_count()
    set_up(home)
    assert ledger.pending_count() == entries
    assert len(identity.list_institutions()) == 2


def posts_of(run: str) -> list[tuple[str, str]]:
    person = identity.find_person(run=run)
    assert person is not None
    return [(post.title, post.institution_name) for post in identity.posts_of(person_id=person.id, at=clock.now())]


def represented_by(run: str) -> list[str]:
    person = identity.find_person(run=run)
    assert person is not None
    mandates = identity.mandates_of(person_id=person.id, at=clock.now())
    return [each.organisation.name for each in mandates if each.organisation is not None]


def test_it_refuses_to_begin_beside_other_institutions() -> None:
    make_commune("OTRA")
    with pytest.raises(DemoRefused, match="VENTANILLA_HOME"):
        show.refuse_others_data()


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"VENTANILLA_MODE": "production"}, "VENTANILLA_MODE"),
        ({"PUBLIC_URL": "https://tramites.example.cl"}, "VENTANILLA_PUBLIC_URL"),
    ],
)
def test_it_refuses_where_others_could_reach_it(settings: dict[str, str], named: str) -> None:
    with override_settings(**settings), pytest.raises(DemoRefused, match=named):
        show.refuse_elsewhere()
