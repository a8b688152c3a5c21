"""Pages, languages, static files."""

SECRET_KEY = "replaced-by-the-file-in-the-home"  # noqa: S105
USE_TZ = True
TIME_ZONE = "America/Santiago"
LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English")]
ROOT_URLCONF = "ventanilla.project.urls"
STATIC_URL = "/static/"
