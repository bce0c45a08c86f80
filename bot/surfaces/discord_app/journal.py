"""What the process writes about itself: events and times, never a person's words, ids or the token.

Secrets are redacted by their shape, not by where they stand: a library that logs an address or a payload
cannot know which part of it is secret. Exceptions are told by type and place; their messages may quote what
somebody wrote.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import select
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.settings import TOKEN_SHAPE

if TYPE_CHECKING:
    from types import TracebackType

LIBRARIES = ("discord", "aiohttp", "asyncio")
"""Their DEBUG lines hold whole events and addresses: they stay at WARNING whatever the setting."""
SHAPES = (
    (TOKEN_SHAPE, "(token)"),
    (re.compile(r"/(webhooks|interactions)/\w{1,24}/[^\s/?\"']{1,400}"), r"/\1/(id)/(token)"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "(session)"),
    (re.compile(r"(?<!\d)\d{15,20}(?!\d)"), "(id)"),
)
FRAMES_SHOWN = 4
STANDARD_OUTPUT, STANDARD_ERROR = 1, 2
LONGEST_LINE = 4096
"""Bytes; so much a pipe takes whole, or not at all."""
REPEAT_SECONDS = 60.0
"""The same fault is told once in so many seconds."""


def redact(text: str) -> str:
    """Replace tokens, addresses that hold one, session ids and snowflakes."""
    for shape, shown in SHAPES:
        text = shape.sub(shown, text)
    return text


def describe_error(error: BaseException) -> str:
    """Name an exception, what caused it and where it was raised, without its message."""
    names = [type(error).__name__]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        names.append(type(cause).__name__)
    return " from ".join(names) + _place(error.__traceback__)


def _place(trace: TracebackType | None) -> str:
    frames = [*traceback.walk_tb(trace)][-FRAMES_SHOWN:]
    places = [f"{frame.f_globals.get('__name__', '?')}:{line} in {frame.f_code.co_name}" for frame, line in frames]
    return f" ({' > '.join(places)})" if places else ""


class JournalFormatter(logging.Formatter):
    """One line an event: time in UTC, level, where from, what."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record as one redacted line."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = f"{moment} {record.levelname} {record.name.removeprefix('bot.')}: {record.getMessage()}"
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            line += f": {describe_error(error)}"
        return redact(" ".join(line.split()))


class LineHandler(logging.Handler):
    """Writes whole lines to a file descriptor, and never waits: what nobody takes in time is left out.

    A reader of the log that hangs, a full disk or a closed pipe must not hold the bot up.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor
        self._lost = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        self.write_line(self.format(record))

    def write_line(self, line: str) -> None:
        """Write a line as it is."""
        told = f"({self._lost} lines were left out)\n" if self._lost else ""
        data = f"{told}{line}".encode(errors="replace")[: LONGEST_LINE - 1] + b"\n"
        try:
            taken = self._is_open() and os.write(self._descriptor, data)
        except OSError:
            taken = 0
        self._lost = 0 if taken else self._lost + 1

    def _is_open(self) -> bool:
        """Tell whether a line can be written at once; a pipe that can takes as much as a line is long."""
        if not hasattr(select, "poll"):
            return True
        poll = select.poll()
        poll.register(self._descriptor, select.POLLOUT)
        return bool(poll.poll(0))


def keep_journal(level: str, descriptor: int = STANDARD_OUTPUT) -> LineHandler:
    """Send every log of the process to one file descriptor."""
    handler = LineHandler(descriptor)
    handler.setFormatter(JournalFormatter())
    logging.raiseExceptions = False
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    return handler


class Sparing:
    """Tells a repeated fault once a minute, with how often it came meanwhile."""

    def __init__(self, logger: logging.Logger) -> None:
        self._logger = logger
        self._told: dict[str, tuple[float, int]] = {}

    def warn(self, fault: str, detail: str = "") -> None:
        """Log a fault, unless the same one was logged within the last minute."""
        now = asyncio.get_running_loop().time()
        last, silent = self._told.get(fault, (now - REPEAT_SECONDS, 0))
        if now - last < REPEAT_SECONDS:
            self._told[fault] = (last, silent + 1)
            return
        self._told[fault] = (now, 0)
        again = f" ({silent} times more since)" if silent else ""
        self._logger.warning("%s%s%s", fault, f": {detail}" if detail else "", again)
