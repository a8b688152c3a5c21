"""Settings of the installation, by concern. Each value from outside is declared in `environment`."""

from ventanilla.project.settings.apps import *  # noqa: F403
from ventanilla.project.settings.database import *  # noqa: F403
from ventanilla.project.settings.home import *  # noqa: F403
from ventanilla.project.settings.languages import *  # noqa: F403
from ventanilla.project.settings.logs import *  # noqa: F403
from ventanilla.project.settings.mail import *  # noqa: F403
from ventanilla.project.settings.web import *  # noqa: F403
