"""What identity refuses.

Refusal
├── NotVisible     InstitutionNotFound, UnitNotFound, RoleNotFound, PostNotFound, AppointmentNotFound,
│                  PersonNotFound, OrganisationNotFound, MandateNotFound, AccountNotFound, SessionNotFound,
│                  PasskeyNotFound
├── NotAllowed     RightMissing, PostNotHeld, AccountClosed, OwnAppointment, OwnAccess
├── SignInRefused  SignInCancelled, AttemptUnknown, AnswerNotValid, RunNotVouched, IdentityUnavailable
└── RunNotValid, RutNotValid, EmailNotValid, NameMissing, AlreadyRegistered, CodeTaken, EmailTaken, PostAlreadyHeld,
    PeriodNotValid, AlreadyEnded, AnotherInstitution, MandateForOneself, PasswordTooWeak, CodeNotValid,
    PasskeyAlreadyThere, PasskeyNotValid
"""

from django.utils.translation import gettext_noop as _

from ventanilla.common.errors import NotAllowed, NotVisible, Refusal
from ventanilla.kernel.identity.sign_in_errors import (
    AnswerNotValid as AnswerNotValid,
)
from ventanilla.kernel.identity.sign_in_errors import (
    AttemptUnknown as AttemptUnknown,
)
from ventanilla.kernel.identity.sign_in_errors import (
    IdentityUnavailable as IdentityUnavailable,
)
from ventanilla.kernel.identity.sign_in_errors import (
    ProviderNotFound as ProviderNotFound,
)
from ventanilla.kernel.identity.sign_in_errors import (
    ProvidersNotUsable as ProvidersNotUsable,
)
from ventanilla.kernel.identity.sign_in_errors import (
    RunNotVouched as RunNotVouched,
)
from ventanilla.kernel.identity.sign_in_errors import (
    SignInCancelled as SignInCancelled,
)
from ventanilla.kernel.identity.sign_in_errors import (
    SignInRefused as SignInRefused,
)


class InstitutionNotFound(NotVisible):
    code = "identity.institution_not_found"
    text = _("No encontramos esa institución.")
    next_step = _("Revise el enlace o elija la institución en el catálogo.")


class UnitNotFound(NotVisible):
    code = "identity.unit_not_found"
    text = _("No encontramos esa unidad.")
    next_step = _("Revise el código de la unidad.")


class RoleNotFound(NotVisible):
    code = "identity.role_not_found"
    text = _("No encontramos ese rol en esta institución.")
    next_step = _("Revise el código del rol o créelo primero.")


class PostNotFound(NotVisible):
    code = "identity.post_not_found"
    text = _("No encontramos ese cargo.")
    next_step = _("Revise el código del cargo.")


class AppointmentNotFound(NotVisible):
    code = "identity.appointment_not_found"
    text = _("No encontramos ese nombramiento.")
    next_step = _("Vuelva a la lista de nombramientos.")


class PersonNotFound(NotVisible):
    code = "identity.person_not_found"
    text = _("No encontramos a esa persona.")
    next_step = _("Revise el RUN.")


class OrganisationNotFound(NotVisible):
    code = "identity.organisation_not_found"
    text = _("No encontramos esa organización.")
    next_step = _("Revise el RUT.")


class MandateNotFound(NotVisible):
    code = "identity.mandate_not_found"
    text = _("No encontramos ese mandato.")
    next_step = _("Vuelva a la lista de mandatos.")


class AccountNotFound(NotVisible):
    code = "identity.account_not_found"
    text = _("No encontramos esa cuenta.")
    next_step = _("Entre otra vez.")


class PasskeyNotFound(NotVisible):
    code = "identity.passkey_not_found"
    text = _("No encontramos esa llave de acceso.")
    next_step = _("Vuelva a la página de su acceso.")


class SessionNotFound(NotVisible):
    code = "identity.session_not_found"
    text = _("No encontramos esa sesión.")
    next_step = _("Vuelva a la lista de sus sesiones.")


class RightMissing(NotAllowed):
    code = "identity.right_missing"
    text = _("Su cargo no permite hacer esto.")
    next_step = _("Pídalo a su jefatura o a quien administra los cargos.")


class PostNotHeld(NotAllowed):
    code = "identity.post_not_held"
    text = _("Usted no ejerce ese cargo en este momento.")
    next_step = _("Elija otro de sus cargos o entre otra vez.")


class AccountClosed(NotAllowed):
    code = "identity.account_closed"
    text = _("Esta cuenta está cerrada.")
    next_step = _("Hable con quien administra las cuentas de su institución.")


class OwnAppointment(NotAllowed):
    code = "identity.own_appointment"
    text = _("Nadie puede nombrarse a sí mismo.")
    next_step = _("Pida que otra persona registre el nombramiento.")


class OwnAccess(NotAllowed):
    code = "identity.own_access"
    text = _("Nadie puede renovar su propio acceso.")
    next_step = _("Pídalo a otra persona que administre las cuentas.")


class CodeNotValid(Refusal):
    code = "identity.code_not_valid"
    text = _("El código no corresponde o ya se usó.")
    next_step = _("Espere el código siguiente de su aplicación y escríbalo.")
    http_status = 422


class PasskeyAlreadyThere(Refusal):
    code = "identity.passkey_already_there"
    text = _("Esa llave de acceso ya está registrada.")
    next_step = _("No hace falta hacer nada más.")


class PasskeyNotValid(Refusal):
    code = "identity.passkey_not_valid"
    text = _("No pudimos comprobar esa llave de acceso.")
    next_step = _("Intente de nuevo, o entre con su correo y su clave.")
    http_status = 422


class RunNotValid(Refusal):
    code = "identity.run_not_valid"
    text = _("El RUN no es válido.")
    next_step = _("Escríbalo con su dígito verificador, por ejemplo 12.345.678-5.")
    http_status = 422


class RutNotValid(Refusal):
    code = "identity.rut_not_valid"
    text = _("El RUT no es válido.")
    next_step = _("Escríbalo con su dígito verificador, por ejemplo 76.543.210-3.")
    http_status = 422


class EmailNotValid(Refusal):
    code = "identity.email_not_valid"
    text = _("El correo no es válido.")
    next_step = _("Escríbalo completo, por ejemplo nombre@ejemplo.cl.")
    http_status = 422


class NameMissing(Refusal):
    code = "identity.name_missing"
    text = _("Falta el nombre.")
    next_step = _("Escriba el nombre completo.")
    http_status = 422


class AlreadyRegistered(Refusal):
    code = "identity.already_registered"
    text = _("Ese RUN o RUT ya está registrado.")
    next_step = _("Búsquelo en vez de crearlo otra vez.")


class CodeTaken(Refusal):
    code = "identity.code_taken"
    text = _("Ese código ya existe en la institución.")
    next_step = _("Elija otro código.")


class EmailTaken(Refusal):
    code = "identity.email_taken"
    text = _("Ese correo ya se usa en otra cuenta.")
    next_step = _("Elija otro correo.")


class PostAlreadyHeld(Refusal):
    code = "identity.post_already_held"
    text = _("En esas fechas el cargo ya tiene titular, o la persona ya lo ejerce.")
    next_step = _("Termine primero el otro nombramiento o cambie las fechas.")


class PeriodNotValid(Refusal):
    code = "identity.period_not_valid"
    text = _("El término tiene que ser posterior al inicio.")
    next_step = _("Revise las dos fechas.")
    http_status = 422


class AlreadyEnded(Refusal):
    code = "identity.already_ended"
    text = _("Ya había terminado en esa fecha.")
    next_step = _("No hace falta hacer nada más.")


class AnotherInstitution(Refusal):
    code = "identity.another_institution"
    text = _("La unidad, el rol y el cargo tienen que ser de la misma institución.")
    next_step = _("Elija elementos de una sola institución.")


class MandateForOneself(Refusal):
    code = "identity.mandate_for_oneself"
    text = _("Nadie necesita un mandato para actuar por sí mismo.")
    next_step = _("Elija a otra persona.")


class PasswordTooWeak(Refusal):
    code = "identity.password_too_weak"
    text = _("La contraseña es corta o muy conocida.")
    next_step = _("Use al menos 12 caracteres, por ejemplo cuatro palabras que no vayan juntas.")
    http_status = 422
