"""Which alert an error deserves."""

import errno
import os

import psycopg
import pytest
from django.db import OperationalError

from ventanilla.common.alerts import code_of
from ventanilla.common.errors import Fault


def raised(outer: BaseException, cause: BaseException) -> BaseException:
    """The outer one as an operation raises it."""
    try:
        raise outer from cause
    except BaseException as error:
        return error


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "alert.disk_full"),
        (OSError(errno.EDQUOT, os.strerror(errno.EDQUOT)), "alert.disk_full"),
        (OSError(errno.EMFILE, os.strerror(errno.EMFILE)), "alert.descriptors_exhausted"),
        (psycopg.errors.DiskFull("could not extend file"), "alert.disk_full"),
        (psycopg.errors.AdminShutdown("terminating connection"), "alert.database_unavailable"),
        (psycopg.errors.CannotConnectNow("the database system is starting up"), "alert.database_unavailable"),
        (psycopg.OperationalError("connection to server on socket failed"), "alert.database_unavailable"),
        (psycopg.OperationalError("could not create socket: Too many open files"), "alert.descriptors_exhausted"),
        (psycopg.errors.UniqueViolation("duplicate key"), "alert.page_failed"),
        (psycopg.errors.DeadlockDetected("deadlock detected"), "alert.page_failed"),
        (KeyError("name"), "alert.page_failed"),
        (OSError(errno.ENOENT, "No such file"), "alert.page_failed"),
    ],
)
def test_an_error_is_told_by_what_it_came_from(cause: BaseException, code: str) -> None:
    assert code_of(cause, "alert.page_failed") == code
    wrapped = raised(Fault("cases.file_application failed"), raised(OperationalError(str(cause)), cause))
    if code != "alert.page_failed":
        assert code_of(wrapped, "alert.page_failed") == code


def test_the_deepest_cause_decides() -> None:
    """A page cannot read the database because its process has no descriptor left."""
    outer = raised(OperationalError("connection failed"), OSError(errno.EMFILE, "Too many open files"))
    assert code_of(outer, "alert.page_failed") == "alert.descriptors_exhausted"
