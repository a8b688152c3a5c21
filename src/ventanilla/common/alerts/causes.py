"""Which alert an error deserves: what the machine lacks says more than where it was missed."""

import errno
from collections.abc import Iterator

_OF_ERRNO = {
    errno.ENOSPC: "alert.disk_full",
    errno.EDQUOT: "alert.disk_full",
    errno.EFBIG: "alert.disk_full",
    errno.EMFILE: "alert.descriptors_exhausted",
    errno.ENFILE: "alert.descriptors_exhausted",
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_DISK_FULL_STATE = "53100"
_UNAVAILABLE_CLASSES = ("08", "53", "57", "58", "XX")
_DESCRIPTORS = "Too many open files"


def code_of(error: BaseException, otherwise: str) -> str:
    """The alert of a full disk, of descriptors that ran out or of a database that is away, if that is why the error
    came; `otherwise` if not. PostgreSQL's errors are known by their `sqlstate`.
    """
    codes = [code for each in _chain(error) if (code := _code(each))]
    return codes[-1] if codes else otherwise


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and what it came from, the nearest first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _code(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno in _OF_ERRNO:
        return _OF_ERRNO[error.errno]
    if type(error).__name__ not in {"OperationalError", "InterfaceError", "AdminShutdown"} and not _state(error):
        return ""
    if _DESCRIPTORS in str(error):
        return "alert.descriptors_exhausted"
    if _state(error) == _DISK_FULL_STATE:
        return "alert.disk_full"
    lost = not _state(error) or _state(error).startswith(_UNAVAILABLE_CLASSES)
    return "alert.database_unavailable" if lost else ""


def _state(error: BaseException) -> str:
    return getattr(error, "sqlstate", "") or ""
