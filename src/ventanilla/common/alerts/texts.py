"""Every alert by its code: what happened, and what to do now. `docs/operating/alerts.md` says the same at length."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Text:
    """Two Spanish sentences, to be translated by who shows them."""

    what: str
    then: str


TEXTS: Mapping[str, Text] = {
    "alert.process_died": Text(
        _("Un proceso del servidor terminó sin que nadie lo pidiera, y fue iniciado otra vez."),
        _("Si se repite, vea en el registro del servidor qué dijo antes de terminar."),
    ),
    "alert.database_unavailable": Text(
        _("La base de datos no responde. Las personas ven una página de error y nada se pierde."),
        _("Revise que PostgreSQL funcione y que se llegue a él. Ventanilla sigue sola cuando vuelve."),
    ),
    "alert.database_restarted": Text(
        _("La base de datos incluida terminó y fue iniciada otra vez."),
        _("Vea en database.log, en la carpeta de la instalación, por qué terminó."),
    ),
    "alert.disk_full": Text(
        _("No queda espacio en el disco. Lo que las personas envían no se puede guardar."),
        _("Haga espacio. Ventanilla sigue sola; lo que ya estaba guardado no se pierde."),
    ),
    "alert.descriptors_exhausted": Text(
        _("Un proceso no puede abrir más archivos ni conexiones."),
        _("Suba el límite de archivos abiertos (LimitNOFILE en systemd, ulimit -n) y reinicie el servidor."),
    ),
    "alert.page_failed": Text(
        _("Una página falló por un error nuestro. Quien la pidió lo sabe y puede intentarlo otra vez."),
        _("Busque el error en el registro del servidor e infórmelo a quienes mantienen Ventanilla."),
    ),
    "alert.background_failed": Text(
        _("Una parte del trabajo de fondo falló. Se intenta otra vez cada dos segundos."),
        _("Si se repite, busque el error en el registro del servidor."),
    ),
    "alert.delivery_parked": Text(
        _("Un aviso interno falló diez veces y quedó detenido. Lo que sigue de ese caso lo espera."),
        _("Vea en la página de operación por qué falló, corríjalo, y ordene ahí que se intente otra vez."),
    ),
    "alert.job_failing": Text(
        _("Un trabajo de fondo falló ocho veces seguidas. Se sigue intentando, cada hora, casi un día."),
        _("Vea por qué falla y corríjalo: sigue solo. Los demás trabajos siguen."),
    ),
    "alert.job_failed": Text(
        _("Un trabajo de fondo falló todas las veces que se intentó, o terminó con el proceso que lo hacía."),
        _("Vea en la página de operación por qué falló, corríjalo, y ordene ahí que se intente otra vez."),
    ),
    "alert.log_damaged": Text(
        _("El registro público no coincide con lo que se firmó. No se publica nada más."),
        _("No borre nada. Siga la guía de restauración antes de volver a servir."),
    ),
    "alert.clock_moved": Text(
        _("El reloj de la máquina saltó. Los plazos legales se cuentan con él."),
        _("Corrija la hora y active su sincronización (NTP). Revise los plazos que vencieron mientras tanto."),
    ),
    "alert.mail_unavailable": Text(
        _("El servidor de correo no recibe los avisos. Los trámites siguen y los avisos se enviarán después."),
        _("Revise el servidor de correo y VENTANILLA_EMAIL_URL."),
    ),
    "alert.notice_given_up": Text(
        _("Un aviso no se pudo enviar por correo después de todos los intentos."),
        _("Revise la dirección de la persona. Si el aviso es una notificación, debe ir en papel."),
    ),
    "alert.payment_surplus": Text(
        _("Llegó dinero por un cobro que ya estaba pagado o cerrado."),
        _("Devuélvalo a quien pagó."),
    ),
    "alert.payment_mismatch": Text(
        _("Llegó por un cobro un monto distinto del cobrado. No se dio por pagado."),
        _("Aclárelo con el medio de pago antes de que la persona pague otra vez."),
    ),
}
