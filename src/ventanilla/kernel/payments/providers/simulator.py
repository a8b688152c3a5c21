"""The simulated provider, and the example to copy: a signed request by the browser, a signed notice by HTTP.

The other side is `project/simulators`. Both statements have the form of `common.assertion` and share one key.
The request says `attempt, amount_clp, concept, payee, return_url`; the notice `attempt, outcome, amount_clp,
authorisation`.
"""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings

from ventanilla.common.assertion import StatementError, shared_key, sign, verify
from ventanilla.common.money import Money
from ventanilla.kernel.payments.errors import NoticeRefused, ProviderUnavailable
from ventanilla.kernel.payments.types import (
    SIMULATOR_KEY_FILE,
    SIMULATOR_REQUEST,
    SIMULATOR_REQUEST_LIFETIME_SECONDS,
    SIMULATOR_RESULT,
    SIMULATOR_RESULT_LIFETIME_SECONDS,
    Outcome,
    PaymentRequest,
    ProviderResult,
)


class SimulatorProvider:
    """Takes no money, so it works only where settings.SIMULATORS is on and the installation is on this machine."""

    code = "simulator"
    notice_slug = "simulador"
    open_seconds = SIMULATOR_REQUEST_LIFETIME_SECONDS

    def begin(self, request: PaymentRequest) -> str:
        """The address of the simulator's page. Raises ProviderUnavailable where simulators do not run."""
        if not _runs_here():
            raise ProviderUnavailable
        fields = {
            "attempt": str(request.attempt_uuid),
            "amount_clp": request.amount.minor,
            "concept": request.concept,
            "payee": request.payee,
            "return_url": request.return_url,
        }
        statement = sign(fields, purpose=SIMULATOR_REQUEST, key=_key(), at=request.at)
        return f"{settings.SIMULATORS_URL}/pago?{urlencode({'solicitud': statement})}"

    def read_notice(self, body: bytes, headers: Mapping[str, str], at: datetime) -> ProviderResult:
        """What the simulator said. Raises NoticeRefused; always, where simulators do not run."""
        if not _runs_here():
            raise NoticeRefused
        try:
            fields, _ = verify(
                body.decode("ascii"),
                purpose=SIMULATOR_RESULT,
                key=_key(),
                at=at,
                lifetime_seconds=SIMULATOR_RESULT_LIFETIME_SECONDS,
            )
            return ProviderResult(
                attempt_uuid=UUID(str(fields["attempt"])),
                outcome=Outcome(fields["outcome"]),
                amount=Money(int(fields["amount_clp"])),
                authorisation=str(fields["authorisation"])[:64],
            )
        except (StatementError, KeyError, ValueError) as error:
            raise NoticeRefused from error


def _key() -> bytes:
    return shared_key(settings.VENTANILLA_HOME / "keys" / SIMULATOR_KEY_FILE)


def _runs_here() -> bool:
    return bool(settings.SIMULATORS) and urlsplit(settings.PUBLIC_URL).hostname in {"localhost", "127.0.0.1"}
