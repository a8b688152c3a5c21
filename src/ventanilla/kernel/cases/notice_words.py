"""What a notice of a service can name between braces, and how it is filled in."""

import re
from collections.abc import Mapping

from ventanilla.common import legal_time
from ventanilla.common.money import Money
from ventanilla.kernel.cases.models import Issuance
from ventanilla.kernel.cases.situation import Situation
from ventanilla.kernel.payments import api as payments

_PLACE = re.compile(r"\{([a-z_]+)\}")


def fill(text: str, words: Mapping[str, str]) -> str:
    """`text` with each `{name}` replaced; a name that is not known stays, so that nobody reads a hole."""
    return _PLACE.sub(lambda found: words.get(found[1], found[0]), text)


def values(situation: Situation, issuance: Issuance | None) -> dict[str, str]:
    """The words (services.types.NOTICE_NAMES) for a notice sent now, all of which the person may read."""
    case = situation.case
    words = {
        "code": case.code,
        "service": situation.definition.title,
        "institution": case.institution.name,
        "number": f"{issuance.number}/{issuance.year}" if issuance and issuance.number else "",
        "appeal_term": situation.terms["appeal"].in_words() if "appeal" in situation.terms else "",
    }
    asked = next((task for task in situation.definition.tasks.values() if task.for_applicant), None)
    if asked is not None:
        words["missing"] = "\n".join(situation.missing(asked))
        words["due_on"] = legal_time.day_in_words(situation.deadline(asked.term).due_on)
    open_charges = [
        charge for charge in payments.list_of(dossier=case.uuid, at=situation.at) if charge.state == "PENDING"
    ]
    if open_charges:
        words["amount"] = Money(sum(charge.amount.minor for charge in open_charges)).display()
    return words
