"""The vital signs of a process: whether it is connected, when Discord last answered, whether its loop is free."""

from __future__ import annotations

import time
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


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


class Vitals:
    """Noted by whoever knows, read by health and metrics; times are seconds of the monotonic clock."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.started = clock()
        self.state = State.STARTING
        self.state_since = self.started
        self.dispatched: float | None = None
        """When Discord last sent an event."""
        self.lag = 0.0
        """How late the event loop was at its last beat."""
        self.longest_lag = 0.0
        """The latest it was since somebody called :meth:`take_longest_lag`."""
        self.knowledge = ""
        """The version of the knowledge base that answers."""
        self.reloads = 0
        """How often another knowledge base was taken up."""
        self._answer_age: Callable[[], float] | None = None
        self._answer_limit: Callable[[], float] | None = None

    def enter(self, state: State) -> None:
        """Note what the process is about from now on."""
        if state is not self.state:
            self.state, self.state_since = state, self._clock()

    def dispatch(self) -> None:
        """Note that Discord sent an event."""
        self.dispatched = self._clock()

    def late(self, seconds: float) -> None:
        """Note how late the event loop was."""
        self.lag = seconds
        self.longest_lag = max(self.longest_lag, seconds)

    def take_longest_lag(self) -> float:
        """Return the longest lag since the last call."""
        longest, self.longest_lag = max(self.longest_lag, self.lag), 0.0
        return longest

    def watch_answers(self, age: Callable[[], float], limit: Callable[[], float]) -> None:
        """Say how to find out how long ago Discord answered a heartbeat, and after how long that is too long."""
        self._answer_age, self._answer_limit = age, limit

    def forget_answers(self) -> None:
        """Note that there is no connection whose heartbeats could be answered."""
        self._answer_age = self._answer_limit = None

    @property
    def answer_age(self) -> float | None:
        """Seconds since a heartbeat was answered; None without a connection."""
        return None if self._answer_age is None else self._answer_age()

    @property
    def answer_limit(self) -> float | None:
        """Seconds after which an answer is overdue; None without a connection."""
        return None if self._answer_limit is None else self._answer_limit()

    @property
    def dispatch_age(self) -> float | None:
        """Seconds since Discord sent an event; None before the first."""
        return None if self.dispatched is None else self._clock() - self.dispatched
