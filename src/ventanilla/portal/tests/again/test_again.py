"""Each page that is sent, sent again: the same answer, and nothing twice.

Again is: pressed twice, in two windows that were opened before the first was sent, after the way back, after an answer
that was lost on its way (which is the same POST once more), and several times at once.
"""

from collections.abc import Iterator

import pytest
from django.test import override_settings
from django.urls import reverse

from ventanilla.kernel.cases.testing import Play, make_play
from ventanilla.kernel.identity.testing import make_operator
from ventanilla.kernel.outbox.testing import forget_all_jobs
from ventanilla.portal.tests.addresses import addresses
from ventanilla.portal.tests.again.sending import AT_ONCE, added, rows, strict_browser_of
from ventanilla.portal.tests.again.table import ROWS, TABLE, Row, official, person, signing
from ventanilla.portal.tests.filing.browsing import MONDAY, Browser

# What an address may be asked with, by the name of its converter.
EXAMPLES = {
    "UUIDConverter": "00000000-0000-4000-8000-000000000000",
    "SlugConverter": "x",
    "StringConverter": "x",
    "PathConverter": "checkpoint",
    "IntConverter": "7",
}


@pytest.fixture
def play(transactional_db: None) -> Iterator[Play]:
    with override_settings(SIMULATORS=True):
        yield make_play(at=MONDAY)
    forget_all_jobs()


@pytest.mark.parametrize("row", ROWS, ids=str)
class TestAgain:
    def test_the_answer_is_the_same_and_nothing_is_made_twice(self, play: Play, row: Row) -> None:
        page = row.make(play)
        window, other_window = page.open(), page.open()
        before = rows()
        first = page.send(window)
        after = rows()
        assert page.send(window) == first, "pressed twice"
        assert page.send(other_window) == first, "in another window"
        assert added(after, rows()) == {table: 2 * more for table, more in page.grows.items()}
        assert isinstance(first[0], int) and first[0] < 400
        self.check_at_once(play, row, added(before, after))

    def check_at_once(self, play: Play, row: Row, made_by_one: dict[str, int]) -> None:
        """Another page of the same kind makes as much as the first, however many senders there are."""
        page = row.make(play)
        values, before = page.open(), rows()
        landings = page.send_at_once(values)
        assert len({(each[0], each[1] if len(each) == 4 else "") for each in landings}) == 1, landings
        assert landings[0][0] < 400, landings
        extra = {table: (AT_ONCE - 1) * more for table, more in page.grows.items()}
        expected = {table: made_by_one.get(table, 0) + extra.get(table, 0) for table in made_by_one | extra}
        assert added(before, rows()) == expected


def test_every_address_that_takes_a_post_has_a_row(play: Play) -> None:
    found = {str(each.name): each for each in addresses()}
    assert TABLE.keys() <= found.keys()
    make_operator(play.commune)
    officials = [official(play, code) for code in ("DOM-1", "OPER-1")]
    senders = [person(play), *officials, strict_browser_of(None, Browser(at=MONDAY))]
    for name in sorted(found.keys() - TABLE.keys()):
        example = {key: EXAMPLES[type(each).__name__] for key, each in found[name].pattern.converters.items()}
        address = reverse(name, kwargs=example)
        statuses = {sender.client.post(address).status_code for sender in senders}
        assert statuses <= {302, 403, 405} and 405 in statuses, f"{name} takes a POST and has no row: {statuses}"


class TestLater:
    """Sent again when more has happened: the answer says what is so now."""

    def test_a_key_begins_another_draft_once_the_first_was_thrown_away(self, play: Play) -> None:
        page = TABLE["service"][0](play)
        window = page.open()
        first = page.send(window)[1]
        person(play).send(f"/solicitudes/{first.split('/')[2]}/borrar/")
        assert page.send(window)[1] != first

    def test_a_page_opened_after_a_draft_was_begun_begins_another(self, play: Play) -> None:
        page = TABLE["service"][0](play)
        assert page.send(page.open())[1] != page.send(page.open())[1]

    def test_once_it_is_paid_the_button_leads_to_where_that_is_said(self, play: Play) -> None:
        page = TABLE["charge-pay"][0](play)
        window = page.open()
        play.pay()
        response = page.browser.client.post(page.action, window, follow=True)
        assert "Este cobro ya está pagado" in response.content.decode()

    def test_a_decision_that_was_signed_cannot_be_reviewed_again(self, play: Play) -> None:
        page = signing(play)
        window = page.open()
        page.send(window)
        before = rows()
        page.send({**window, "act": "review"})
        page.send({**window, "outcome": "reject"})
        assert added(before, rows()) == {"ledger_entry": 1}

    def test_the_way_back_from_signing_in_leads_to_ones_page(self, play: Play) -> None:
        assert person(play).open("/entrar/claveunica/vuelta/?code=x&state=old").path == "/mis-tramites/"
        assert Browser(at=MONDAY).open("/entrar/claveunica/vuelta/?code=x&state=old").status == 400

    def test_a_draft_that_was_filed_in_another_window_is_not_thrown_away(self, play: Play) -> None:
        page = TABLE["discard-draft"][0](play)
        window = page.open()
        draft = page.at.split("/")[2]
        page.browser.send(f"/solicitudes/{draft}/enviar/")
        assert page.send(window)[1] == f"/casos/{draft}/comprobante/"
