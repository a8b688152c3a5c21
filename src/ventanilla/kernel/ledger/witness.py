"""What the disk remembers of the log: `home/log/checkpoint`, the last checkpoint that was published.

The sequencer writes it durably after its commit. A database that is behind it, or has another root at its size, was
restored or swapped: whoever kept that checkpoint would see a forged log, so nothing is signed or served until an
operator explains it (`beginning.begin_epoch`). A database that is ahead of it is well: a kill between the commit and
the file leaves that.
"""

from pathlib import Path

from django.conf import settings

from ventanilla.common import durable
from ventanilla.common.errors import Fault
from ventanilla.kernel.ledger import notes
from ventanilla.kernel.ledger.errors import LogDamaged, LogRewound, VerificationError
from ventanilla.kernel.ledger.models import Checkpoint, Epoch
from ventanilla.kernel.ledger.types import EpochReason, TreeHead


def witness_path() -> Path:
    return Path(settings.VENTANILLA_HOME) / "log" / "checkpoint"


def remembered_checkpoint() -> str:
    """The last checkpoint that this home published, a note; "" when it remembers none. No query. Raises Fault."""
    try:
        return witness_path().read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise Fault(f"The last published checkpoint, {witness_path()}, cannot be read: {error}") from error


def write(note: str) -> None:
    """Remember `note`, durably. Raises Fault; the log itself is whole then, and the next batch tries again."""
    path = witness_path()
    try:
        durable.make_folder(path.parent)
        durable.replace(path, note.encode())
    except OSError as error:
        raise Fault(f"The last published checkpoint cannot be written to {path}: {error.strerror}.") from error


def check_not_rewound() -> None:
    """Refuse a database that is not the one whose log was published. Two or three queries, no transaction needed.

    Raises LogRewound with both sizes and what to do; LogDamaged when the file holds no checkpoint.
    """
    check_against(Checkpoint.objects.order_by("-size").first())


def check_against(last: Checkpoint | None) -> None:
    """As `check_not_rewound`, for who has the last checkpoint of the database in hand."""
    seen = remembered_checkpoint()
    if not seen or (last is not None and last.note == seen):
        return
    head = head_of(seen)
    if is_published(head) or _is_explained(head):
        return
    size = last.size if last else 0
    how = "is older" if size < head.size else "has another history"
    raise LogRewound(
        f"The log was published with {head.size} entries ({witness_path()}) and the database, which has {size}, {how}: "
        "if a backup was restored, run `ventanilla log begin-epoch`, which continues the log and says in it what was "
        "lost; if not, look whether DATABASE_URL and VENTANILLA_HOME name the database and the folder of this "
        "installation."
    )


def head_of(note: str) -> TreeHead:
    """What the note of the file says. Raises LogDamaged."""
    try:
        return notes.unverified_head(note)
    except VerificationError as error:
        raise LogDamaged(f"{witness_path()} holds no checkpoint: {error.reason}.") from error


def is_published(head: TreeHead) -> bool:
    """Whether this database has published that very tree, and so holds all that it promised. One query."""
    row = Checkpoint.objects.filter(size=head.size).first()
    return row is not None and bytes(row.root) == head.root


def _is_explained(head: TreeHead) -> bool:
    """Whether an epoch of the log says that it lost that tree or a larger one of the same origin."""
    cited = Epoch.objects.filter(reason=EpochReason.RESTORED.value).exclude(cited_note="")
    lost = [head_of(note) for note in cited.values_list("cited_note", flat=True)]
    return any(each.origin == head.origin and each.size >= head.size for each in lost)
