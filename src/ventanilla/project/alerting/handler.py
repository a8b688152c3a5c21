"""A handler of logs that keeps alerts and sends them, in a thread of its own: whoever logs never waits.

What cannot be kept or sent now (a full disk, no descriptors, no mail server) stays in memory, once for each code, and
is tried again each ten seconds; and once more when the process ends.
"""

import logging
import threading
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings

from ventanilla.common import alerts, clock
from ventanilla.common.alerts.folder import MAIL_EVERY
from ventanilla.project.alerting import mail
from ventanilla.project.alerting.records import Happened, alert_of

AGAIN_SECONDS = 10.0
LAST_CHANCE_SECONDS = 5.0


class AlertHandler(logging.Handler):
    """For the root of the logs. Its thread begins with the first alert."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        # How often each happened since it was last kept, and the last of them.
        self._to_keep: dict[str, tuple[int, Happened]] = {}
        self._to_send: dict[str, Happened] = {}
        self._sent_at: dict[str, datetime] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._ending = False

    def emit(self, record: logging.LogRecord) -> None:
        """Take what is an alert; the thread does the rest. What the thread itself logs is none."""
        if threading.current_thread() is self._thread:
            return
        happened = alert_of(record, at=clock.now())
        if happened is None:
            return
        with self._changed:
            count, _ = self._to_keep.get(happened.code, (0, happened))
            self._to_keep[happened.code] = (count + 1, happened)
            if self._thread is None and not self._ending:
                self._thread = threading.Thread(target=self._work, name="alerts", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def close(self) -> None:
        """The process ends: what is left has some seconds to leave."""
        with self._changed:
            self._ending = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(LAST_CHANCE_SECONDS)
        super().close()

    def _work(self) -> None:
        ending = False
        while not ending:
            with self._changed:
                self._changed.wait_for(lambda: self._to_keep or self._to_send or self._ending)
                # Known before the round: what was logged until the end is in this round or was in one before.
                ending = self._ending
            self._keep_all()
            self._send_all()
            if self._to_keep or self._to_send:
                with self._changed:
                    self._changed.wait_for(lambda: self._ending, AGAIN_SECONDS)

    def _keep_all(self) -> None:
        """Write down what happened, and find out what is to be sent. What cannot be written is sent all the same."""
        folder = Path(settings.VENTANILLA_HOME) / "alerts"
        with self._changed:
            to_keep = list(self._to_keep.items())
        for code, (count, last) in to_keep:
            due = self._may_send(last)
            try:
                due = alerts.keep(folder, code=code, at=last.at, fields=last.fields, count=count, mailing=due)
            except OSError:
                pass
            else:
                self._forget(code, count)
            if due:
                self._sent_at[code] = last.at
                self._to_send[code] = last

    def _forget(self, code: str, kept: int) -> None:
        with self._changed:
            count, last = self._to_keep.pop(code)
            if count > kept:
                self._to_keep[code] = (count - kept, last)

    def _may_send(self, happened: Happened) -> bool:
        """Whether there is somebody to tell whom this process has not told of it within the hour."""
        sent_at = self._sent_at.get(happened.code)
        lately = sent_at is not None and abs(happened.at - sent_at) < MAIL_EVERY
        return bool(settings.OPERATOR_EMAIL) and not lately

    def _send_all(self) -> None:
        for code, happened in list(self._to_send.items()):
            # Whatever the server or the network says: there is nobody left to tell, and it is tried again.
            with suppress(Exception):
                mail.send(happened)
                del self._to_send[code]
