"""The vital signs of a process: whether it is connected, when Discord last answered, whether its loop is free."""

from __future__ import annotations

import time
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


WINDOW = 30.0


class State(StrEnum):
    """What the process is about."""

    STARTING = "starting"
    STANDBY = "standby"
    """Another process holds the lease; this one waits for it to end."""
    CONNECTING = "connecting"
    CONNECTED = "connected"
    BLOCKED = "blocked"
    """Discord asked to stay away for a while."""
    SERVING = "serving"
    """Answering over HTTP: there is no connection to watch."""
    STOPPING = "stopping"


WORST_LAST = (
    State.STARTING,
    State.CONNECTED,
    State.SERVING,
    State.STANDBY,
    State.CONNECTING,
    State.BLOCKED,
    State.STOPPING,
)
"""Where a process has several connections, the worst of them is what it is about."""


class Vitals:
    """Noted by whoever knows, read by health and metrics; times are seconds of the monotonic clock."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.started = clock()
        self.state = State.STARTING
        self.state_since = self.started
        self.dispatched: float | None = None
        """When Discord last sent an event."""
        self._lags = (0.0, 0.0)
        """The event loop's longest delays, of this half minute and of the one before."""
        self._lags_since = self.started
        self._longest_lag = 0.0
        self.knowledge = ""
        """The version of the knowledge base that answers."""
        self.reloads = 0
        """How often another knowledge base was taken up."""
        self._about: dict[int, State] = {}
        self._answers: dict[int, tuple[Callable[[], float], Callable[[], float]]] = {}

    def enter(self, state: State, connection: int = 0) -> None:
        """Note what the process, or one of its connections, is about from now on."""
        self._about[connection] = state
        worst = max(self._about.values(), key=WORST_LAST.index)
        if worst is not self.state:
            self.state, self.state_since = worst, self._clock()

    def dispatch(self) -> None:
        """Note that Discord sent an event."""
        self.dispatched = self._clock()

    def late(self, seconds: float) -> None:
        """Note how late the event loop was."""
        now = self._clock()
        if now - self._lags_since > WINDOW:
            self._lags, self._lags_since = (0.0, self._lags[0]), now
        self._lags = (max(self._lags[0], seconds), self._lags[1])
        self._longest_lag = max(self._longest_lag, seconds)

    @property
    def lag(self) -> float:
        """How late the event loop was at most, in the last half minute or more."""
        return max(self._lags)

    def take_longest_lag(self) -> float:
        """Return the longest lag since the last call."""
        longest, self._longest_lag = self._longest_lag, 0.0
        return longest

    def watch_answers(self, age: Callable[[], float], limit: Callable[[], float], connection: int = 0) -> None:
        """Say how to find out how long ago Discord answered a heartbeat, and after how long that is too long."""
        self._answers[connection] = age, limit

    def forget_answers(self, connection: int = 0) -> None:
        """Note that there is no connection whose heartbeats could be answered."""
        self._answers.pop(connection, None)

    @property
    def answer_age(self) -> float | None:
        """Seconds since a heartbeat was answered, over the most silent connection; None without one."""
        return max((age() for age, _ in self._answers.values()), default=None)

    @property
    def answer_limit(self) -> float | None:
        """Seconds after which an answer is overdue; None without a connection."""
        return min((limit() for _, limit in self._answers.values()), default=None)

    @property
    def dispatch_age(self) -> float | None:
        """Seconds since Discord sent an event; None before the first."""
        return None if self.dispatched is None else self._clock() - self.dispatched
