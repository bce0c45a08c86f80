"""What runs beside the answering in every long-lived process: its heartbeat, and reloading."""

from __future__ import annotations

import asyncio
import logging
import math
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.surfaces.reload import Reloader, require_watching
from bot.surfaces.sight import vitals
from bot.surfaces.sight.beat import Beat
from bot.surfaces.sight.places import health_file
from bot.surfaces.sight.redaction import describe_error

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path
    from typing import NoReturn

    from bot.settings import DiscordSettings
    from bot.surfaces.holder import Holder

_log = logging.getLogger(__name__)


@asynccontextmanager
async def accompanied(
    settings: DiscordSettings,
    holder: Holder,
    folder: Path | None,
    on_hang_up: Callable[[Callable[[], object]], None],
    *,
    connects: bool = True,
) -> AsyncIterator[asyncio.Task[NoReturn]]:
    """Beat, and read the knowledge base anew on SIGHUP or, where it is set, when its folder changes.

    ``on_hang_up`` is told what to call on SIGHUP. Yields the beat: it ends only by failing, when a process
    that ``connects`` has heard nothing from Discord for ``give_up_seconds``.
    """
    reloader = Reloader(holder, folder)
    reloading: set[asyncio.Task[str]] = set()

    def reload() -> None:
        task = asyncio.create_task(reloader.reload("SIGHUP"))
        reloading.add(task)
        task.add_done_callback(reloading.discard)

    on_hang_up(reload)
    give_up = settings.give_up_seconds if connects else math.inf
    beating = asyncio.create_task(Beat(vitals(), health_file(settings.runtime_folder), give_up).run())
    watching = asyncio.create_task(_watch(reloader)) if settings.reload else None
    try:
        yield beating
    finally:
        open_ones = [task for task in (beating, watching, *reloading) if task is not None and not task.done()]
        for task in open_ones:
            task.cancel()
        if open_ones:
            await asyncio.wait(open_ones)


async def _watch(reloader: Reloader) -> None:
    """Watch the folder; where that fails the bot answers on with what it has."""
    require_watching()
    try:
        await reloader.watch()
    except Exception as error:  # noqa: BLE001 - a folder that cannot be watched is no reason to fall silent
        _log.warning("the knowledge base's folder is no longer watched: %s", describe_error(error))
