"""Keeps the counts: adds them to their file every minute and at the end, and survives a disk that takes nothing."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from bot.errors import InputError, SettingsError
from bot.surfaces.gaps.gap_file import add_to_file, read_gaps
from bot.surfaces.gaps.tally import GapTally

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

_log = logging.getLogger(__name__)
EVERY_SECONDS = 60.0


class GapKeeper:
    """Brings the counts of a running bot to a file; what cannot be written is kept for the next time."""

    def __init__(self, path: Path, every: float = EVERY_SECONDS) -> None:
        """Take the file; raises SettingsError where it holds something else, which is never overwritten."""
        self.tally = GapTally()
        self._path, self._every = path, every
        self._failing = False
        with suppress(OSError):  # what cannot be read now may be mended later
            try:
                read_gaps(path)
            except InputError as error:
                raise SettingsError(error.what, error.mend) from None

    def write(self) -> None:
        """Add to the file what was counted; a failure is told once, until it works again."""
        taken = self.tally.take()
        if not taken:
            return
        try:
            add_to_file(taken, self._path)
        except (OSError, InputError) as error:
            self.tally.put_back(taken)
            if not self._failing:
                reason = error.strerror if isinstance(error, OSError) else "it holds something else"
                _log.warning("the counts of gaps cannot be written (%s); they wait in memory", reason)
            self._failing = True
        else:
            if self._failing:
                _log.info("the counts of gaps are written again")
            self._failing = False

    async def keep(self) -> None:
        """Write every minute, until cancelled."""
        while True:
            await asyncio.sleep(self._every)
            await asyncio.to_thread(self.write)


@asynccontextmanager
async def counting(keeper: GapKeeper | None) -> AsyncIterator[None]:
    """Keep the counts while the bot runs, and once more at its end."""
    if keeper is None:
        yield
        return
    _log.info("gaps are counted: kinds, topics and closeness, no words; 'privacy' tells the users")
    task = asyncio.create_task(keeper.keep())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await asyncio.to_thread(keeper.write)
