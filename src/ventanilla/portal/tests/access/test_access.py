"""Each address, asked by each who might ask, for things of somebody else: the matrix of `matrix.py` holds."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import reverse

from ventanilla.common import clock
from ventanilla.kernel.cases.testing import make_play
from ventanilla.kernel.ledger.testing import entries
from ventanilla.portal.tests.access.askers import IN_THE_KNOW, Asker, World, make_world
from ventanilla.portal.tests.access.matrix import MATRIX, Answer
from ventanilla.portal.tests.addresses import addresses
from ventanilla.portal.tests.again.sending import rows
from ventanilla.portal.tests.filing.browsing import MONDAY

ENTRANCES = ("/entrar/", "/funcionarios/entrar/")
REDIRECT, NOT_SO = 302, 405
# 400: they were let in, and what they sent is not understood.
ANSWERS = {200: Answer.PAGE, 400: Answer.PAGE, 403: Answer.FORBIDDEN, 404: Answer.NOT_FOUND}


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with override_settings(SIMULATORS=True):
        yield make_world(make_play(at=MONDAY))


def test_every_address_has_a_row() -> None:
    assert {str(each.name) for each in addresses()} == set(MATRIX)


def test_who_is_allowed_gets_a_page_and_nobody_else_does(world: World) -> None:
    wrong = [problem for asker in Asker for name in MATRIX for problem in looks_at(world, asker, name)]
    assert "\n".join(wrong) == ""


def test_who_is_refused_changes_nothing(world: World) -> None:
    before = everything()
    wrong = [problem for asker in Asker for name in MATRIX for problem in sends_to(world, asker, name)]
    assert "\n".join(wrong) == ""
    assert everything() == before


def everything() -> dict[str, int]:
    """How many rows each table has, without the refusals that the ledger records."""
    counted = rows()
    return counted | {"ledger_entry": counted["ledger_entry"] - len(entries("refusal"))}


def looks_at(world: World, asker: Asker, name: str) -> Iterator[str]:
    """What is wrong with what a GET answers."""
    yield from wrong_with(ask(world, asker, name, "get"), world, asker, name)


def sends_to(world: World, asker: Asker, name: str) -> Iterator[str]:
    """What is wrong with what a POST answers to somebody who is refused."""
    if MATRIX[name].answers[asker] is not Answer.PAGE:
        yield from wrong_with(ask(world, asker, name, "post"), world, asker, name)


def wrong_with(response: HttpResponse, world: World, asker: Asker, name: str) -> Iterator[str]:
    expected = MATRIX[name].answers[asker]
    if response.status_code != NOT_SO and answer_of(response) != expected:
        got = f"{response.status_code} {response.get('Location', '')}"
        yield f"{asker.name} asks for {name} and gets {got}, and it {expected.value}"
    yield from tells(world, asker, name, response)


def tells(world: World, asker: Asker, name: str, response: HttpResponse) -> Iterator[str]:
    """What an answer tells to somebody who should not know of these cases."""
    if asker in IN_THE_KNOW:
        return
    told = [secret for secret in world.secrets if secret.encode() in response.content]
    if told:
        yield f"{asker.name}: {name} tells {told}"


def ask(world: World, asker: Asker, name: str, method: str) -> HttpResponse:
    """What the address answers; when it only leads to another page of ours, what that answers."""
    row = MATRIX[name]
    given = row.objects(world)
    parameters = next(each for each in addresses() if each.name == name).pattern.converters
    address = reverse(name, kwargs={key: given[key] for key in parameters}) + row.query.format(**given)
    browser = world.browsers[asker]
    with clock.fixed(browser.at):
        response = getattr(browser.client, method)(address)
        if (
            response.status_code == REDIRECT
            and response["Location"].startswith("/")
            and not leads_to_entrance(response)
        ):
            response = browser.client.get(response["Location"])
    return response


def leads_to_entrance(response: HttpResponse) -> bool:
    return response["Location"].split("?")[0] in ENTRANCES


def answer_of(response: HttpResponse) -> Answer | int:
    if response.status_code == REDIRECT:
        return Answer.SIGN_IN if leads_to_entrance(response) else Answer.PAGE
    return ANSWERS.get(response.status_code, response.status_code)
