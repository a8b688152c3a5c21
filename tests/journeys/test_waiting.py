"""What a person does while a piece of the page is still on its way is not lost."""

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.journeys.filings import file_licence
from tests.journeys.inspection import Inspector
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser


class SlowPieces:
    """Holds back the questions that htmx asks for, until they are let go."""

    def __init__(self, page: Page) -> None:
        self.held: list[Route] = []
        self.slow = True
        page.route("**/mesa/tareas/*/preguntas/", self._take)

    def _take(self, route: Route) -> None:
        if self.slow:
            self.held.append(route)
        else:
            route.continue_()

    def let_go(self) -> None:
        self.slow = False
        for route in self.held:
            route.continue_()
        self.held.clear()


def test_an_official_types_only_where_it_is_kept(town: Town, browser: Browser) -> None:
    filed = town.do(file_licence, town.sauce)
    staff = Visitor(browser, town, Inspector(town, with_axe=False))
    staff.enter_as_official(town.sauce, "INSP-1")
    staff.open(filed.task_path)
    staff.press("Tomar la tarea")
    pieces = SlowPieces(staff.page)
    staff.page.reload()
    staff.page.get_by_label("Falta algo", exact=True).check()
    assert staff.page.get_by_label("Qué falta", exact=True).is_disabled()
    pieces.let_go()
    staff.fill("Qué falta", "Falta el plano.")
    staff.press("Terminar la tarea")
    assert "Tarea terminada" in staff.text
    staff.close()
