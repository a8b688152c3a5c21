"""The refusals and faults of payments.

Refusal
├── NotVisible ── ChargeNotFound, AttemptUnknown, ProviderUnknown
├── NotAllowed ── NoticeRefused
├── AlreadySettled, ChargeNotOpen, ChargeOverdue, NotOverdue
├── PaymentInReview
└── ProviderUnavailable
Fault
├── AmountMismatch     the provider says another amount than was charged; recorded, not settled
└── MalformedCharge    a caller of ours asked for a charge that cannot be
"""

from django.utils.translation import gettext_noop as _

from ventanilla.common.errors import Fault, NotAllowed, NotVisible, Refusal


class ChargeNotFound(NotVisible):
    code = "payments.charge_not_found"
    text = _("No encontramos ese cobro.")
    next_step = _("Búsquelo en la página de su trámite.")


class AttemptUnknown(NotVisible):
    code = "payments.attempt_unknown"
    text = _("No encontramos ese intento de pago.")
    next_step = _("Vuelva a la página de su trámite y revise el estado del cobro.")


class ProviderUnknown(NotVisible):
    code = "payments.provider_unknown"
    text = _("No conocemos ese medio de pago.")
    next_step = _("Vuelva a la página de su trámite y pague desde ahí.")


class NoticeRefused(NotAllowed):
    code = "payments.notice_refused"
    text = _("El aviso de pago no se aceptó.")
    next_step = _("El medio de pago debe enviarlo de nuevo con una firma válida.")


class AlreadySettled(Refusal):
    code = "payments.already_settled"
    text = _("Este cobro ya está pagado.")
    next_step = _("No pague de nuevo. El comprobante está en la página de su trámite.")


class ChargeNotOpen(Refusal):
    code = "payments.charge_not_open"
    text = _("Este cobro ya no está vigente.")
    next_step = _("Revise en su trámite si hay un cobro nuevo.")


class ChargeOverdue(Refusal):
    code = "payments.charge_overdue"
    text = _("El plazo para pagar este cobro terminó el %(due)s.")
    next_step = _("Revise en su trámite qué puede hacer ahora.")


class NotOverdue(Refusal):
    code = "payments.not_overdue"
    text = _("El plazo para pagar este cobro aún no termina.")
    next_step = _("Espere el vencimiento o anule el cobro con un motivo.")


class PaymentInReview(Refusal):
    code = "payments.in_review"
    text = _("Recibimos un pago por otro monto y lo estamos revisando.")
    next_step = _("No pague de nuevo. Le avisaremos cuando termine la revisión.")


class ProviderUnavailable(Refusal):
    code = "payments.provider_unavailable"
    text = _("El medio de pago no responde. No se hizo ningún cargo.")
    next_step = _("Intente de nuevo en unos minutos.")
    http_status = 503


class AmountMismatch(Fault):
    """A provider says that another amount was paid. It is recorded, the operator is told, nothing is settled."""


class MalformedCharge(Fault):
    """The message says what was given and what is accepted."""
