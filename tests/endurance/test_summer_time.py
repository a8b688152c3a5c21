"""The two nights of the year on which Chile moves its clocks, through real filings, there and where clocks stay.

2026: on Saturday 4 April 24:00 becomes 23:00, and on Saturday 5 September 24:00 becomes 1:00 of Sunday. Magallanes
keeps its hour all year. What is expected was counted by hand, with the holidays between.
"""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import override_settings

from ventanilla.kernel.cases import api
from ventanilla.kernel.cases.models import Clock, Filing
from ventanilla.kernel.cases.testing import SHOP, Play, make_play, offer_licence
from ventanilla.kernel.identity.testing import make_actor, make_person, make_second
from ventanilla.kernel.outbox.testing import drain
from ventanilla.kernel.workflow import api as workflow
from ventanilla.portal.tests.filing.browsing import Browser

TWO_DAYS = timedelta(days=2)
# Where, the instant of filing; what the receipt says; from when it counts; ends of the reports and of the whole.
GOLDEN = {
    "the last second before the hour is repeated": (
        "Santiago",
        "2026-04-05T02:59:59Z",
        "sábado 4 de abril de 2026, a las 23:59:59",
        "2026-04-06T04:00:00Z",
        "2026-04-21T03:59:59.999999Z",
        "2026-10-07T02:59:59.999999Z",
    ),
    "in the hour that comes a second time": (
        "Santiago",
        "2026-04-05T03:30:00Z",
        "sábado 4 de abril de 2026, a las 23:30:00",
        "2026-04-06T04:00:00Z",
        "2026-04-21T03:59:59.999999Z",
        "2026-10-07T02:59:59.999999Z",
    ),
    "the same instant where clocks stay": (
        "Punta Arenas",
        "2026-04-05T03:30:00Z",
        "domingo 5 de abril de 2026, a las 00:30:00",
        "2026-04-06T03:00:00Z",
        "2026-04-21T02:59:59.999999Z",
        "2026-10-07T02:59:59.999999Z",
    ),
    "the last second before an hour is left out": (
        "Santiago",
        "2026-09-06T03:59:59Z",
        "sábado 5 de septiembre de 2026, a las 23:59:59",
        "2026-09-07T03:00:00Z",
        "2026-09-23T02:59:59.999999Z",
        "2027-03-09T02:59:59.999999Z",
    ),
    "the first second after it": (
        "Santiago",
        "2026-09-06T04:00:00Z",
        "domingo 6 de septiembre de 2026, a las 01:00:00",
        "2026-09-07T03:00:00Z",
        "2026-09-23T02:59:59.999999Z",
        "2027-03-09T02:59:59.999999Z",
    ),
    "on a day of work, over the night of April": (
        "Santiago",
        "2026-04-02T13:00:00Z",
        "jueves 2 de abril de 2026, a las 10:00:00",
        "2026-04-02T13:00:00Z",
        "2026-04-18T03:59:59.999999Z",
        "2026-10-03T02:59:59.999999Z",
    ),
}


def play_in(place: str, at: datetime) -> Play:
    if place == "Santiago":
        return make_play(at=at)
    commune = make_second()
    offer_licence(commune)
    return Play(commune, make_actor(make_person("Rosa", "Painemal Soto", email="rosa@correo.cl")), at)


@pytest.mark.django_db
@pytest.mark.parametrize("case", GOLDEN.values(), ids=list(GOLDEN))
def test_a_filing_of_that_night(case: tuple[str, ...]) -> None:
    place, filed_at, said, counts_from, reports_end, whole_ends = case
    at = datetime.fromisoformat(filed_at)
    with override_settings(SIMULATORS=True):
        play = play_in(place, at - TWO_DAYS)
        draft = play.write(SHOP)
        uuid = api.file_application(actor=play.person, at=at, draft_uuid=draft)
        drain(at=at)
    assert Filing.objects.get(case__uuid=uuid).filed_at == at
    assert Filing.objects.get(case__uuid=uuid).counts_from == datetime.fromisoformat(counts_from)
    assert ends_of_reports(uuid) == {datetime.fromisoformat(reports_end)}
    assert Clock.objects.get(case__uuid=uuid).due_at == datetime.fromisoformat(whole_ends)
    receipt = Browser(at=at).sign_in(play.person).open(f"/casos/{uuid}/comprobante/")
    assert said in receipt.text


def ends_of_reports(case: UUID) -> set[datetime | None]:
    return {task.due_at for task in workflow.list_open_tasks(subjects=[case])[case]}
