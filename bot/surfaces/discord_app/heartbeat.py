"""Watches a connection for two faults that the library does not see: missing answers, a blocked loop."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.surfaces.discord_app.journal import Sparing

ZOMBIE_CLOSE = 4000
"""Any code but 1000 and 1001 keeps the session, so that it can be resumed."""
BLOCKED_SECONDS = 1.0
"""A loop that was late by more is told of."""
LONGEST_TICK = 1.0
SILENCE_GRACE = 8.0
"""Seconds that an answer may take before the outside is told: Discord beats every 41.25 s."""


class _KeepAlive(Protocol):
    """What discord.py's heartbeat thread knows; the test suite fails where an upgrade moves it."""

    interval: float | None
    _last_ack: float


class Gateway(Protocol):
    """The part of discord.py's websocket that is watched."""

    @property
    def _keep_alive(self) -> _KeepAlive | None: ...

    async def close(self, code: int = ZOMBIE_CLOSE) -> None:
        """Close the connection."""


def answer_age(gateway: Gateway) -> float:
    """Return the seconds since Discord last answered a heartbeat; 0 before the first greeting."""
    keep_alive = gateway._keep_alive  # noqa: SLF001 - discord.py shows the time of the last answer nowhere else
    return 0.0 if keep_alive is None else time.perf_counter() - keep_alive._last_ack  # noqa: SLF001 - as above


def longest_age(gateway: Gateway, margin: float) -> float:
    """Return after how many seconds without an answer a connection is dead: two beats and a margin."""
    keep_alive = gateway._keep_alive  # noqa: SLF001 - as above
    interval = keep_alive.interval if keep_alive is not None else None
    return float("inf") if not interval else 2 * interval + margin


def longest_silence(gateway: Gateway) -> float:
    """Return after how many seconds without an answer a connection counts as sick: one beat and some grace."""
    keep_alive = gateway._keep_alive  # noqa: SLF001 - as above
    interval = keep_alive.interval if keep_alive is not None else None
    return float("inf") if not interval else interval + SILENCE_GRACE


async def watch(gateway: Gateway, margin: float, is_ready: Callable[[], bool], patience: float, tell: Sparing) -> None:
    """Close the connection when answers stay away, or when it is not ready in time; then return.

    A loop that was blocked has not read answers that lie in the buffer: it gets one round to read them.
    """
    loop = asyncio.get_running_loop()
    start = loop.time()
    while True:
        limit = min(longest_age(gateway, margin), patience)
        tick = min(LONGEST_TICK, limit / 8)
        before = loop.time()
        await asyncio.sleep(tick)
        late = loop.time() - before - tick
        if late > min(BLOCKED_SECONDS, limit / 4):
            tell.warn("the event loop was blocked", f"{late:.1f} s")
            continue
        if answer_age(gateway) > longest_age(gateway, margin):
            tell.warn("heartbeats are not answered; connecting anew")
        elif not is_ready() and loop.time() - start > patience:
            tell.warn("the connection did not become ready in time; connecting anew")
        else:
            continue
        await gateway.close(ZOMBIE_CLOSE)
        return
