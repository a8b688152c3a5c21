"""The operator's log: JSON, one object a line, in production; readable elsewhere. Never personal data."""

import structlog

from ventanilla.project.settings import environment
from ventanilla.project.settings.home import VENTANILLA_MODE

_shared: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(allow=["status_code"]),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
# Without the local variables of each frame: they hold passwords and RUNs.
_tracebacks = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))


def without_details(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """The message of an error of PostgreSQL without its DETAIL, which repeats the values of the row."""
    for error in event.get("exception") or ():
        error["exc_value"] = error["exc_value"].partition("DETAIL:")[0].strip()
    return event


_last: list[structlog.typing.Processor] = (
    [_tracebacks, without_details, structlog.processors.JSONRenderer()]
    if VENTANILLA_MODE == "production"
    else [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _shared,
            "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_last],
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "structured"},
        "alerts": {"class": "ventanilla.project.alerting.handler.AlertHandler"},
    },
    "root": {"handlers": ["stderr", "alerts"], "level": environment.LOG_LEVEL.read()},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "procrastinate": {"level": "WARNING"},
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}

structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_shared,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
