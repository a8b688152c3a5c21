"""Which key signs which stretch of the log, and where others find it."""

import json
from collections.abc import Sequence

from django.conf import settings

from ventanilla.common import clock, keyfiles
from ventanilla.common.keyfiles import KeyFile
from ventanilla.kernel.ledger import form, keys
from ventanilla.kernel.ledger.errors import LogDamaged
from ventanilla.kernel.ledger.models import Checkpoint, Epoch
from ventanilla.kernel.ledger.types import EpochReason, LogEpoch

FIRST = 1


def list_epochs() -> tuple[LogEpoch, ...]:
    """The epochs of the log, the present one last; there is always one. Publish their verifier keys.

    One query. Before the first batch, the epoch that it will begin: it makes the key of the log, as `ensure_log_key`.
    """
    return _stored() or (_first(),)


def log_verifier_key() -> str:
    """What others check the latest checkpoint with: `origin+hash+base64`. To be published and pinned."""
    return list_epochs()[-1].verifier_key


def list_keys() -> tuple[KeyFile, ...]:
    """The key files of the log as an operator sees them: that of the present epoch, and others that are there.

    One query; nothing is made. Raises nothing of a bad file.
    """
    stored = _stored()
    present = stored[-1].number if stored else FIRST
    found = [
        keyfiles.describe(keys.key_path(number), _purpose(number, present), keys.key_id)
        for number in keys.numbers_on_disk()
        if number != present
    ]
    if stored:
        signs = stored[-1]
        path, purpose = keys.key_path(present), _purpose(present, present)
        found.append(keyfiles.describe(path, purpose, lambda _: keys.load_signer(signs).key_id.hex()))
    elif keys.key_path(present).exists():
        found.append(keyfiles.describe(keys.key_path(present), _purpose(present, present), keys.key_id))
    return tuple(found)


def epochs_as_json() -> bytes:
    """The list of epochs as the public log serves it."""
    listed = [
        {
            "number": epoch.number,
            "origin": epoch.origin,
            "verifier_key": epoch.verifier_key,
            "first_size": epoch.first_size,
            "begun_at": form.instant(epoch.begun_at),
            "reason": epoch.reason.value,
            "cited_note": epoch.cited_note,
        }
        for epoch in list_epochs()
    ]
    return json.dumps(listed, ensure_ascii=False, indent=1).encode()


def covering(epochs: Sequence[LogEpoch], *, size: int) -> LogEpoch:
    """The one of `epochs` that signed the checkpoint of `size` leaves: the last that began before it."""
    return next(epoch for epoch in reversed(epochs) if epoch.first_size < size)


def held_epochs() -> tuple[LogEpoch, ...]:
    """The epochs, the first one written when it was not yet. For who holds the lock of the sequencer.

    Raises LogDamaged when LOG_ORIGIN is not the name that the log began with.
    """
    stored = _stored()
    if stored and stored[0].origin != settings.LOG_ORIGIN:
        raise LogDamaged(f"The log signs as {stored[0].origin} and LOG_ORIGIN is {settings.LOG_ORIGIN}.")
    if not stored:
        stored = (_first(),)
        write(stored[0])
    return stored


def write(epoch: LogEpoch) -> None:
    """Write the row of an epoch that begins, in the transaction of the first checkpoint that it signs."""
    Epoch.objects.create(
        number=epoch.number,
        origin=epoch.origin,
        verifier_key=epoch.verifier_key,
        first_size=epoch.first_size,
        begun_at=epoch.begun_at,
        reason=epoch.reason.value,
        cited_note=epoch.cited_note,
    )


def _purpose(number: int, present: int) -> str:
    if number == present:
        return f"signs the public log (epoch {number})"
    return f"of epoch {number} of the log, which is not the present one: it signs nothing"


def _first() -> LogEpoch:
    """The epoch of a log that has no row for it: of one that has not begun, or that is older than the table."""
    began = Checkpoint.objects.order_by("size").values_list("at", flat=True).first()
    signer = keys.first_signer()
    return LogEpoch(FIRST, signer.name, signer.verifier_key, 0, began or clock.now(), EpochReason.CREATED)


def _stored() -> tuple[LogEpoch, ...]:
    return tuple(
        LogEpoch(
            number=row.number,
            origin=row.origin,
            verifier_key=row.verifier_key,
            first_size=row.first_size,
            begun_at=row.begun_at,
            reason=EpochReason(row.reason),
            cited_note=row.cited_note,
        )
        for row in Epoch.objects.order_by("number")
    )
