"""Languages and the zone in which times are shown. Instants are stored in UTC."""

from pathlib import Path

import ventanilla

USE_TZ = True
TIME_ZONE = "America/Santiago"
LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English"), ("pt-br", "Português")]
# Django finds the catalogues of applications by itself; `common` is none, and words of Django's own are none of theirs.
_FLOORS = Path(ventanilla.__file__).parent
LOCALE_PATHS = [_FLOORS / "common" / "locale", _FLOORS / "project" / "locale_of_django"]
FORMAT_MODULE_PATH = "ventanilla.project.formats"
USE_THOUSAND_SEPARATOR = True
