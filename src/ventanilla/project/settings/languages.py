"""Languages and the zone in which times are shown. Instants are stored in UTC."""

USE_TZ = True
TIME_ZONE = "America/Santiago"
LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English")]
USE_THOUSAND_SEPARATOR = True
