"""A file of a stranger, read whole or told in one sentence why not."""

from pathlib import Path

from django.utils.translation import gettext as _

MOST_BYTES = 25_000_000


class Unusable(Exception):
    """There is nothing to verify; the message says why, in the active language."""


def read(path: Path) -> bytes:
    """The content of the file. Raises Unusable."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise Unusable(_("No existe.")) from error
    except IsADirectoryError as error:
        raise Unusable(_("Es una carpeta, y se verifican archivos.")) from error
    except OSError as error:
        raise Unusable(_("No se puede leer: %(why)s.") % {"why": error.strerror}) from error
    if not content:
        raise Unusable(_("Está vacío."))
    if len(content) > MOST_BYTES:
        raise Unusable(_("Pesa más de 25 MB: no es nada que Ventanilla entregue."))
    return content
