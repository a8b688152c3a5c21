"""What a person is told of a payment: the charge with its facts, and what became of a try."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ventanilla.common import legal_time
from ventanilla.kernel.cases.types import DecisionData
from ventanilla.kernel.payments.types import AttemptState, ChargeData, ChargeState


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of a try, and whether another one makes sense."""

    heading: str | Promise
    text: str | Promise
    again: bool = False


_ENDINGS: Mapping[AttemptState, Ending] = {
    AttemptState.WAITING: Ending(
        gettext_lazy("Todavía no sabemos si pagó"),
        gettext_lazy("El medio de pago aún no nos avisa. Suele tardar menos de un minuto. No pague de nuevo."),
    ),
    AttemptState.PAID: Ending(
        gettext_lazy("Recibimos su pago"),
        gettext_lazy("No tiene que hacer nada más. Su trámite sigue solo y le avisaremos."),
    ),
    AttemptState.REJECTED: Ending(
        gettext_lazy("El pago fue rechazado"),
        gettext_lazy("No se le cobró nada. Puede probar otra vez, con la misma tarjeta o con otra."),
        again=True,
    ),
    AttemptState.CANCELLED: Ending(
        gettext_lazy("Usted anuló el pago"),
        gettext_lazy("No se le cobró nada. Puede pagar cuando quiera, antes de la fecha de vencimiento."),
        again=True,
    ),
    AttemptState.IN_REVIEW: Ending(
        gettext_lazy("Estamos revisando su pago"),
        gettext_lazy("Llegó un monto distinto del cobrado. Una persona lo revisará. No pague de nuevo."),
    ),
    AttemptState.TO_REFUND: Ending(
        gettext_lazy("Este cobro ya estaba pagado"),
        gettext_lazy("El dinero de este segundo pago se le devolverá. No pague de nuevo."),
    ),
}


def ending_of(state: AttemptState, charge: ChargeData) -> Ending:
    """What to say of a try. Once the charge is settled by another one, nobody is sent to pay again."""
    settled = charge.state is ChargeState.SETTLED
    if settled and state in (AttemptState.WAITING, AttemptState.REJECTED, AttemptState.CANCELLED):
        return _ENDINGS[AttemptState.PAID]
    return _ENDINGS[state]


def charge_rows(charge: ChargeData, code: str = "", decision: DecisionData | None = None) -> list[dict[str, str]]:
    """The facts of a charge for a summary list; the decision says how it was computed."""
    rows = [
        {"key": _("Qué paga"), "value": charge.concept},
        {"key": _("Monto"), "value": charge.amount.display()},
    ]
    if charge.due_on and charge.state is ChargeState.PENDING:
        rows.append({"key": _("Hasta cuándo"), "value": legal_time.day_in_words(charge.due_on)})
    if charge.authorisation:
        rows.append({"key": _("Autorización"), "value": charge.authorisation})
    if decision and decision.document_uuid:
        document = reverse("own-document", args=[charge.dossier, decision.document_uuid])
        explained = _("Lo explica el documento firmado (PDF)")
        rows.append({"key": _("Cómo se calculó"), "value": explained, "link": document})
    if code:
        rows.append({"key": _("Código del trámite"), "value": code})
    return rows
