"""The services that the institutions of the demonstration offer, from the folders that the sectors ship."""

from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.utils.translation import gettext as _

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.services import api as services
from ventanilla.project.demo.errors import DemoRefused


def publish(slug: str, *, actor: ActorRef, at: datetime) -> None:
    """Publish the service unless it is published. Raises DemoRefused when no running sector ships it."""
    if services.find_version(slug=slug) is None:
        services.import_folder(_folder_of(slug), actor=actor, at=at)


def _folder_of(slug: str) -> Path:
    for application in apps.get_app_configs():
        folder = Path(application.path) / "services" / slug
        if (folder / "identity.yaml").is_file():
            return folder
    raise DemoRefused(
        _("Ningún sector de esta instalación trae el trámite «%(slug)s»: quite VENTANILLA_WITHOUT_SECTORS.")
        % {"slug": slug}
    )
