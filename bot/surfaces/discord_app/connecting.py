"""How often the bot may knock at Discord's door.

The library connects again at once, hundreds of times a second where Discord closes each connection, and would
use up the thousand sessions of a day in an hour and a half. So every attempt is paced, every session counted.
Times are those of the event loop: a changed wall clock does not matter.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

HOUR = 3600.0
SESSION_SPACING = 5.0
"""Discord admits one new session in five seconds ('max_concurrency' in its gateway's rules)."""
INSTANT = 0.001
LONGEST_RESET_WAIT = 3600.0
"""After so long the allowance is read anew."""


class Pacer:
    """Spaces attempts to connect: the first after a good connection at once, then with doubling pauses.

    Jitter only lengthens, so that in the end there is at most one attempt in ``longest`` seconds.
    """

    def __init__(
        self, first: float, longest: float, steady: float, *, chance: Callable[[], float] = random.random
    ) -> None:
        self._first, self._longest, self._steady = first, longest, steady
        self._chance = chance
        self._failures = -1
        self._opened: float | None = None

    @property
    def failures(self) -> int:
        """How many connections in a row came to nothing."""
        return self._failures + 1

    def opened(self) -> None:
        """Note that Discord accepted the session."""
        self._opened = asyncio.get_running_loop().time()

    def closed(self) -> None:
        """Note that a connection ended, or did not come about."""
        lasted = 0.0 if self._opened is None else asyncio.get_running_loop().time() - self._opened
        self._opened = None
        self._failures = -1 if lasted >= self._steady else self._failures + 1

    def pause(self) -> float:
        """Return the pause before the next attempt, in seconds."""
        if self._failures < 0:
            return 0.0
        doubled = self._first * 2.0 ** min(self._failures, 30)
        return min(doubled, self._longest) * (1 + self._chance() / 4)

    async def wait(self) -> None:
        """Sleep for the pause."""
        await asyncio.sleep(self.pause())


@dataclass(frozen=True, slots=True)
class Allowance:
    """What Discord leaves of the day's new sessions."""

    remaining: int
    reset_seconds: float
    concurrency: int = 1
    """How many sessions may be started in five seconds: one in each bucket of ``shard % concurrency``."""

    @classmethod
    def read(cls, answer: Mapping[str, object]) -> Allowance | None:
        """Read the answer of ``GET /gateway/bot``; None where it does not tell."""
        limit = answer.get("session_start_limit")
        if not isinstance(limit, dict):
            return None
        remaining, reset = limit.get("remaining"), limit.get("reset_after")
        if not isinstance(remaining, int) or not isinstance(reset, int | float):
            return None
        at_once = limit.get("max_concurrency")
        return cls(remaining, max(reset, 0) / 1000, at_once if isinstance(at_once, int) and at_once > 1 else 1)


class SessionBudget:
    """Admits so many new sessions an hour, five seconds apart, none while Discord's allowance runs low.

    A quarter of them may follow one another; the others come back evenly over the hour, so that a fault which lasts
    does not use up the hour in minutes and leave the bot shut out for the rest of it. Connections that share the
    servers are spaced in buckets, as Discord counts them.
    """

    def __init__(self, per_hour: int, reserve: int) -> None:
        self._most = max(1, per_hour // 4)
        self._refill = HOUR / max(1, per_hour - self._most)
        self._reserve = reserve
        self._left = float(self._most)
        self._counted: float | None = None
        self._concurrency = 1
        self._spent: dict[int, float] = {}
        self._turns: dict[int, asyncio.Lock] = {}

    @asynccontextmanager
    async def turn(
        self, shard: int | None, allowance: Callable[[], Awaitable[Allowance | None]]
    ) -> AsyncIterator[None]:
        """Let one connection of a bucket at a time wait for a session, start it and count it."""
        if shard is not None and (left := await allowance()) is not None:
            self._concurrency = left.concurrency
        async with self._turns.setdefault(self._bucket(shard), asyncio.Lock()):
            yield

    def pause(self, shard: int | None = None) -> float:
        """Return how long the next session must wait for the budget, in seconds."""
        if self._counted is None:
            return 0.0
        now = asyncio.get_running_loop().time()
        missing = 1 - self._left_at(now)
        spent = self._spent.get(self._bucket(shard), float("-inf"))
        return max(0.0, spent + SESSION_SPACING - now, missing * self._refill)

    async def wait(
        self,
        allowance: Callable[[], Awaitable[Allowance | None]],
        tell: Callable[[str], None],
        shard: int | None = None,
    ) -> None:
        """Wait until a session may be started; Discord's allowance is read before each."""
        while (pause := self.pause(shard)) > INSTANT:  # others may have started sessions meanwhile
            if pause > SESSION_SPACING:
                tell(f"too many sessions were started lately; the next one waits {pause:.0f} s")
            await asyncio.sleep(pause)
        while (left := await allowance()) is not None and left.remaining < self._reserve:
            pause = min(max(left.reset_seconds, SESSION_SPACING), LONGEST_RESET_WAIT)
            tell(f"Discord leaves {left.remaining} sessions for today; waiting {pause:.0f} s")
            await asyncio.sleep(pause)

    def spend(self, shard: int | None = None) -> None:
        """Count a session that was asked for."""
        now = asyncio.get_running_loop().time()
        self._left = self._left_at(now) - 1
        self._counted = self._spent[self._bucket(shard)] = now

    def _bucket(self, shard: int | None) -> int:
        return (shard or 0) % self._concurrency

    def _left_at(self, now: float) -> float:
        """Return how many sessions may be started by now."""
        passed = 0.0 if self._counted is None else now - self._counted
        return min(self._most, self._left + passed / self._refill)
