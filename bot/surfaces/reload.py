"""Takes up a changed knowledge base while running: loaded aside, checked as ``kb check`` does, swapped in one step.

A base with a fault is told of in the log and never takes the place of a good one.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from contextlib import aclosing
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import BaclobotError, SettingsError
from bot.kb.store import SHIPPED
from bot.surfaces.settling import settle
from bot.surfaces.sight import metrics, vitals
from bot.surfaces.sight.redaction import describe_error

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.kb import Fault
    from bot.surfaces.holder import Held, Holder

_log = logging.getLogger(__name__)
FAULTS_TOLD = 5
SUFFIXES = (".yaml", ".yml", ".json")
QUIET_MS = 500
"""An editor that writes several files is waited for so long."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading a base aside: one that can answer, or why not."""

    held: Held | None = None
    refusal: tuple[str, ...] = ()


class Reloader:
    """Reads a base anew, one reading at a time."""

    def __init__(self, holder: Holder, folder: Path | None) -> None:
        self._holder, self._folder = holder, folder
        self._busy = asyncio.Lock()
        vitals().knowledge = holder.version

    async def reload(self, cause: str) -> str:
        """Take up the base as it is now; return ``taken``, ``unchanged`` or ``refused``."""
        async with self._busy:
            outcome = await self._reload(cause)
        metrics().reload(outcome)
        return outcome

    async def _reload(self, cause: str) -> str:
        try:
            loaded = await asyncio.to_thread(self._load_aside)
        except Exception as error:  # noqa: BLE001 - whatever was wrong with the new one, the old one answers
            loaded = Loaded(refusal=(describe_error(error),))
        if loaded.refusal:
            _log.error("%s: the knowledge base was refused, the one before it answers on", cause)
            for line in loaded.refusal:
                _log.error("%s", line)
            return "refused"
        if loaded.held is None:
            _log.info("%s: the knowledge base has not changed", cause)
            return "unchanged"
        before = self._holder.version
        self._holder.swap(loaded.held)
        vitals().knowledge = self._holder.version
        vitals().reloads += 1
        _log.info("%s: knowledge base %s answers in the place of %s", cause, self._holder.version, before)
        _let_go()
        return "taken"

    def _load_aside(self) -> Loaded:
        """Load and check; runs in a thread."""
        from bot.answering import load_answerer
        from bot.kb import open_folder
        from bot.surfaces.soundness import faults_of

        try:
            reading = open_folder(self._folder)
            if reading.knowledge is not None and reading.knowledge.version == self._holder.version:
                return Loaded()
            if faults := faults_of(reading):
                return Loaded(refusal=_told(faults))
            answerer = load_answerer(self._folder)
            answerer.prepare()
            return Loaded(self._holder.prepare(answerer))
        except BaclobotError as error:
            return Loaded(refusal=(str(error),))

    async def watch(self) -> None:
        """Take up every change of the folder until cancelled."""
        folder = self._folder or Path(str(resources.files(SHIPPED)))
        async with aclosing(changes_of(folder)) as changes:
            async for _ in changes:
                await self.reload("the folder changed")


def require_watching() -> None:
    """Raise SettingsError where folders cannot be watched."""
    try:
        import watchfiles  # noqa: F401 - only whether it is there
    except ImportError:
        what = "BACLOBOT_RELOAD needs the package watchfiles, which is not installed."
        raise SettingsError(what, "Run: pip install 'baclobot[reload]'; or leave it out and send SIGHUP.") from None


async def changes_of(folder: Path) -> AsyncGenerator[None, None]:
    """Tell of each change of a base's files; several at once count as one."""
    from watchfiles import Change, awatch

    def counts(_change: Change, path: str) -> bool:
        return path.endswith(SUFFIXES)

    async with aclosing(awatch(folder, watch_filter=counts, debounce=QUIET_MS, step=QUIET_MS // 2)) as changes:
        async for _ in changes:
            yield


def _told(faults: list[Fault]) -> tuple[str, ...]:
    more = len(faults) - FAULTS_TOLD
    lines = [str(fault) for fault in faults[:FAULTS_TOLD]]
    return (*lines, f"and {more} more: see 'baclobot kb check'") if more > 0 else tuple(lines)


def _let_go() -> None:
    """Give back what the base before took, and keep the new one out of the garbage collector's sight."""
    gc.unfreeze()
    settle()
