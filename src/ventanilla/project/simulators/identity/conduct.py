"""What a provider can do wrong on request. The code and the access token carry it, so that each address knows."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Conduct(StrEnum):
    """The value is what the form of the simulator sends."""

    NORMAL = "normal"
    OTHER_STATE = "otro-estado"
    REUSED_STATE = "estado-repetido"
    REUSED_CODE = "codigo-repetido"
    MIXED_ISSUER = "mezcla-emisor"
    MIXED_RETURN = "mezcla-vuelta"
    OTHER_ISSUER = "otro-emisor"
    OTHER_AUDIENCE = "otro-cliente"
    OTHER_PARTY = "otra-parte"
    OTHER_NONCE = "otro-nonce"
    OTHER_HASH = "otro-at-hash"
    EXPIRED = "vencida"
    UNSIGNED = "sin-firma"
    PUBLIC_KEY_AS_SEAL = "hs256"
    OTHER_SIGNATURE = "otra-firma"
    UNKNOWN_KEY = "llave-desconocida"
    NOTHING_SIGNED = "sin-token"
    OTHER_SUBJECT = "otro-sub"
    NO_RUN = "sin-run"
    SLOW = "lento"
    DOWN = "caido"
    ENDLESS = "enorme"


TEXTS = {
    Conduct.NORMAL: _("Normal"),
    Conduct.OTHER_STATE: _("Responder a otra sesión"),
    Conduct.REUSED_STATE: _("Responder con el estado anterior"),
    Conduct.REUSED_CODE: _("Responder con el código anterior"),
    Conduct.MIXED_ISSUER: _("Decir que responde el otro proveedor"),
    Conduct.MIXED_RETURN: _("Volver a la dirección del otro proveedor"),
    Conduct.OTHER_ISSUER: _("Token de otro emisor"),
    Conduct.OTHER_AUDIENCE: _("Token para otro cliente"),
    Conduct.OTHER_PARTY: _("Token pedido por otro cliente"),
    Conduct.OTHER_NONCE: _("Token de otro intento"),
    Conduct.OTHER_HASH: _("Token que no corresponde al acceso"),
    Conduct.EXPIRED: _("Token vencido"),
    Conduct.UNSIGNED: _("Token sin firma"),
    Conduct.PUBLIC_KEY_AS_SEAL: _("Token sellado con la llave pública"),
    Conduct.OTHER_SIGNATURE: _("Token con la firma de otra llave"),
    Conduct.UNKNOWN_KEY: _("Token con una llave desconocida"),
    Conduct.NOTHING_SIGNED: _("Sin token"),
    Conduct.OTHER_SUBJECT: _("Datos de otra persona"),
    Conduct.NO_RUN: _("Datos sin RUN"),
    Conduct.SLOW: _("Responder muy lento"),
    Conduct.DOWN: _("Responder con un error"),
    Conduct.ENDLESS: _("Responder sin fin"),
}


def conduct_of(text: str) -> Conduct:
    """The conduct of that name; NORMAL for any other text."""
    return Conduct(text) if text in set(Conduct) else Conduct.NORMAL
