"""A checkpoint of the public log: its signed size and root (C2SP tlog-checkpoint)."""

import base64
from collections.abc import Sequence

from django.utils.translation import gettext as _

from ventanilla.common.public_keys import LogKey
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.ledger.errors import VerificationError
from ventanilla.kernel.ledger.types import TreeHead
from ventanilla.project.verifying.types import Finding, Kind, KnownKeys, Verdict

# Before each signature of a signed note.
MARK = "\n\n— "
# Of ledger.open_checkpoint: the note is whole, and this key has no line in it.
NO_SIGNATURE_OF_THE_KEY = "1.5"


def is_checkpoint(text: str) -> bool:
    return MARK in text


def check(note: str, known: KnownKeys) -> Finding:
    """Which log it is of, how many entries it covers, and whether a known key of that log signed it.

    A key that was replaced signs nothing from the size on at which the next one of its log began: who stole it could.
    """
    for place, key in enumerate(known.keys.log):
        try:
            head = ledger.open_checkpoint(note=note, verifier_key=key.verifier_key)
        except VerificationError as error:
            if error.step == NO_SIGNATURE_OF_THE_KEY:
                continue
            return Finding(Verdict.ALTERED, Kind.CHECKPOINT)
        later = [each for each in known.keys.log[place + 1 :] if each.origin == key.origin]
        replaced = any(each.first_size < head.size for each in later) and not _signed_by_one_of(later, note)
        verdict = Verdict.REPLACED_KEY if replaced else Verdict.AUTHENTIC
        return Finding(verdict, Kind.CHECKPOINT, head.origin, _rows(head))
    return Finding(Verdict.NO_KEY, Kind.CHECKPOINT)


def _signed_by_one_of(keys: Sequence[LogKey], note: str) -> bool:
    try:
        ledger.open_note(note=note, verifier_keys=[each.verifier_key for each in keys])
    except VerificationError:
        return False
    return True


def _rows(head: TreeHead) -> tuple[tuple[str, str], ...]:
    return (
        (_("Registro"), head.origin),
        (_("Marcas"), str(head.size)),
        (_("Raíz"), base64.b64encode(head.root).decode()),
    )
