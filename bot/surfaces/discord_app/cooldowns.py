"""How fast one person, and one channel, may ask. Generous: it stops floods, not people.

Kept in memory and forgotten after a minute; emergencies never ask here.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

USER_QUESTIONS, USER_SECONDS = 12, 30.0
CHANNEL_QUESTIONS, CHANNEL_SECONDS = 40, 60.0
NOTICE_SECONDS = 60.0
"""The same person, or channel, is told once in so many seconds."""
MOST_KEYS = 10_000
"""So many people and channels are counted at a time; the longest silent are forgotten first."""


class Pace(Enum):
    """What to do with a question."""

    ANSWER = auto()
    NOTICE = auto()
    """Say politely that it is too fast."""
    SILENCE = auto()
    """That has been said already."""


class _Counter:
    """Times of the last questions, and when the last notice was given."""

    __slots__ = ("noticed", "times")

    def __init__(self) -> None:
        self.times: deque[float] = deque()
        self.noticed = float("-inf")


class Cooldowns:
    """Counts questions by person and by channel."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        questions: int = USER_QUESTIONS,
        seconds: float = USER_SECONDS,
    ) -> None:
        self._clock, self._questions, self._seconds = clock, questions, seconds
        self._counters: OrderedDict[tuple[str, int], _Counter] = OrderedDict()

    def ask(self, user: int, channel: int | None = None) -> Pace:
        """Count a question of a person, and of its channel where others read it; say what to do with it."""
        now = self._clock()
        limits = [(self._counter(("user", user)), self._questions, self._seconds)]
        if channel is not None:
            limits.append((self._counter(("channel", channel)), CHANNEL_QUESTIONS, CHANNEL_SECONDS))
        for counter, questions, seconds in limits:
            while counter.times and counter.times[0] <= now - seconds:
                counter.times.popleft()
            if len(counter.times) >= questions:
                return _refuse(counter, now)
        for counter, _, _ in limits:
            counter.times.append(now)
        return Pace.ANSWER

    def _counter(self, key: tuple[str, int]) -> _Counter:
        counter = self._counters.setdefault(key, _Counter())
        self._counters.move_to_end(key)
        if len(self._counters) > MOST_KEYS:
            self._counters.popitem(last=False)
        self._forget_silent()
        return counter

    def _forget_silent(self) -> None:
        """Forget whoever has not asked for a minute: the longest silent come first."""
        oldest = self._clock() - NOTICE_SECONDS
        while self._counters:
            key, counter = next(iter(self._counters.items()))
            if not counter.times or max(counter.times[-1], counter.noticed) > oldest:
                return
            del self._counters[key]


def _refuse(counter: _Counter, now: float) -> Pace:
    if now - counter.noticed < NOTICE_SECONDS:
        return Pace.SILENCE
    counter.noticed = now
    return Pace.NOTICE
