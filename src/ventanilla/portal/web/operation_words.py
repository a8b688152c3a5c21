"""Work of the background and its errors, in words. A name without words is shown as it is."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_TITLES: Mapping[str, Promise] = {
    "cases.issue": gettext_lazy("Emitir el documento de una decisión"),
    "cases.issue_receipt": gettext_lazy("Hacer un comprobante en PDF"),
    "cases.order_receipt": gettext_lazy("Encargar un comprobante en PDF"),
    "cases.order_receipt_of_correction": gettext_lazy("Encargar el comprobante de una corrección"),
    "cases.discard_leftovers": gettext_lazy("Borrar archivos que ninguna solicitud usa"),
    "cases.discard_leftovers_of_correction": gettext_lazy("Borrar archivos que ninguna corrección usa"),
    "cases.settle_charge": gettext_lazy("Anotar un pago y seguir su trámite"),
    "cases.count_from_notification": gettext_lazy("Contar plazos desde una notificación"),
    "cases.index_for_search": gettext_lazy("Poner un caso en el buscador"),
    "cases.fire_due_timers": gettext_lazy("Revisar plazos que terminan"),
    "cases.discard_stale_drafts": gettext_lazy("Borrar solicitudes abandonadas"),
    "notices.send": gettext_lazy("Enviar un aviso por correo"),
    "notices.send_due": gettext_lazy("Buscar avisos por enviar"),
    "documents.sweep_orphans": gettext_lazy("Borrar archivos que nadie usa"),
    "outbox.purge_delivered": gettext_lazy("Borrar avisos internos ya entregados"),
}
_DATABASE = gettext_lazy("La base de datos no respondió o cortó la conexión.")
_OTHER_SERVER = gettext_lazy("Otro servidor no respondió.")
_OURS = gettext_lazy("Es un error de Ventanilla. Infórmelo con el detalle técnico.")
# By the class of the error that was at the bottom.
_REASONS: Mapping[str, Promise] = {
    "OperationalError": _DATABASE,
    "InterfaceError": _DATABASE,
    "AdminShutdown": _DATABASE,
    "TemplateFault": gettext_lazy("La plantilla de un documento no se pudo componer."),
    "SealFault": gettext_lazy("El sello de un documento no se pudo comprobar."),
    "KeyFault": gettext_lazy("Falta una clave, o su archivo no se puede usar."),
    "BlobFault": gettext_lazy("Falta un archivo guardado, o está dañado."),
    "LogDamaged": gettext_lazy("El registro público no coincide con lo que se firmó."),
    "ProviderUnavailable": _OTHER_SERVER,
    "ConnectionRefusedError": _OTHER_SERVER,
    "SMTPServerDisconnected": _OTHER_SERVER,
    "TimeoutError": _OTHER_SERVER,
    "gaierror": _OTHER_SERVER,
    "OSError": gettext_lazy("El sistema no dejó leer o escribir un archivo. Puede faltar espacio."),
    "MemoryError": gettext_lazy("Faltó memoria."),
}
_ERROR = re.compile(r"(?:^|, from )(\w+)(?: at |,|$)")
_REFUSAL = re.compile(r"^\w+ [a-z_]+\.[a-z_.]+$")


def title_of(name: str) -> str:
    """What a job or a subscriber does."""
    return str(_TITLES.get(name, name))


def reason_of(error: str) -> str:
    """Why it failed, from what outbox keeps of an error: classes and places, the deepest cause last."""
    if not error:
        return _("El proceso que lo hacía terminó antes de acabar, varias veces.")
    if _REFUSAL.match(error):
        return _("Una regla no lo permite.")
    known = [_REASONS[name] for name in _ERROR.findall(error) if name in _REASONS]
    return str(known[-1] if known else _OURS)
