"""What one installation gave people and publishes: real files, made once for all tests."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.test import Client, override_settings

from ventanilla.common.public_keys import PublicKeys, read_public_keys
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.testing import SHOP, make_play
from ventanilla.kernel.ledger import api as ledger

MONDAY = datetime(2026, 3, 2, 15, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Papers:
    """`files` by name; `institution` signed all but the checkpoint."""

    files: dict[str, bytes] = field(repr=False)
    published: bytes = field(repr=False)
    institution: str

    @property
    def keys(self) -> PublicKeys:
        return read_public_keys(self.published)


_made: list[Papers] = []


def papers() -> Papers:
    """The files outlive the test that made them: they need no database, which is what they are for."""
    if not _made:
        with override_settings(SIMULATORS=True):
            _made.append(_make())
    return _made[0]


def _make() -> Papers:
    play = make_play(at=MONDAY)
    play.file({**SHOP, "tenure": "rented", "lease_contract": "file"})
    play.do_task("works_review", "favorable", {"zone": "ZU-2"})
    play.do_task("inspection_review", "favorable", {})
    play.do_task("decide", "approve", {"reasons": "Cumple."})
    ledger.sequence_pending(at=play.at)
    case, decision = play.case, play.case.decision
    assert decision is not None and decision.document_uuid is not None
    asked = {"actor": play.person, "at": play.at, "case_uuid": case.uuid}
    decree = cases.open_own_document(**asked, document_uuid=decision.document_uuid)
    files = {
        "receipt.json": cases.access_receipt(**asked).file,
        "receipt.pdf": cases.open_receipt(**asked)[2],
        "decree.pdf": decree[2],
        "checkpoint": ledger.get_checkpoint().encode(),
    }
    return Papers(files, Client().get("/claves.json").content, play.commune.institution.name)
