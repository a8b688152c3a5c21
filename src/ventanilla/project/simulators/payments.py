"""The payment simulator: show what is asked, let the person pay or not, tell the platform, send the browser back."""

import hmac
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from ventanilla.common import clock
from ventanilla.common.assertion import StatementError, sign, verify
from ventanilla.common.money import Money
from ventanilla.kernel.payments.types import (
    SIMULATOR_REQUEST,
    SIMULATOR_REQUEST_LIFETIME_SECONDS,
    SIMULATOR_RESULT,
    Outcome,
)
from ventanilla.project.simulators.config import Config
from ventanilla.project.simulators.http import Answer, Request, page, redirect

PATH = "/pago"
NOTICE_PATH = "/pagos/aviso/simulador/"
NOTICE_TIMEOUT_SECONDS = 10
OUTCOMES = {"pagar": Outcome.PAID, "rechazar": Outcome.REJECTED, "anular": Outcome.CANCELLED}
# What it can do wrong on request: tell it twice at once, tell another amount, tell nothing.
NORMAL, TWICE, ANOTHER_AMOUNT, SILENT = "normal", "doble", "otro-monto", "callado"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the platform asks to be paid. `statement` is its signed text, which the form carries."""

    statement: str
    attempt: str
    amount: Money
    concept: str
    payee: str
    return_url: str


def answer(request: Request, config: Config) -> Answer:
    """GET shows the payment; POST tells the platform what became of it and sends the browser back."""
    try:
        asked = _asked(request.fields.get("solicitud", ""), config)
    except StatementError:
        return page("refused.html", status=400, reason="request")
    if not config.accepts_return(asked.return_url):
        return page("refused.html", status=400, reason="return")
    if request.method != "POST":
        return page("payment.html", asked=asked)
    outcome = OUTCOMES.get(request.fields.get("accion", ""))
    if outcome is None:
        return page("payment.html", status=422, asked=asked, problem="action")
    if not _tell(asked, outcome, request.fields.get("conduct", NORMAL), config):
        return page("payment.html", status=502, asked=asked, problem="notice")
    return redirect(asked.return_url)


def _asked(statement: str, config: Config) -> Asked:
    """What the signed request says. Raises StatementError."""
    fields, _ = verify(
        statement,
        purpose=SIMULATOR_REQUEST,
        key=config.payments_key(),
        at=clock.now(),
        lifetime_seconds=SIMULATOR_REQUEST_LIFETIME_SECONDS,
    )
    try:
        return Asked(
            statement=statement,
            attempt=str(fields["attempt"]),
            amount=Money(int(fields["amount_clp"])),
            concept=str(fields["concept"]),
            payee=str(fields["payee"]),
            return_url=str(fields["return_url"]),
        )
    except (KeyError, ValueError) as error:
        raise StatementError("The request lacks a field.") from error


def _tell(asked: Asked, outcome: Outcome, conduct: str, config: Config) -> bool:
    """Send the notice; False when the platform did not take it and the person should try again."""
    if conduct == SILENT:
        return True
    amount = asked.amount.minor + (1 if conduct == ANOTHER_AMOUNT else 0)
    body = _notice(asked, outcome, amount, config)
    if conduct != TWICE:
        return _post(body, config) or conduct == ANOTHER_AMOUNT
    with ThreadPoolExecutor(2) as pool:
        return all(pool.map(lambda _: _post(body, config), range(2)))


def _notice(asked: Asked, outcome: Outcome, amount_clp: int, config: Config) -> bytes:
    """The signed notice. The authorisation follows from the attempt, so that paying twice says the same twice."""
    key = config.payments_key()
    digest = hmac.digest(key, asked.attempt.encode(), "sha256")
    fields: dict[str, str | int] = {
        "attempt": asked.attempt,
        "outcome": outcome.value,
        "amount_clp": amount_clp,
        "authorisation": f"{int.from_bytes(digest[:4], 'big') % 1_000_000:06}" if outcome is Outcome.PAID else "",
    }
    return sign(fields, purpose=SIMULATOR_RESULT, key=key, at=clock.now()).encode()


def _post(body: bytes, config: Config) -> bool:
    """One notice to the platform, server to server. False when it did not answer 200 to 299."""
    public = urlsplit(config.public_url)
    kind = HTTPSConnection if public.scheme == "https" else HTTPConnection
    connection = kind(public.hostname or "localhost", public.port, timeout=NOTICE_TIMEOUT_SECONDS)
    try:
        connection.request(
            "POST", public.path.rstrip("/") + NOTICE_PATH, body=body, headers={"Content-Type": "text/plain"}
        )
        return 200 <= connection.getresponse().status < 300
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
