"""`@operation`: one transaction per front-door call, and what leaves it when it fails.

Note [What leaves an operation]
    returns     committed, with its ledger entries and events.
    Refusal     rolled back; a ledger entry of kind "refusal" {code, operation} was written in a second transaction.
    Fault       rolled back, or unknown when the connection broke at the commit. Everything that is neither Refusal
                nor Fault (IntegrityError, OperationalError, OSError, a bug) leaves as Fault, with its cause.
                The same key again never doubles.

Note [Nested operations]
    An operation called inside another runs in the outer transaction, with no savepoint, and records no refusal.
    When it raises, the transaction can only be rolled back, so that nothing half-done is kept by a caller
    that catches. A caller that wants to go on wraps the call in `attempt()`, which is a savepoint.
"""

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import ParamSpec, TypeVar, overload
from uuid import UUID

import structlog
from django.db import connection
from django.db.transaction import atomic, set_rollback  # noqa: TID251 - the one place that opens transactions

from ventanilla.common.actor import ActorRef
from ventanilla.common.errors import Fault, Refusal
from ventanilla.kernel.ledger import api as ledger

P = ParamSpec("P")
T = TypeVar("T")

KEY_MAX_CHARACTERS = 200

_running: ContextVar[bool] = ContextVar("operation_running", default=False)
_log = structlog.get_logger(__name__)


@overload
def operation(function: Callable[P, T]) -> Callable[P, T]: ...
@overload
def operation(*, keyed: bool = False) -> Callable[[Callable[P, T]], Callable[P, T]]: ...
def operation(
    function: Callable[P, T] | None = None, *, keyed: bool = False
) -> Callable[P, T] | Callable[[Callable[P, T]], Callable[P, T]]:
    """Make a function a write of the front door. See Note [What leaves an operation] and Note [Nested operations].

    The function takes keyword-only `actor` (an ActorRef, or what has `ref()`, as identity's Actor) and an aware `at`.
    With `keyed`, it returns a UUID and its caller may pass `key: str | None`; declare that parameter, so that types
    know it (it is passed on), or leave it out (it is taken away). Raises TypeError at import when `actor` or `at` is
    missing.
    """
    if function is None:
        return functools.partial(_decorate, keyed=keyed)
    return _decorate(function, keyed=False)


def _decorate(function: Callable[P, T], *, keyed: bool) -> Callable[P, T]:
    parameters = inspect.signature(function).parameters
    for name in ("actor", "at"):
        if name not in parameters or parameters[name].kind is not inspect.Parameter.KEYWORD_ONLY:
            raise TypeError(f"The operation {function.__qualname__} needs the keyword-only parameter `{name}`.")
    name = operation_name(function)
    takes_key = "key" in parameters

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        actor, at, key = _reference(kwargs["actor"]), kwargs["at"], kwargs.get("key")
        if keyed and not takes_key:
            kwargs.pop("key", None)
        if actor is None or not isinstance(at, datetime) or at.tzinfo is None:
            raise Fault(f"{name} needs an actor as `actor` and an aware datetime as `at`.")
        call: Callable[[], T] = functools.partial(function, *args, **kwargs)
        if keyed and key is not None:
            call = functools.partial(_once, call, name, str(key), at)  # type: ignore[arg-type]
        return _nested(call, name) if _running.get() else _outermost(call, name, actor, at)

    return run


def _reference(actor: object) -> ActorRef | None:
    """The form that is stored: an ActorRef as it is, or what an actor of identity (above this package) gives."""
    if isinstance(actor, ActorRef):
        return actor
    reference = getattr(actor, "ref", None)
    found = reference() if callable(reference) else None
    return found if isinstance(found, ActorRef) else None


def _outermost(call: Callable[[], T], name: str, actor: ActorRef, at: datetime) -> T:
    try:
        with transaction_of_its_own():
            return call()
    except Refusal as refusal:
        _record_refusal(refusal, name, actor, at)
        raise
    except Fault:
        raise
    except Exception as error:
        raise Fault(f"{name} failed: {type(error).__name__}") from error


def _nested(call: Callable[[], T], name: str) -> T:
    try:
        return call()
    except (Refusal, Fault):
        set_rollback(True)
        raise
    except Exception as error:
        set_rollback(True)
        raise Fault(f"{name} failed: {type(error).__name__}") from error


@contextmanager
def transaction_of_its_own() -> Iterator[None]:
    """A durable transaction in which operations are nested. For this package: operations and the relay."""
    token = _running.set(True)
    try:
        with atomic(durable=True):
            yield
    finally:
        _running.reset(token)


@contextmanager
def attempt() -> Iterator[None]:
    """A savepoint inside an operation: what is raised in the block undoes the block and no more.

    Catch the refusal outside of it: `try: with attempt(): pay(...)`, `except Refusal: …`. Costs two statements.
    """
    require_operation("attempt")
    with atomic():
        yield


def require_operation(what: str) -> None:
    """Raises Fault unless an operation or a handler of the relay is running."""
    if not _running.get() or not connection.in_atomic_block:
        raise Fault(f"{what}() belongs inside an @operation, so that it commits with what it is about.")


def operation_name(function: Callable[..., object]) -> str:
    """`identity.appoint`, from where the function is: package of the house, dot, name."""
    parts = function.__module__.split(".")
    package = parts[2] if parts[0] == "ventanilla" and len(parts) > 2 else parts[-1]
    return f"{package}.{function.__name__}"


def _record_refusal(refusal: Refusal, name: str, actor: ActorRef, at: datetime) -> None:
    try:
        with transaction_of_its_own():
            ledger.append(
                kind="refusal",
                actor=actor,
                at=at,
                institution=actor.institution_uuid,
                public={"code": refusal.code, "operation": name},
            )
    except Exception as error:
        raise Fault(f"{name} was refused ({refusal.code}) and the refusal could not be recorded.") from error


def _once(call: Callable[[], UUID], name: str, key: str, at: datetime) -> UUID:
    """Do it and keep the result, or answer the result of the first time. A parallel duplicate waits for the first."""
    if not 0 < len(key) <= KEY_MAX_CHARACTERS:
        raise ValueError(f"A key has 1 to {KEY_MAX_CHARACTERS} characters, and this one has {len(key)}.")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO outbox_completedoperation (operation, key, completed_at) VALUES (%s, %s, %s)"
            " ON CONFLICT (operation, key) DO NOTHING RETURNING id",
            [name, key, at],
        )
        inserted = cursor.fetchone()
        if inserted is None:
            cursor.execute(
                "SELECT result FROM outbox_completedoperation WHERE operation = %s AND key = %s", [name, key]
            )
            (first_result,) = cursor.fetchone()
            _log.info("operation_repeated", operation=name)
            return first_result
    result = call()
    if not isinstance(result, UUID):
        raise TypeError(f"The keyed operation {name} returns a UUID, and it gave {type(result).__name__}.")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_completedoperation SET result = %s WHERE id = %s", [result, inserted[0]])
    return result
