"""The process's own heartbeat: measures the event loop, rewrites the health file, and knows when to give up."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import os
import time
from typing import TYPE_CHECKING

import bot
from bot.errors import BaclobotError
from bot.surfaces.sight.pulse import Pulse, is_taken, write_pulse
from bot.surfaces.sight.vitals import State

if TYPE_CHECKING:
    from pathlib import Path
    from typing import NoReturn

    from bot.surfaces.sight.vitals import Vitals

_log = logging.getLogger(__name__)
TICK = 0.5
WRITE_SECONDS = 10.0
EXCUSED = frozenset((State.STANDBY, State.BLOCKED, State.SERVING, State.STOPPING))
"""While a process is about one of these it does not wait for Discord to answer."""


class Beat:
    """Beats as long as the loop is free. ``give_up``: seconds without an answer after which the process ends."""

    def __init__(self, vitals: Vitals, file: Path, give_up: float = math.inf) -> None:
        self._vitals, self._file, self._give_up = vitals, file, give_up
        self._answered = vitals.started
        self._opened = False
        self._written = -math.inf
        self._told: set[str] = set()

    async def run(self) -> NoReturn:
        """Beat until cancelled; raises BaclobotError when Discord has been silent for too long."""
        try:
            self._write()
            while True:
                before = time.monotonic()
                await asyncio.sleep(TICK)
                now = time.monotonic()
                self._vitals.late(max(0.0, now - before - TICK))
                self._note_answer(now)
                if now - self._written >= WRITE_SECONDS or self._is_news():
                    self._write()
                if now - self._answered > self._give_up:
                    what = f"Discord has not answered for {self._give_up:.0f} seconds."
                    raise BaclobotError(what, "The process ends so that its supervisor starts a new one.")
        finally:
            with contextlib.suppress(OSError):
                if not is_taken(self._file, time.monotonic()):
                    self._file.unlink(missing_ok=True)

    def _note_answer(self, now: float) -> None:
        vitals = self._vitals
        if vitals.state in EXCUSED:
            self._answered = now
        elif vitals.state is State.CONNECTED:
            self._opened = True
            self._answered = max(self._answered, now - (vitals.answer_age or 0.0))

    def _is_news(self) -> bool:
        """Tell whether the state has changed since the file was written: that is not kept back."""
        return self._vitals.state_since > self._written

    def _write(self) -> None:
        self._written = now = time.monotonic()
        vitals, age = self._vitals, self._vitals.answer_age
        limit = vitals.answer_limit
        pulse = Pulse(
            pid=os.getpid(),
            state=str(vitals.state),
            state_since=vitals.state_since,
            opened=self._opened or vitals.state is State.CONNECTED,
            answered=None if age is None else now - age,
            answer_limit=limit if limit is not None and math.isfinite(limit) else None,
            lag=vitals.take_longest_lag(),
            version=bot.__version__,
            knowledge=vitals.knowledge,
            written=now,
            wall=time.time(),
        )
        try:
            if is_taken(self._file, now):
                self._tell("another process writes its health file here; set BACLOBOT_RUNTIME_FOLDER for each")
                return
            write_pulse(self._file, pulse)
        except OSError as error:
            self._tell(f"the health file cannot be written ({os.strerror(error.errno or 0).lower()})")

    def _tell(self, fault: str) -> None:
        """Tell of a fault once: it lasts, and nothing else depends on the file."""
        if fault not in self._told:
            self._told.add(fault)
            _log.warning("%s", fault)
