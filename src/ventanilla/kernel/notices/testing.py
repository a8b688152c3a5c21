"""A real mail server on this machine, for tests that ask what really leaves: `with MailServer() as server: …`."""

import socket
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailServer:
    """Takes e-mail on 127.0.0.1:`port` inside the block and keeps it in `messages`; outside of it nobody answers there.

    `answer` is what it says to each message: an SMTP code and a text.
    """

    def __init__(self, answer: str = "250 OK") -> None:
        self.answer = answer
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Called by aiosmtpd for each message."""
        if self.answer.startswith("2"):
            content: Any = envelope.content
            self.messages.append(message_from_bytes(content, policy=default))  # type: ignore[arg-type]
            self.recipients += envelope.rcpt_tos
        return self.answer

    def __enter__(self) -> Self:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()
