"""The manifest of the municipal sector."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from ventanilla.kernel.services.types import Sector

SECTOR = Sector(name="municipal", title=_("Municipalidad"), services=Path(__file__).parent / "services")
