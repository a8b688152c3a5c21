"""Two communes in one installation: an official of the second sees nothing of a case of the first."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests.journeys.inspection import Inspector
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor
from ventanilla.common import clock
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.testing import Play
from ventanilla.kernel.identity.testing import Commune, make_actor, make_person

pytestmark = pytest.mark.browser

ANSWERS = {
    "activity": "Almacén de barrio",
    "sii_activity": "Venta al por menor en almacenes pequeños",
    "premises_address": {"street": "Calle Los Aromos", "number": "145", "extra": ""},
    "tenure": "rented",
    "lease_contract": "file",
    "food_handling": False,
    "own_capital": 40_000_000,
    "contact_email": "elisa@correo.example",
    "contact_phone": "+56987654321",
    "declaration": ["all_true"],
}
NOT_FOUND = 404


@dataclass(frozen=True)
class Filed:
    """A case of the first commune, and where its official sees it."""

    code: str
    run: str
    surnames: str
    task_path: str
    document_path: str


@pytest.fixture(scope="module")
def filed(town: Town) -> Filed:
    return town.do(_file, town.sauce)


def _file(commune: Commune) -> Filed:
    person = make_person("Elisa", "Quidel Marín", email="elisa@correo.example")
    play = Play(commune, make_actor(person), clock.now())
    play.file(ANSWERS)
    inspector = commune.officials["INSP-1"].actor(play.at)
    desk = cases.list_desk(actor=inspector, at=play.at, tab=cases.Tab.URGENT)
    task = next(row.task_uuid for row in desk.rows if row.case_code == play.case.code)
    document = play.case.documents[0].uuid
    path = f"/mesa/tareas/{task}/"
    return Filed(play.case.code, person.run, person.surnames, path, f"{path}documentos/{document}/")


@pytest.fixture(scope="module")
def inspectors(town: Town, browser: Browser) -> Iterator[tuple[Visitor, Visitor]]:
    """The inspector of each commune, at their desks."""
    both = []
    for commune in (town.sauce, town.roble):
        visitor = Visitor(browser, town, Inspector(town, with_axe=False))
        visitor.enter_as_official(commune, "INSP-1")
        both.append(visitor)
    yield both[0], both[1]
    for visitor in both:
        visitor.close()


@pytest.mark.parametrize("tab", ["Mías", "De mi unidad", "Vencen primero"])
def test_the_desk_of_the_second_does_not_show_it(inspectors: tuple[Visitor, Visitor], filed: Filed, tab: str) -> None:
    of_first, of_second = inspectors
    of_first.follow("De mi unidad")
    assert filed.code in of_first.text
    of_second.follow(tab)
    assert filed.code not in of_second.page.content()
    assert filed.surnames not in of_second.page.content()


@pytest.mark.parametrize("what", ["task_path", "document_path"])
def test_its_addresses_lead_the_second_nowhere(inspectors: tuple[Visitor, Visitor], filed: Filed, what: str) -> None:
    of_first, of_second = inspectors
    path = getattr(filed, what)
    assert of_first.status_of(path) == 200
    assert of_second.status_of(path) == NOT_FOUND
    assert of_second.status_of("/mesa/tareas/00000000-0000-4000-8000-000000000000/") == NOT_FOUND


@pytest.mark.parametrize("act", ["tomar", "soltar", "terminar", "borrador"])
def test_the_second_can_do_nothing_with_it(inspectors: tuple[Visitor, Visitor], filed: Filed, act: str) -> None:
    """The press that the desk of the first offers, sent from the page of the second with its own token."""
    of_first, of_second = inspectors
    assert of_first.status_of(f"{filed.task_path}{act}/") != NOT_FOUND
    assert of_second.send(f"{filed.task_path}{act}/", {"outcome": "favorable"}) == NOT_FOUND


def test_the_person_is_told_of_the_first_alone(
    inspectors: tuple[Visitor, Visitor], filed: Filed, town: Town, browser: Browser
) -> None:
    """What was refused was not seen, and nobody is told that it was."""
    of_first, of_second = inspectors
    of_first.open(filed.task_path)
    assert of_second.status_of(filed.task_path) == NOT_FOUND
    person = Visitor(browser, town, Inspector(town, with_axe=False))
    person.enter_with_run(filed.run)
    person.follow("Quién vio mis datos")
    assert town.sauce.institution.name in person.text
    assert town.roble.institution.name not in person.text
    person.close()
