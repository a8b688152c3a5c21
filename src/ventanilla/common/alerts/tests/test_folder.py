"""Alerts in their folder: one file a code, whoever writes."""

from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest

from ventanilla.common import alerts

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
FULL, DIED = "alert.disk_full", "alert.process_died"


def test_what_happens_again_is_counted_and_the_last_is_told(tmp_path: Path) -> None:
    alerts.keep(tmp_path, code=DIED, at=AT, fields={"child": "web"})
    alerts.keep(tmp_path, code=DIED, at=AT + timedelta(minutes=1), fields={"child": "relay", "status": -9}, count=3)
    alerts.keep(tmp_path, code=FULL, at=AT, fields={"error": "x" * 1000})
    died, full = alerts.list_alerts(tmp_path)
    assert (died.code, died.first_at, died.last_at) == (DIED, AT, AT + timedelta(minutes=1))
    assert (died.count, died.fields) == (4, {"child": "relay", "status": -9})
    assert full.code == FULL
    assert len(str(full.fields["error"])) == 300


def test_dismissed_it_is_gone_and_comes_again_as_new(tmp_path: Path) -> None:
    alerts.keep(tmp_path, code=DIED, at=AT, fields={}, count=7)
    alerts.dismiss(tmp_path, code=DIED)
    alerts.dismiss(tmp_path, code=DIED)
    assert alerts.list_alerts(tmp_path) == ()
    alerts.keep(tmp_path, code=DIED, at=AT, fields={})
    assert [each.count for each in alerts.list_alerts(tmp_path)] == [1]


def test_what_happened_after_somebody_looked_is_not_dismissed(tmp_path: Path) -> None:
    alerts.keep(tmp_path, code=DIED, at=AT, fields={})
    assert not alerts.dismiss(tmp_path, code=DIED, seen_at=AT - timedelta(microseconds=1))
    assert [each.count for each in alerts.list_alerts(tmp_path)] == [1]
    assert alerts.dismiss(tmp_path, code=DIED, seen_at=AT)
    assert alerts.dismiss(tmp_path, code=DIED, seen_at=AT)
    assert alerts.list_alerts(tmp_path) == ()


def test_the_mail_is_for_one_of_all_once_an_hour_for_each_code(tmp_path: Path) -> None:
    keep = partial(alerts.keep, tmp_path, fields={}, mailing=True)
    assert keep(code=FULL, at=AT)
    assert not keep(code=FULL, at=AT + timedelta(minutes=59))
    assert keep(code=DIED, at=AT + timedelta(minutes=1))
    assert keep(code=FULL, at=AT + timedelta(minutes=61))
    assert not keep(code=FULL, at=AT + timedelta(minutes=30)), "the clock was put back by half an hour"
    assert keep(code=FULL, at=AT - timedelta(days=1)), "the clock was put back by a day"


def test_without_mail_nobody_is_asked_to_send(tmp_path: Path) -> None:
    assert not alerts.keep(tmp_path, code=FULL, at=AT, fields={})
    assert alerts.keep(tmp_path, code=FULL, at=AT, fields={}, mailing=True)


def test_several_processes_lose_nothing(tmp_path: Path) -> None:
    keep = partial(_keep_many, tmp_path)
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        told = sum(pool.map(keep, range(4)))
    assert [each.count for each in alerts.list_alerts(tmp_path)] == [100]
    assert told == 1


def _keep_many(folder: Path, _number: int) -> int:
    return sum(alerts.keep(folder, code=FULL, at=AT, fields={}, mailing=True) for _ in range(25))


def test_a_file_that_was_cut_short_is_none_and_is_written_again(tmp_path: Path) -> None:
    alerts.keep(tmp_path, code=FULL, at=AT, fields={})
    (tmp_path / "disk_full.json").write_text('{"code": "alert.dis')
    assert alerts.list_alerts(tmp_path) == ()
    alerts.keep(tmp_path, code=FULL, at=AT, fields={})
    assert len(alerts.list_alerts(tmp_path)) == 1


def test_before_the_first_one_there_is_none(tmp_path: Path) -> None:
    assert alerts.list_alerts(tmp_path / "alerts") == ()


def test_a_code_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"alert\.nothing"):
        alerts.keep(tmp_path, code="alert.nothing", at=AT, fields={})
