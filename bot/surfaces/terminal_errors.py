"""How a failure is told: one line on standard error, what is wrong and how to mend it; never a traceback."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from typing import TYPE_CHECKING

import bot
from bot.answering import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.answering import Answerer, Reply

DEBUG_VARIABLE = "BACLOBOT_DEBUG"
MAX_LINE = 600


def complain(text: str) -> None:
    """Write one line to standard error, whatever the text holds; a closed standard error is no fault."""
    if sys.stderr is None:
        return
    plain = "".join(char if char.isprintable() else " " for char in text)
    line = " ".join(plain.split())
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"{bot.APP_NAME}: {line[:MAX_LINE]}\n")
        sys.stderr.flush()


def complain_of_warnings() -> None:
    """Tell what the program's parts log as a warning in the same way as a failure: the terminal keeps no log."""
    import logging

    class Complaints(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            complain(record.getMessage())

    logger = logging.getLogger("bot")
    logger.handlers[:] = [Complaints(logging.WARNING)]
    logger.propagate = False


def complain_of(error: Exception) -> None:
    """Tell of an error that nobody foresaw; the traceback only for those who asked for it."""
    if os.environ.get(DEBUG_VARIABLE):
        traceback.print_exception(error)
    complain(
        f"Something went wrong inside ({type(error).__name__}: {error}). "
        f"Please report it; with {DEBUG_VARIABLE}=1 the details are shown."
    )


class Guard:
    """Answers questions one after the other; a failure of one never ends the stream nor loses its line."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self.failures = 0

    def answer(self, ask: Callable[[str], Reply], text: str) -> Reply:
        """Return the reply to a text, or the reply that says that there is none."""
        try:
            return ask(text)
        except Exception as error:  # noqa: BLE001 -- the next line must still be answered
            self.failures += 1
            complain_of(error)
            composer = self._answerer.composer
            return composer.say(Kind.OUT_OF_SCOPE, composer.word("failure"))
