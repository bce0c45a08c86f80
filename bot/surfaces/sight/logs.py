"""The process's log, by structlog: one event a line, for people or as JSON for machines.

An event has a name, a level, a time and a few plain values (kind, topic, milliseconds, outcome, a random id);
a value that is no plain one is told by its type. What other libraries log goes the same way.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from bot.surfaces.sight.lines import STANDARD_OUTPUT, LineHandler
from bot.surfaces.sight.redaction import describe_error, redact, redact_value

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

LIBRARIES = (
    "discord", "aiohttp", "asyncio", "watchfiles", "py.warnings", "sqlalchemy", "aiosqlite", "asyncpg", "alembic"
)  # fmt: skip
"""Their DEBUG lines hold whole events and addresses: they stay at WARNING whatever the setting."""
FIRST = ("timestamp", "level", "logger", "event")
OWN = "bot."
_log = logging.getLogger(f"{OWN}process")


def keep_logs(level: str, form: str = "human", descriptor: int = STANDARD_OUTPUT) -> LineHandler:
    """Send every log of the process to one file descriptor, as lines for people or as ``json``."""
    handler = LineHandler(descriptor)
    handler.setFormatter(make_formatter(form))
    logging.raiseExceptions = False
    root = logging.getLogger()
    root.handlers[:] = [handler]
    ours = logging.getLogger("bot")  # a terminal command may have sent its warnings elsewhere
    ours.handlers.clear()
    ours.propagate = True
    root.setLevel(level.upper())
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(capture=True)
    _hear_of_failures()
    return handler


def make_formatter(form: str) -> logging.Formatter:
    """Return what makes one redacted line of a record."""
    written: Processor = structlog.processors.JSONRenderer() if form == "json" else _as_line
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            _add_time,
        ],
        processors=[_name_error, structlog.stdlib.ProcessorFormatter.remove_processors_meta, _redact, written],
        keep_exc_info=False,
        keep_stack_info=False,
    )


def write_as_is(handler: LineHandler, form: str, event: str) -> None:
    """Write a line for the operator's eyes unredacted: an invite link holds the application's own id."""
    handler.write_line(json.dumps({"event": event}) if form == "json" else event)


def _add_time(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Add when it happened, in UTC: when it was logged, not when the line was made."""
    record: logging.LogRecord = event["_record"]
    event["timestamp"] = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    return event


def _name_error(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Tell an exception by type and place; its message and its traceback may quote anything."""
    event.pop("stack_info", None)
    told = event.pop("exc_info", None)
    if told is True:
        told = sys.exc_info()
    error = told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        event["error"] = describe_error(error)
    return event


def _redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Make every value plain and free of secrets; the usual ones first."""
    event["logger"] = str(event.get("logger", "")).removeprefix(OWN)
    event["event"] = " ".join(str(event["event"]).split())
    ordered = {**{name: event[name] for name in FIRST if name in event}, **event}
    return {redact(name): redact_value(value) for name, value in ordered.items()}


def _as_line(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    """Write an event for people: time in UTC, level, where from, what, and its values."""
    head = f"{event.pop('timestamp')} {str(event.pop('level')).upper()} {event.pop('logger')}: {event.pop('event')}"
    error = event.pop("error", None)
    told = [head, *(f"{name}={value}" for name, value in event.items())]
    return redact(" ".join(" ".join(told).split()) + (f": {error}" if error else ""))


def _hear_of_failures() -> None:
    """Log what nobody caught, where Python itself would print a traceback with its message."""

    def of_program(_kind: type[BaseException], error: BaseException, _trace: object) -> None:
        _log.critical("the process failed", exc_info=error)

    def of_thread(told: threading.ExceptHookArgs) -> None:
        _log.error("a thread failed", exc_info=told.exc_value)

    def of_nobody(told: object) -> None:
        _log.error("a failure that nobody could catch", exc_info=getattr(told, "exc_value", None))

    sys.excepthook = of_program
    threading.excepthook = of_thread
    sys.unraisablehook = of_nobody
