"""An end on request: running replies are sent, the process leaves with 0 within five seconds."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_log = logging.getLogger(__name__)
LAST_SECONDS = 4.8
"""However stuck the process is, so long after the request it ends."""
REPLY_TASKS = ("discord.py: ", "CommandTree-invoker", "discord-ui-", "baclobot-reply")
"""How the tasks that answer people are named: the library's, and our own."""


class StopSignals:
    """Hears SIGTERM and SIGINT from the first moment, before there is an event loop, and as process 1 too.

    The first one asks for an orderly end, the second ends at once. SIGHUP never ends it.
    """

    def __init__(self) -> None:
        self._wake: Callable[[], object] | None = None
        self._asked = False
        self._hang_up: Callable[[], object] | None = None
        self.last_seconds = LAST_SECONDS
        """After so long the process ends, whatever it does."""

    def arm(self) -> None:
        """Take over the signals of the process."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._hear)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self._note)

    def bind(self, stop: asyncio.Event) -> None:
        """From now on a signal sets the event of the running loop."""
        loop = asyncio.get_running_loop()
        self._wake = lambda: loop.call_soon_threadsafe(stop.set)

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        if self._asked:
            os._exit(0)
        self._asked = True
        if self._wake is None:
            raise SystemExit(0)
        last = threading.Timer(self.last_seconds, os._exit, (0,))
        last.daemon = True
        last.start()
        self._wake()

    def on_hang_up(self, call: Callable[[], object]) -> None:
        """From now on SIGHUP calls this in the running loop."""
        loop = asyncio.get_running_loop()
        self._hang_up = lambda: loop.call_soon_threadsafe(call)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        if self._hang_up is None:
            _log.info("SIGHUP: there is nothing to read anew yet")
        else:
            self._hang_up()


async def finish_replies(seconds: float) -> int:
    """Wait for the replies that are being made or sent; return how many were not finished in time."""
    deadline = asyncio.get_running_loop().time() + seconds
    while open_tasks := [task for task in asyncio.all_tasks() if task.get_name().startswith(REPLY_TASKS)]:
        left = deadline - asyncio.get_running_loop().time()
        if left <= 0:
            return len(open_tasks)
        await asyncio.wait(open_tasks, timeout=left)
    return 0
