"""The operator's page from the alert to the quiet day, with a mouse, with keys alone, and without scripts."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.journeys.inspection import Inspector
from tests.journeys.keyboard import Keyboard
from tests.journeys.pictures import camera
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor
from ventanilla.common import alerts
from ventanilla.kernel.identity.testing import SETUP
from ventanilla.kernel.outbox import api as outbox
from ventanilla.kernel.outbox.testing import Trouble, in_trouble

pytestmark = pytest.mark.browser

ALERTS = settings.VENTANILLA_HOME / "alerts"


@pytest.fixture
def trouble(town: Town) -> Iterator[Trouble]:
    """A delivery and a job failed for good; afterwards nothing of them is left."""
    town.settle()
    with in_trouble() as trouble:
        town.do(trouble.park_delivery, at=town.now())
        town.do(trouble.fail_job, at=town.now())
        yield trouble
        trouble.mended = True
        town.do(outbox.retry_all, actor=SETUP, at=town.now())
        town.settle()
    alerts.dismiss(ALERTS, code="alert.delivery_parked")


def operator(town: Town, browser: Browser, *, scripts: bool = True, with_axe: bool = False) -> Visitor:
    visitor = Visitor(browser, town, Inspector(town, with_axe=with_axe), scripts=scripts)
    visitor.enter_as_official(town.sauce, "OPER-1")
    return visitor


def test_what_failed_is_ordered_again_when_it_is_mended(town: Town, browser: Browser, trouble: Trouble) -> None:
    picture = camera(on=True)
    for _ in range(3):
        alerts.keep(ALERTS, code="alert.delivery_parked", at=town.now(), fields={"subscriber": "cases.settle_charge"})
    visitor = operator(town, browser, with_axe=True)
    assert visitor.heading == "Operación"
    assert "Hay cosas que atender." in visitor.text
    picture(visitor, "operator-trouble")
    visitor.press("Ya la atendí")
    visitor.follow("Saltar")
    visitor.press("Saltar esta entrega")
    assert visitor.errors == ["Escriba el motivo."]
    picture(visitor, "operator-skip")
    visitor.follow("No, volver")
    trouble.mended = True
    visitor.press("Intentar todo otra vez")
    town.settle()
    visitor.inspector.seen.clear()
    visitor.follow("Actualizar")
    assert trouble.done == 2
    assert not visitor.page.get_by_role("button", name="Intentar otra vez").count()
    picture(visitor, "operator")
    assert visitor.inspector.report_all() == ""
    visitor.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_keys_are_enough(town: Town, browser: Browser, trouble: Trouble, scripts: bool) -> None:
    visitor = operator(town, browser, scripts=scripts)
    keys = Keyboard(visitor.page)
    keys.press("Intentar otra vez")
    assert "Se intentará otra vez" in visitor.text
    keys.press("Abandonar")
    keys.write("Motivo", "La prueba terminó.")
    keys.press("Abandonar este trabajo")
    assert "Ese trabajo se abandonó" in visitor.text
    assert town.do(outbox.list_failed_jobs) == ()
    assert visitor.inspector.report_all() == ""
    visitor.close()
