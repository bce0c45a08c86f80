"""Takes out of a log what must not stand in it, by its shape and not by where it stands.

A library that logs an address or a payload cannot know which part of it is secret. Exceptions are told by
type and place; their messages may quote what somebody wrote.
"""

from __future__ import annotations

import re
import traceback
from typing import TYPE_CHECKING

from bot.settings import TOKEN_SHAPE

if TYPE_CHECKING:
    from types import TracebackType

SHAPES = (
    (TOKEN_SHAPE, "(token)"),
    (re.compile(r"/(webhooks|interactions)/\w{1,24}/[^\s/?\"']{1,400}"), r"/\1/(id)/(token)"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "(session)"),
    (re.compile(r"(?<!\d)\d{15,20}(?!\d)"), "(id)"),
)
SMALLEST_ID = 10**14
"""A whole number from here on could be somebody's id."""
FRAMES_SHOWN = 4


def redact(text: str) -> str:
    """Replace tokens, addresses that hold one, session ids and snowflakes."""
    for shape, shown in SHAPES:
        text = shape.sub(shown, text)
    return text


def redact_value(value: object) -> object:
    """Make a value fit to be logged: texts redacted, plain numbers as they are, anything else by its type."""
    if isinstance(value, str):
        return redact(str(value))
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < SMALLEST_ID else "(id)"
    return f"({type(value).__name__})"


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
