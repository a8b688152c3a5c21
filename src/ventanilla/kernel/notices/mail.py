"""The e-mail: that there is a notice, and where. Nothing of what it says, no key, no link that signs anybody in."""

import smtplib
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext, override


class MailFailed(Exception):
    """The mail was not taken. `detail` is the server's code or the kind of error, never an address.

    `by_address` says that the server took the sender and refused who it is for: others may get theirs.
    """

    def __init__(self, detail: str, *, by_address: bool = False) -> None:
        self.detail = detail[:60]
        self.by_address = by_address
        super().__init__(self.detail)


def send(*, notice_uuid: UUID, given_names: str, address: str) -> None:
    """Hand the e-mail of a notice to the server. Raises MailFailed.

    Sent again after a crash it has the same Message-ID, by which mail programs show it once.
    """
    message = compose(notice_uuid=notice_uuid, given_names=given_names, address=address)
    try:
        taken = message.send()
    except smtplib.SMTPResponseException as error:
        raise MailFailed(f"SMTP {error.smtp_code}") from error
    except smtplib.SMTPRecipientsRefused as error:
        codes = sorted({code for code, _ in error.recipients.values()})
        raise MailFailed(f"SMTP {codes[0]}" if codes else "SMTP", by_address=True) from error
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise MailFailed(type(error).__name__) from error
    if not taken:
        raise MailFailed("NotTaken")


def compose(*, notice_uuid: UUID, given_names: str, address: str) -> EmailMessage:
    """The message itself, in the language of the installation."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    with override(settings.LANGUAGE_CODE):
        greeting = gettext("Hola, %(name)s:") % {"name": " ".join(given_names.split())}
        lines = [
            greeting,
            gettext("Tiene un aviso nuevo sobre un trámite."),
            gettext("Para leerlo, entre a su cuenta:") + f"\n{settings.PUBLIC_URL}/avisos/{notice_uuid}",
            gettext("Por su seguridad, este correo no dice qué trata el aviso y nunca pide claves."),
        ]
        subject = gettext("Tiene un aviso nuevo")
    return EmailMessage(
        subject=subject,
        body="\n\n".join(lines) + "\n",
        to=[address],
        headers={"Message-ID": f"<{notice_uuid}@{host}>", "Auto-Submitted": "auto-generated"},
    )
