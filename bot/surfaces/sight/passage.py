"""One question on its way through the process: when it came in, and a random number to find its lines by.

The number is drawn, not taken from Discord: no line of a log leads back to a person or a place.
"""

from __future__ import annotations

import secrets
import time
from contextvars import ContextVar
from dataclasses import dataclass, field

ID_BYTES = 4


@dataclass(frozen=True, slots=True)
class Passage:
    """A question that came in."""

    id: str = field(default_factory=lambda: secrets.token_hex(ID_BYTES))
    began: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        """How long ago it came in."""
        return time.perf_counter() - self.began


_CURRENT: ContextVar[Passage | None] = ContextVar("passage", default=None)


def begin() -> Passage:
    """Note that a question came in; tasks that are started from here know of it."""
    passage = Passage()
    _CURRENT.set(passage)
    return passage


def current() -> Passage:
    """Return the question that is being answered; one that begins now where none was noted."""
    return _CURRENT.get() or Passage()
