"""The e-mail of an alert: what happened, what to do, on which machine. In the language of the installation."""

import socket

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext, override

from ventanilla.common import alerts
from ventanilla.project.alerting.records import Happened


def send(happened: Happened) -> None:
    """Hand the e-mail to the server. Raises whatever the server or the network says."""
    text = alerts.TEXTS[happened.code]
    with override(settings.LANGUAGE_CODE):
        known = "\n".join(f"{name}: {value}" for name, value in happened.fields.items())
        where = gettext("%(instant)s UTC, en %(machine)s, carpeta %(home)s") % {
            "instant": f"{happened.at:%Y-%m-%d %H:%M:%S}",
            "machine": socket.gethostname(),
            "home": settings.VENTANILLA_HOME,
        }
        once = gettext("De este mismo problema no enviaremos otro correo en una hora.")
        body = [gettext(text.what), gettext(text.then), where, known, once]
    EmailMessage(
        subject=f"[Ventanilla] {happened.code}",
        body="\n\n".join(part for part in body if part) + "\n",
        to=[settings.OPERATOR_EMAIL],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
