"""Why nobody came in. Each is a page: what happened and what to do now; nothing of the person, nothing of a secret.

What exactly was wrong with an answer is in the operator's log (`sign_in_refused`), never on the page.
"""

from django.utils.translation import gettext_noop as _

from ventanilla.common.errors import Fault, NotVisible, Refusal


class ProvidersNotUsable(Fault):
    """The file of providers cannot be read or says something that it may not; the message says where."""


class ProviderNotFound(NotVisible):
    code = "identity.provider_not_found"
    text = _("Esta instalación no conoce esa manera de entrar.")
    next_step = _("Elija una de las que ofrece la página de entrada.")


class SignInRefused(Refusal):
    """Any of those below. Nothing was written and no session was opened."""

    http_status = 400


class SignInCancelled(SignInRefused):
    code = "identity.sign_in_cancelled"
    text = _("Usted no terminó de entrar.")
    next_step = _("Si quiere, entre otra vez. No se perdió nada.")


class AttemptUnknown(SignInRefused):
    """Another browser, another provider, a state or a code used before, or too late."""

    code = "identity.attempt_unknown"
    text = _("La respuesta llegó tarde o no corresponde a esta visita.")
    next_step = _("Entre otra vez desde esta página. No se perdió nada.")


class AnswerNotValid(SignInRefused):
    """What the provider said does not hold. `reason` is for the log."""

    code = "identity.answer_not_valid"
    text = _("No pudimos comprobar la respuesta de quien confirma su identidad.")
    next_step = _("Entre otra vez. Si se repite, avísenos: puede haber un problema con ese servicio.")

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__()


class RunNotVouched(SignInRefused):
    code = "identity.run_not_vouched"
    text = _("Quien confirma su identidad no nos dijo un RUN válido.")
    next_step = _("Entre de otra manera, o vaya a la oficina de la institución con su cédula.")


class IdentityUnavailable(SignInRefused):
    """The provider does not answer, or too slowly, or with an error of its own."""

    code = "identity.provider_unavailable"
    text = _("El servicio que confirma su identidad no responde.")
    next_step = _("No se perdió nada. Espere unos minutos y entre otra vez, o entre de otra manera.")
    http_status = 503

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__()
