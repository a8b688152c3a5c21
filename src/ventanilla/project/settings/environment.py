"""Every value that comes from outside, declared once: name, type, default and what it is for.

Nothing else in the project reads the process environment (ruff forbids it), so this list is complete by construction.
`docs/reference/settings.md` documents each variable, and a test compares the two.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured

Value = TypeVar("Value")

REGISTRY: "dict[str, Variable[object]]" = {}


@dataclass(frozen=True, slots=True)
class Variable(Generic[Value]):
    """One variable of the environment. `default` is text, parsed like a value from outside."""

    name: str
    default: str
    parse: Callable[[str], Value]
    doc: str

    def read(self) -> Value:
        """The value now. Raises ImproperlyConfigured with the name, what was given and what is accepted."""
        given = os.environ.get(self.name, "").strip() or self.default
        try:
            return self.parse(given)
        except ValueError as error:
            raise ImproperlyConfigured(f"{self.name} is {given!r}: {error}") from error


def for_a_child(changes: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of a program that we start: ours, with `changes` to declared variables."""
    unknown = changes.keys() - REGISTRY.keys()
    if unknown:
        raise ValueError(f"Not declared: {', '.join(sorted(unknown))}.")
    return {**os.environ, **changes}


def _declare(name: str, default: str, parse: Callable[[str], Value], doc: str) -> Variable[Value]:
    variable = Variable(name, default, parse, doc)
    REGISTRY[name] = variable  # type: ignore[assignment]
    return variable


def _path(given: str) -> Path:
    return Path(given).expanduser().absolute()


def _flag(given: str) -> bool:
    if given not in {"0", "1"}:
        raise ValueError("it must be 1 (yes) or 0 (no).")
    return given == "1"


def _count(given: str) -> int:
    if not given.isdigit() or int(given) < 1:
        raise ValueError("it must be a whole number, 1 or more.")
    return int(given)


def _words(given: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in given.split(",") if word.strip())


def _web_address(given: str) -> str:
    if given and not given.startswith(("http://", "https://")):
        raise ValueError("it must begin with http:// or https://, as in https://tramites.example.cl.")
    return given.rstrip("/")


def _one_of(*accepted: str) -> Callable[[str], str]:
    def parse(given: str) -> str:
        if given not in accepted:
            raise ValueError(f"it must be one of: {', '.join(accepted)}.")
        return given

    return parse


HOME = _declare(
    "VENTANILLA_HOME", "~/.ventanilla", _path, "Folder (0700) of keys, documents, tiles and the embedded database."
)
MODE = _declare(
    "VENTANILLA_MODE",
    "demo",
    _one_of("demo", "production", "debug"),
    "`production` writes logs as JSON and refuses simulators; `debug` shows tracebacks on error pages.",
)
PUBLIC_URL = _declare(
    "VENTANILLA_PUBLIC_URL",
    "",
    _web_address,
    "Address under which people reach the installation, printed in QR codes and notices;"
    " empty: localhost and the port.",
)
ALLOWED_HOSTS = _declare(
    "VENTANILLA_ALLOWED_HOSTS", "", _words, "More host names to answer to, besides that of the public address."
)
LOG_ORIGIN = _declare(
    "VENTANILLA_LOG_ORIGIN",
    "localhost/ventanilla/log",
    str,
    "Name of the public log in its checkpoints; it never changes once the log has entries.",
)
WITHOUT_SECTORS = _declare(
    "VENTANILLA_WITHOUT_SECTORS", "", _words, "Sectors that this installation does not run, by folder name."
)

DATABASE_URL = _declare(
    "DATABASE_URL",
    "",
    str,
    "External PostgreSQL 15 or newer, as postgresql://user:password@host:port/name; empty: the embedded one.",
)
DATABASE_OWNER = _declare(
    "VENTANILLA_DATABASE_OWNER",
    "nobody",
    str,
    "When everything runs as root, the account without privileges that runs the embedded database.",
)

HOST = _declare("VENTANILLA_HOST", "localhost", str, "Network name or address on which `ventanilla serve` listens.")
PORT = _declare(
    "VENTANILLA_PORT", "8000", _count, "Port of `ventanilla serve`; when busy, the next free one is used and printed."
)
WEB_PROCESSES = _declare("VENTANILLA_WEB_PROCESSES", "2", _count, "Processes that answer web requests.")
WEB_THREADS = _declare("VENTANILLA_WEB_THREADS", "4", _count, "Threads in each web process.")
JOB_WORKERS = _declare("VENTANILLA_JOB_WORKERS", "1", _count, "Processes that run deferred jobs.")
LOG_LEVEL = _declare(
    "VENTANILLA_LOG_LEVEL",
    "INFO",
    _one_of("DEBUG", "INFO", "WARNING", "ERROR"),
    "The least severe message that is written to the operator's log.",
)

EMAIL_URL = _declare(
    "VENTANILLA_EMAIL_URL",
    "file:",
    str,
    "How e-mail leaves: smtp://user:password@host:port (STARTTLS), smtps://… (TLS), or file: (a folder of the home).",
)
EMAIL_FROM = _declare("VENTANILLA_EMAIL_FROM", "ventanilla@localhost", str, "Sender of the notices by e-mail.")
OPERATOR_EMAIL = _declare(
    "VENTANILLA_OPERATOR_EMAIL",
    "",
    str,
    "Who is told of alerts by e-mail, at most once an hour for each kind; empty: they are only kept in the home.",
)

PAYMENT_PROVIDER = _declare(
    "VENTANILLA_PAYMENT_PROVIDER", "simulator", _one_of("simulator"), "Which payment provider charges persons."
)
SIMULATORS = _declare(
    "VENTANILLA_SIMULATORS", "0", _flag, "1 also runs the simulators of identity and payment; never in production."
)
SIMULATORS_URL = _declare(
    "VENTANILLA_SIMULATORS_URL", "http://127.0.0.1:8001", _web_address, "Address of the simulators."
)

CONFORMANCE = _declare(
    "VENTANILLA_CONFORMANCE", "", str, "Folder of the public conformance data of the tests; empty: they are skipped."
)
SIMULATION_SEED = _declare(
    "SIMULATION_SEED",
    "",
    str,
    "Seed of the simulation and of the kill test, to play a failure again; empty: their own.",
)
CI = _declare(
    "CI", "", lambda given: given.lower() in {"1", "true"}, "`true` makes tests fail that would be skipped elsewhere."
)
