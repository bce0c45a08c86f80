"""The little that is remembered, in memory only, bounded and for minutes: last topics, what was handled."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

FOLLOW_UP_SECONDS = 600.0
"""A remark after so long is a new conversation."""
CLOSED_SECONDS = 600.0
"""A channel where the bot may not write is left alone for so long."""
HANDLED_SECONDS = 900.0
"""Discord replays events of the last minutes after a break; tokens live 15 minutes."""
STALE_SECONDS = 60.0
"""A message that arrives so much later than others do is not answered: out of context it could mislead."""
LATE_SECONDS = 2.5
"""Discord takes the answer to a command or a button within three seconds: later there is nobody to answer."""
DRIFT_SECONDS = 3600.0
"""Within so long two clocks drift apart by less than half a second."""
MOST_ENTRIES = 10_000

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """A mapping that forgets: entries last so many seconds, the oldest go first when it is full."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._entries: OrderedDict[Key, tuple[float, Value]] = OrderedDict()

    def keep(self, key: Key, value: Value) -> None:
        """Remember a value from now on."""
        self._entries[key] = (self._clock(), value)
        self._entries.move_to_end(key)
        self._tidy()

    def get(self, key: Key) -> Value | None:
        """Return what is remembered, or None."""
        self._tidy()
        entry = self._entries.get(key)
        return entry[1] if entry else None

    def add(self, key: Key, value: Value) -> bool:
        """Remember a value unless the key is known; tell whether it was new."""
        if self.get(key) is not None:
            return False
        self.keep(key, value)
        return True

    def pop(self, wanted: Callable[[Key], bool]) -> list[Value]:
        """Forget the entries whose keys are wanted, and return their values."""
        self._tidy()
        return [self._entries.pop(key)[1] for key in [key for key in self._entries if wanted(key)]]

    def __len__(self) -> int:
        """Count what is remembered."""
        self._tidy()
        return len(self._entries)

    def _tidy(self) -> None:
        oldest = self._clock() - self._seconds
        while self._entries:
            key, (kept, _) = next(iter(self._entries.items()))
            if kept > oldest and len(self._entries) <= MOST_ENTRIES:
                return
            del self._entries[key]


class FollowUps:
    """The topic of the last answer, by person and channel."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._topics: Memory[tuple[int, int], str] = Memory(FOLLOW_UP_SECONDS, clock)

    def remember(self, user: int, channel: int, topic: str) -> None:
        """Keep the topic that a person was answered on in a channel."""
        self._topics.keep((user, channel), topic)

    def recall(self, user: int, channel: int) -> str | None:
        """Return the topic of the last ten minutes, or None."""
        return self._topics.get((user, channel))

    def forget(self, user: int) -> tuple[str, ...]:
        """Delete what is kept of a person, and return the topics that were."""
        return tuple(dict.fromkeys(self._topics.pop(lambda key: key[0] == user)))

    def __len__(self) -> int:
        """Count the conversations that are followed."""
        return len(self._topics)


class Freshness:
    """Tells late events from fresh ones, whatever the wall clock shows.

    The delay between an event's birth and its arrival is measured on the monotonic clock, so only differences mean
    anything: the smallest delay of the last hour or two is that of a fresh event. An older one would not do, since
    two clocks drift apart: in some months by a minute.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = float("-inf")
        self._least = self._before = float("inf")

    def delay_of(self, born: float) -> float:
        """Return how many seconds later than others an event arrives that was born at a Unix time."""
        now = self._clock()
        delay = now - born
        if now - self._began >= DRIFT_SECONDS:
            recent = now - self._began < 2 * DRIFT_SECONDS
            self._before, self._least = (self._least if recent else float("inf")), float("inf")
            self._began = now
        self._least = min(self._least, delay)
        return delay - min(self._least, self._before)
