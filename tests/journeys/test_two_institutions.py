"""Two communes in one installation: an official of the second sees nothing of a case of the first."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.filings import Filed, file_licence
from tests.journeys.inspection import Inspector
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

NOT_FOUND = 404


@pytest.fixture(scope="module")
def filed(town: Town) -> Filed:
    return town.do(file_licence, town.sauce)


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
    for official in inspectors:
        official.open("/mesa/")
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
